// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import dev.windlass.image.Failure;
import java.util.Arrays;
import java.util.Optional;

/// The names that Code Engine's API has for why a revision does not serve. It has few;
/// [Diagnosis#code] tells more.
public enum CodeEngineReason {
  UNKNOWN_MANIFEST("fetch_image_failed_unknown_manifest"),
  UNKNOWN_REPOSITORY("fetch_image_failed_unknown_repository"),
  REGISTRY_NOT_FOUND("fetch_image_failed_registry_not_found"),
  MISSING_PULL_SECRET("fetch_image_failed_missing_pull_secret"),
  MISSING_PULL_CREDENTIALS("fetch_image_failed_missing_pull_credentials"),
  WRONG_PULL_CREDENTIALS("fetch_image_failed_wrong_pull_credentials"),
  INVALID_TAR_HEADER("invalid_tar_header_image_pull_err"),
  BACK_OFF("image_pull_back_off"),
  WAITING("waiting"),
  WAITING_FOR_RESOURCES("deploying_waiting_for_resources"),
  NEVER_READY("initial_scale_never_achieved"),
  EXITED_0("container_failed_exit_code_0"),
  /// Of any exit code that it has no word for.
  EXITED_1("container_failed_exit_code_1"),
  EXITED_24("container_failed_exit_code_24"),
  EXITED_139("container_failed_exit_code_139");

  private final String wire;

  CodeEngineReason(String wire) {
    this.wire = wire;
  }

  public static CodeEngineReason of(Failure failure) {
    return of(Cause.of(failure));
  }

  /// By how it is written in the API.
  public static Optional<CodeEngineReason> byWire(String word) {
    return Arrays.stream(values()).filter(reason -> reason.wire.equals(word)).findFirst();
  }

  /// Of a program that ended with this code.
  public static CodeEngineReason ofExit(int code) {
    return switch (code) {
      case 0 -> EXITED_0;
      case 24 -> EXITED_24;
      case 139 -> EXITED_139;
      default -> EXITED_1;
    };
  }

  /// The nearest of them.
  public static CodeEngineReason of(Cause cause) {
    return switch (cause) {
      case TAG_ABSENT, DIGEST_ABSENT, IMAGE_ABSENT -> UNKNOWN_MANIFEST;
      case REPOSITORY_ABSENT -> UNKNOWN_REPOSITORY;
      case HOST_UNKNOWN,
          NAME_SERVER_SILENT,
          CONNECTION_REFUSED,
          CONNECTION_TIMEOUT,
          CONNECTION_BROKEN,
          NO_ANSWER,
          TOO_SLOW,
          AUTHORITY_UNKNOWN,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_OTHER_NAME,
          TLS_BROKEN,
          NO_TLS,
          ONLY_TLS,
          NOT_HTTP,
          NOT_A_REGISTRY,
          LOGIN_PAGE,
          STORAGE_UNREACHABLE,
          TOKEN_SERVER_UNREACHABLE ->
          REGISTRY_NOT_FOUND;
      case SECRET_ABSENT -> MISSING_PULL_SECRET;
      case CREDENTIALS_MISSING, SECRET_FOR_OTHER_HOST, ABSENT_OR_NO_ACCESS ->
          MISSING_PULL_CREDENTIALS;
      case CREDENTIALS_WRONG, CREDENTIALS_EXPIRED -> WRONG_PULL_CREDENTIALS;
      case LAYER_BROKEN, LAYER_NOT_THE_CONFIGS, LAYER_TOO_BIG, LAYER_ESCAPES -> INVALID_TAR_HEADER;
      case CONFIGURATION_ABSENT -> WAITING;
      case CAPACITY_MISSING -> WAITING_FOR_RESOURCES;
      case EXECUTABLE_NOT_FOUND,
          EXEC_FORMAT,
          NO_COMMAND,
          UNKNOWN_USER,
          NOT_STARTED,
          EXITED,
          OUT_OF_MEMORY,
          OUT_OF_STORAGE,
          SIGTERM_IGNORED,
          EXECUTION_TIME_EXCEEDED,
          INSTANCE_LOST ->
          EXITED_1;
      case OTHER_PORT,
          ONLY_LOOPBACK,
          NOT_LISTENING,
          PROBE_FAILS,
          SUPERSEDED,
          REQUEST_TOO_LONG,
          REFERENCE_INVALID,
          NAME_INVALID,
          NAME_TAKEN,
          SETTING_INVALID,
          QUOTA_REACHED,
          JOB_ABSENT,
          IMAGE_FIXED,
          RUN_TOO_BIG,
          ENGINE_SILENT,
          RUNTIME_UNFIT,
          CLOCK_WRONG,
          ADDRESS_IN_USE ->
          NEVER_READY;
      case NOTHING,
          UNDETERMINED,
          ACCESS_MISSING,
          ADDRESS_NOT_ALLOWED,
          PRIVATE_NETWORK_ONLY,
          TOKEN_NOT_ACCEPTED,
          TRAFFIC_QUOTA,
          STORAGE_QUOTA,
          RATE_LIMIT,
          REGISTRY_BROKEN,
          TOKEN_SERVER_BROKEN,
          CHALLENGE_BROKEN,
          PROXY_LOGIN,
          CONTENT_LOST,
          CONTENT_CHANGED,
          STORAGE_REFUSES,
          REDIRECT_LOOP,
          REDIRECT_UNSAFE,
          PLATFORM_ABSENT,
          MANIFEST_UNSUPPORTED,
          MANIFEST_OUTDATED,
          NOT_AN_IMAGE,
          MANIFEST_BROKEN,
          MANIFEST_TOO_BIG,
          CONFIG_BROKEN,
          LAYER_UNSUPPORTED,
          DISK_FULL,
          DISK_TROUBLE ->
          BACK_OFF;
    };
  }

  /// As it is written in the API: `fetch_image_failed_unknown_manifest`.
  @Override
  public String toString() {
    return wire;
  }
}
