// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.image.Failure;

/// Code Engine's word for a pull that failed. What it has no word for is `image_pull_back_off`.
final class FetchReason {
  private FetchReason() {}

  static String of(Failure failure) {
    return switch (failure) {
      case Failure.UnknownManifest _ -> "fetch_image_failed_unknown_manifest";
      case Failure.UnknownRepository _ -> "fetch_image_failed_unknown_repository";
      case Failure.Unreachable _ -> "fetch_image_failed_registry_not_found";
      case Failure.MissingSecret _ -> "fetch_image_failed_missing_pull_secret";
      case Failure.MissingCredentials _ -> "fetch_image_failed_missing_pull_credentials";
      case Failure.WrongCredentials _ -> "fetch_image_failed_wrong_pull_credentials";
      case Failure.BadLayer _ -> "invalid_tar_header_image_pull_err";
      case Failure.Denied _,
          Failure.Throttled _,
          Failure.Misbehaved _,
          Failure.WrongPlatform _,
          Failure.Unsupported _,
          Failure.Corrupt _,
          Failure.Local _ ->
          "image_pull_back_off";
    };
  }
}
