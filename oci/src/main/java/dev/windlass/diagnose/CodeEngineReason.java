// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import dev.windlass.image.Failure;

/// The names that Code Engine's API has for why the image of a revision is not here. It has few;
/// [Diagnosis#code] tells more.
public enum CodeEngineReason {
  UNKNOWN_MANIFEST("fetch_image_failed_unknown_manifest"),
  UNKNOWN_REPOSITORY("fetch_image_failed_unknown_repository"),
  REGISTRY_NOT_FOUND("fetch_image_failed_registry_not_found"),
  MISSING_PULL_SECRET("fetch_image_failed_missing_pull_secret"),
  MISSING_PULL_CREDENTIALS("fetch_image_failed_missing_pull_credentials"),
  WRONG_PULL_CREDENTIALS("fetch_image_failed_wrong_pull_credentials"),
  INVALID_TAR_HEADER("invalid_tar_header_image_pull_err"),
  BACK_OFF("image_pull_back_off");

  private final String wire;

  CodeEngineReason(String wire) {
    this.wire = wire;
  }

  public static CodeEngineReason of(Failure failure) {
    return switch (failure) {
      case Failure.UnknownManifest _ -> UNKNOWN_MANIFEST;
      case Failure.UnknownRepository _ -> UNKNOWN_REPOSITORY;
      case Failure.Unreachable _ -> REGISTRY_NOT_FOUND;
      case Failure.MissingSecret _ -> MISSING_PULL_SECRET;
      case Failure.MissingCredentials _ -> MISSING_PULL_CREDENTIALS;
      case Failure.WrongCredentials _ -> WRONG_PULL_CREDENTIALS;
      case Failure.BadLayer _ -> INVALID_TAR_HEADER;
      case Failure.Mirrored mirrored -> of(mirrored.decisive());
      case Failure.Denied _,
          Failure.Throttled _,
          Failure.Misbehaved _,
          Failure.WrongPlatform _,
          Failure.Unsupported _,
          Failure.Corrupt _,
          Failure.Local _ ->
          BACK_OFF;
    };
  }

  /// As it is written in the API: `fetch_image_failed_unknown_manifest`.
  @Override
  public String toString() {
    return wire;
  }
}
