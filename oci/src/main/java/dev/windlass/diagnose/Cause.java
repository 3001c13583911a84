// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import static dev.windlass.diagnose.Retry.LOCAL;
import static dev.windlass.diagnose.Retry.PERMANENT;
import static dev.windlass.diagnose.Retry.RATE_LIMITED;
import static dev.windlass.diagnose.Retry.TRANSIENT;

import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Reference;
import java.util.Locale;
import java.util.regex.Pattern;

/// What is really wrong when an image cannot be pulled. The list is closed, and names never change
/// their meaning. Registries tell of the same cause in many ways.
public enum Cause {
  NOTHING(TRANSIENT, "nothing is wrong"),

  CREDENTIALS_MISSING(PERMANENT, "the repository wants a login, and none was given"),
  SECRET_ABSENT(PERMANENT, "the registry secret that is named does not exist"),
  SECRET_FOR_OTHER_HOST(PERMANENT, "the registry secret is for another registry"),
  CREDENTIALS_WRONG(PERMANENT, "the user name or the password is wrong"),
  CREDENTIALS_EXPIRED(PERMANENT, "the login was right once and has expired"),
  ACCESS_MISSING(PERMANENT, "the login is right, but may not pull from this repository"),
  ABSENT_OR_NO_ACCESS(
      PERMANENT,
      "the repository does not exist, or whoever asks may not see it: the registry does not say"
          + " which"),
  ADDRESS_NOT_ALLOWED(
      PERMANENT, "the registry's owner does not allow requests from this IP address"),
  PRIVATE_NETWORK_ONLY(PERMANENT, "the account is open on its private network only"),
  TOKEN_NOT_ACCEPTED(TRANSIENT, "the registry does not accept the tokens of its own token server"),

  TRAFFIC_QUOTA(PERMANENT, "the account has used up its pull traffic for this month"),
  STORAGE_QUOTA(PERMANENT, "the account has used up its storage"),
  RATE_LIMIT(RATE_LIMITED, "too many requests for now; later ones will be answered"),

  REGISTRY_BROKEN(
      TRANSIENT, "the registry is broken or overloaded; image and login are not to blame"),
  TOKEN_SERVER_BROKEN(
      TRANSIENT, "the token server is broken or overloaded; the login is not to blame"),
  TOKEN_SERVER_UNREACHABLE(TRANSIENT, "the token server that the registry names cannot be reached"),
  CHALLENGE_BROKEN(PERMANENT, "the registry wants a login and does not say where"),
  LOGIN_PAGE(PERMANENT, "a web page for logging in stands before the registry"),
  NOT_A_REGISTRY(PERMANENT, "what listens there is no registry"),
  PROXY_LOGIN(PERMANENT, "a proxy on the way wants a login"),

  REPOSITORY_ABSENT(PERMANENT, "the repository does not exist"),
  TAG_ABSENT(PERMANENT, "the repository has no such tag"),
  DIGEST_ABSENT(PERMANENT, "the digest is gone from the repository, whatever its tags say now"),
  IMAGE_ABSENT(
      PERMANENT, "the repository or the tag does not exist: the registry does not say which"),
  CONTENT_LOST(PERMANENT, "the registry has lost a part of the image"),

  CONTENT_CHANGED(TRANSIENT, "the registry gives other bytes than the digest names"),
  CONNECTION_BROKEN(TRANSIENT, "the connection breaks in the middle"),
  TOO_SLOW(TRANSIENT, "the bytes come too slowly, or stop coming"),
  NO_ANSWER(TRANSIENT, "the server takes requests and never answers"),

  STORAGE_UNREACHABLE(
      TRANSIENT, "the storage that the registry sends clients to cannot be reached"),
  STORAGE_REFUSES(
      TRANSIENT, "the storage that the registry sends clients to refuses: the link has expired"),
  REDIRECT_LOOP(TRANSIENT, "the registry sends clients round in circles"),
  REDIRECT_UNSAFE(
      PERMANENT, "the registry sends clients from a safe connection to one without TLS"),

