// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.util.Locale;

/// What is really wrong when a pull meets a [Fault]: what a good diagnosis should come to. Several
/// faults may have one cause, because registries tell of the same thing in many ways.
public enum Cause {
  NOTHING("nothing is wrong"),

  CREDENTIALS_MISSING("the repository wants a login, and none was given"),
  CREDENTIALS_WRONG("the user name or the password is wrong"),
  CREDENTIALS_EXPIRED("the login was right once and has expired"),
  ACCESS_MISSING("the login is right, but may not pull from this repository"),
  ABSENT_OR_NO_ACCESS(
      "the repository does not exist, or whoever asks may not see it: the registry does not say"
          + " which"),
  ADDRESS_NOT_ALLOWED("the registry's owner does not allow requests from this IP address"),
  PRIVATE_NETWORK_ONLY("the account is open on its private network only"),
  TOKEN_NOT_ACCEPTED("the registry does not accept the tokens of its own token server"),

  TRAFFIC_QUOTA("the account has used up its pull traffic for this month"),
  STORAGE_QUOTA("the account has used up its storage"),
  RATE_LIMIT("too many requests for now; later ones will be answered"),

  REGISTRY_BROKEN("the registry is broken or overloaded; image and login are not to blame"),
  TOKEN_SERVER_BROKEN("the token server is broken or overloaded; the login is not to blame"),
  TOKEN_SERVER_UNREACHABLE("the token server that the registry names cannot be reached"),
  CHALLENGE_BROKEN("the registry wants a login and does not say where"),
  LOGIN_PAGE("a web page for logging in stands before the registry"),
  NOT_A_REGISTRY("what listens there is no registry"),
  PROXY_LOGIN("a proxy on the way wants a login"),

  REPOSITORY_ABSENT("the repository does not exist"),
  TAG_ABSENT("the repository has no such tag"),
  DIGEST_ABSENT("the digest is gone from the repository, whatever its tags say now"),
  IMAGE_ABSENT("the repository or the tag does not exist: the registry does not say which"),
  CONTENT_LOST("the registry has lost a part of the image"),

  CONTENT_CHANGED("the registry gives other bytes than the digest names"),
  CONNECTION_BROKEN("the connection breaks in the middle"),
  TOO_SLOW("the bytes come too slowly, or stop coming"),
  NO_ANSWER("the server takes requests and never answers"),

  STORAGE_UNREACHABLE("the storage that the registry sends clients to cannot be reached"),
  STORAGE_REFUSES("the storage that the registry sends clients to refuses: the link has expired"),
  REDIRECT_LOOP("the registry sends clients round in circles"),
  REDIRECT_UNSAFE("the registry sends clients from a safe connection to one without TLS"),

  HOST_UNKNOWN("the name of the registry's host does not resolve"),
  CONNECTION_REFUSED("nothing listens on the registry's port"),
  CONNECTION_TIMEOUT("nobody answers at the registry's address: a firewall, or a dead host"),
  AUTHORITY_UNKNOWN("the registry's certificate is signed by an authority that is not trusted"),
  CERTIFICATE_EXPIRED("the registry's certificate has expired"),
  CERTIFICATE_OTHER_NAME("the registry's certificate is for another host"),
  NO_TLS("the registry speaks plain HTTP where TLS was expected"),
  ONLY_TLS("the registry speaks TLS where plain HTTP was expected"),
  NOT_HTTP("what listens there does not speak HTTP"),

  PLATFORM_ABSENT("the image is not built for this platform"),
  MANIFEST_UNSUPPORTED("the manifest is of a kind that clients do not know"),
  MANIFEST_OUTDATED("the manifest is of schema 1, which clients have given up"),
  NOT_AN_IMAGE("this is an artifact, not an image that can be run"),
  MANIFEST_BROKEN("the manifest cannot be read"),
  MANIFEST_TOO_BIG("the manifest is bigger than any manifest may be"),
  CONFIG_BROKEN("the image's configuration cannot be read"),
  LAYER_UNSUPPORTED("a layer is of a kind that clients do not know"),

  LAYER_BROKEN("a layer is no archive that can be unpacked; it was so when it was pushed"),
  LAYER_NOT_THE_CONFIGS("a layer does not hold what the image's configuration says of it"),
  LAYER_TOO_BIG("a layer is small to fetch and unpacks to far too much"),
  LAYER_ESCAPES("a layer wants to write outside of the image");

  private final String sentence;

  Cause(String sentence) {
    this.sentence = sentence;
  }

  /// Its stable name: `rate-limit`.
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
