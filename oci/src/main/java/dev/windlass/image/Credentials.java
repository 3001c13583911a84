// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.image.Documents.DockerAuth;
import dev.windlass.image.Documents.DockerConfig;
import io.avaje.jsonb.Jsonb;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The registry secret that a workload names: who we are at which registry host. Hosts are written
/// as in a `.dockerconfigjson`; [#at] knows the odd forms of Docker Hub.
///
/// @param secret the name of the secret, empty when the workload names none
/// @param tenant for whom is asked: an image that a registry does not give to everybody is used by
///   those tenants only that it was given to
public record Credentials(Optional<String> secret, Map<String, Credential> byHost, String tenant) {
  private static final String HUB = "docker.io";

  /// No secret: ask as anybody.
  public static final Credentials NONE = new Credentials(Optional.empty(), Map.of());

  public Credentials {
    byHost = Map.copyOf(byHost);
  }

  /// Of the only tenant there is.
  public Credentials(Optional<String> secret, Map<String, Credential> byHost) {
    this(secret, byHost, "");
  }

  /// The same, for somebody.
  public Credentials of(String tenant) {
    return new Credentials(secret, byHost, tenant);
  }

  /// Reads a `.dockerconfigjson`: of each entry the `username` and `password`, else its `auth`.
  /// Throws [InvalidName], which does not quote the text.
  public static Credentials ofDockerConfig(Optional<String> secret, String json) {
    var byHost = new LinkedHashMap<String, Credential>();
    parsed(json).auths().forEach((host, auth) -> byHost.put(host, credential(host, auth)));
    return new Credentials(secret, byHost);
  }

  private static DockerConfig parsed(String json) {
    try {
      return Documents.parse(DockerConfig.class, json.getBytes(UTF_8));
    } catch (BadAnswer e) {
      var broken = broken("is not JSON with an object 'auths'");
      broken.initCause(e);
      throw broken;
    }
  }

  private static Credential credential(String host, @Nullable DockerAuth auth) {
    if (auth == null) {
      throw broken("has nothing for " + host);
    }
    if (!auth.username().isEmpty() || auth.auth().isEmpty()) {
      return new Credential(auth.username(), new Secret(auth.password()));
    }
    var pair = decoded(host, auth.auth());
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw broken("has no ':' in the 'auth' of " + host);
    }
    return new Credential(pair.substring(0, colon), new Secret(pair.substring(colon + 1)));
  }

  private static String decoded(String host, String auth) {
    try {
      return new String(Base64.getDecoder().decode(auth.strip()), UTF_8);
    } catch (IllegalArgumentException e) {
      var broken = broken("has an 'auth' of " + host + " that is not Base64");
      broken.initCause(e);
      throw broken;
    }
  }

  private static InvalidName broken(String how) {
    return new InvalidName("registry secret", ".dockerconfigjson", how);
  }

  /// The same as a `.dockerconfigjson`, for whatever reads those. Holds the passwords.
  public Secret toDockerConfig() {
    var auths = new LinkedHashMap<String, DockerAuth>();
    byHost.forEach((host, credential) -> auths.put(host, dockerAuth(credential)));
    return new Secret(Jsonb.instance().type(DockerConfig.class).toJson(new DockerConfig(auths)));
  }

  private static DockerAuth dockerAuth(Credential credential) {
    var password = credential.password().reveal();
    var pair = credential.username() + ":" + password;
    return new DockerAuth(
        credential.username(), password, Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  public Optional<Credential> at(String host) {
    return byHost.entrySet().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain(host)))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// `https://index.docker.io/v1/` and friends are all Docker Hub.
  private static String plain(String server) {
    String bare = server.replaceFirst("^https?://", "");
    int slash = bare.indexOf('/');
    String host = slash < 0 ? bare : bare.substring(0, slash);
    return switch (host) {
      case "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com" -> HUB;
      default -> host;
    };
  }
}