  HOST_UNKNOWN(TRANSIENT, "the name of the registry's host does not resolve"),
  CONNECTION_REFUSED(TRANSIENT, "nothing listens on the registry's port"),
  CONNECTION_TIMEOUT(
      TRANSIENT, "nobody answers at the registry's address: a firewall, or a dead host"),
  AUTHORITY_UNKNOWN(
      PERMANENT, "the registry's certificate is signed by an authority that is not trusted"),
  CERTIFICATE_EXPIRED(PERMANENT, "the registry's certificate has expired"),
  CERTIFICATE_OTHER_NAME(PERMANENT, "the registry's certificate is for another host"),
  TLS_BROKEN(TRANSIENT, "no safe connection comes about: the two ends have no TLS in common"),
  NO_TLS(PERMANENT, "the registry speaks plain HTTP where TLS was expected"),
  ONLY_TLS(PERMANENT, "the registry speaks TLS where plain HTTP was expected"),
  NOT_HTTP(PERMANENT, "what listens there does not speak HTTP"),

  PLATFORM_ABSENT(PERMANENT, "the image is not built for this platform"),
  MANIFEST_UNSUPPORTED(PERMANENT, "the manifest is of a kind that clients do not know"),
  MANIFEST_OUTDATED(PERMANENT, "the manifest is of schema 1, which clients have given up"),
  NOT_AN_IMAGE(PERMANENT, "this is an artifact, not an image that can be run"),
  MANIFEST_BROKEN(PERMANENT, "the manifest cannot be read"),
  MANIFEST_TOO_BIG(PERMANENT, "the manifest is bigger than any manifest may be"),
  CONFIG_BROKEN(PERMANENT, "the image's configuration cannot be read"),
  LAYER_UNSUPPORTED(PERMANENT, "a layer is of a kind that clients do not know"),

  LAYER_BROKEN(
      PERMANENT, "a layer is no archive that can be unpacked; it was so when it was pushed"),
  LAYER_NOT_THE_CONFIGS(
      PERMANENT, "a layer does not hold what the image's configuration says of it"),
  LAYER_TOO_BIG(PERMANENT, "a layer is small to fetch and unpacks to far too much"),
  LAYER_ESCAPES(PERMANENT, "a layer wants to write outside of the image"),

  DISK_FULL(LOCAL, "the disk of this machine is full"),
  DISK_TROUBLE(LOCAL, "this machine cannot write the image down");

  private static final Pattern FULL =
      Pattern.compile("No space left|quota exceeded", Pattern.CASE_INSENSITIVE);

  private final Retry retry;
  private final String sentence;

  Cause(Retry retry, String sentence) {
    this.retry = retry;
    this.sentence = sentence;
  }

  /// What is wrong, as far as the evidence goes.
  public static Cause of(Failure failure) {
    return switch (failure) {
      case Failure.UnknownManifest(Reference.Tagged _, _) -> TAG_ABSENT;
      case Failure.UnknownManifest(Reference.Pinned _, _) -> DIGEST_ABSENT;
      case Failure.UnknownRepository _ -> REPOSITORY_ABSENT;
      case Failure.UnknownImage _ -> IMAGE_ABSENT;
      case Failure.NotShown _ -> ABSENT_OR_NO_ACCESS;
      case Failure.LostContent _ -> CONTENT_LOST;
      case Failure.Unreachable(_, _, var server, var trouble, _) ->
          switch (server) {
            case REGISTRY -> ofRegistry(trouble);
            case TOKEN_SERVER -> ofTokenServer(trouble);
            case STORAGE -> ofStorage(trouble);
          };
      case Failure.MissingCredentials _ -> CREDENTIALS_MISSING;
      case Failure.SecretForOtherHost _ -> SECRET_FOR_OTHER_HOST;
      case Failure.MissingSecret _ -> SECRET_ABSENT;
      case Failure.WrongCredentials(_, _, var expired, _) ->
          expired ? CREDENTIALS_EXPIRED : CREDENTIALS_WRONG;
      case Failure.Denied(_, var reason, _) -> of(reason);
      case Failure.Throttled _ -> RATE_LIMIT;
      case Failure.Misbehaved(_, var oddity, _) -> of(oddity);
      case Failure.WrongPlatform _ -> PLATFORM_ABSENT;
      case Failure.Unsupported(_, var kind, _) -> of(kind);
      case Failure.BrokenDocument(_, var defect, _) -> of(defect);
      case Failure.Corrupt _ -> CONTENT_CHANGED;
      case Failure.BadLayer(_, _, var flaw, _) -> of(flaw);
      case Failure.Mirrored mirrored -> of(mirrored.decisive());
      case Failure.Local(_, var cause) ->
          FULL.matcher(String.valueOf(cause.getMessage())).find() ? DISK_FULL : DISK_TROUBLE;
    };
  }

  private static Cause ofRegistry(Trouble trouble) {
    return switch (trouble) {
      case UNKNOWN_HOST -> HOST_UNKNOWN;
      case REFUSED -> CONNECTION_REFUSED;
      case TIMEOUT -> CONNECTION_TIMEOUT;
      case UNKNOWN_AUTHORITY -> AUTHORITY_UNKNOWN;
      case EXPIRED_CERTIFICATE -> CERTIFICATE_EXPIRED;
      case CERTIFICATE_OF_ANOTHER -> CERTIFICATE_OTHER_NAME;
      case NO_TLS -> NO_TLS;
      case ONLY_TLS -> ONLY_TLS;
      case TLS -> TLS_BROKEN;
      case NOT_HTTP -> NOT_HTTP;
      case NO_ANSWER -> NO_ANSWER;
      case TOO_SLOW -> TOO_SLOW;
      case BROKEN -> CONNECTION_BROKEN;
    };
  }

  private static Cause ofTokenServer(Trouble trouble) {
    return switch (trouble) {
      case UNKNOWN_HOST, REFUSED, TIMEOUT -> TOKEN_SERVER_UNREACHABLE;
      case UNKNOWN_AUTHORITY, EXPIRED_CERTIFICATE, CERTIFICATE_OF_ANOTHER -> ofRegistry(trouble);
      case NO_TLS, ONLY_TLS, TLS, NOT_HTTP, NO_ANSWER, TOO_SLOW, BROKEN -> TOKEN_SERVER_BROKEN;
    };
  }

  private static Cause ofStorage(Trouble trouble) {
    return switch (trouble) {
      case UNKNOWN_HOST, REFUSED, TIMEOUT, NO_TLS, ONLY_TLS, TLS, NOT_HTTP -> STORAGE_UNREACHABLE;
      case UNKNOWN_AUTHORITY, EXPIRED_CERTIFICATE, CERTIFICATE_OF_ANOTHER -> ofRegistry(trouble);
      case NO_ANSWER, TOO_SLOW, BROKEN -> ofRegistry(trouble);
    };
  }

  private static Cause of(Failure.Denied.Reason reason) {
    return switch (reason) {
      case NO_RIGHT -> ACCESS_MISSING;
      case ADDRESS -> ADDRESS_NOT_ALLOWED;
      case PRIVATE_NETWORK_ONLY -> PRIVATE_NETWORK_ONLY;
      case TRAFFIC_QUOTA -> TRAFFIC_QUOTA;
      case STORAGE_QUOTA -> STORAGE_QUOTA;
    };
  }

  private static Cause of(Failure.Misbehaved.Oddity oddity) {
    return switch (oddity) {
      case BROKEN -> REGISTRY_BROKEN;
      case TOKEN_SERVER -> TOKEN_SERVER_BROKEN;
      case TOKEN_REFUSED -> TOKEN_NOT_ACCEPTED;
      case CHALLENGE -> CHALLENGE_BROKEN;
      case LOGIN_PAGE -> LOGIN_PAGE;
      case NO_REGISTRY -> NOT_A_REGISTRY;
      case PROXY_LOGIN -> PROXY_LOGIN;
      case STORAGE -> STORAGE_REFUSES;
      case REDIRECT_LOOP -> REDIRECT_LOOP;
      case REDIRECT_UNSAFE -> REDIRECT_UNSAFE;
    };
  }

  private static Cause of(Failure.Unsupported.Kind kind) {
    return switch (kind) {
      case MANIFEST -> MANIFEST_UNSUPPORTED;
      case SCHEMA_1 -> MANIFEST_OUTDATED;
      case ARTIFACT -> NOT_AN_IMAGE;
      case LAYER -> LAYER_UNSUPPORTED;
    };
  }

  private static Cause of(Failure.BrokenDocument.Defect defect) {
    return switch (defect) {
      case MANIFEST -> MANIFEST_BROKEN;
      case MANIFEST_TOO_BIG -> MANIFEST_TOO_BIG;
      case CONFIG -> CONFIG_BROKEN;
      case LAYERS -> LAYER_NOT_THE_CONFIGS;
    };
  }

  private static Cause of(Failure.BadLayer.Flaw flaw) {
    return switch (flaw) {
      case BROKEN -> LAYER_BROKEN;
      case TOO_BIG -> LAYER_TOO_BIG;
      case ESCAPES -> LAYER_ESCAPES;
      case OTHER_CONTENT -> LAYER_NOT_THE_CONFIGS;
    };
  }

  /// Whether trying again can help.
  public Retry retry() {
    return retry;
  }

  /// Its stable name: `rate_limit`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The same in words.
  public String sentence() {
    return sentence;
  }

  @Override
  public String toString() {
    return id();
  }
}
