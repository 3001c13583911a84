// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.image.Credential;
import dev.windlass.image.Secret;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the `config.json` that `docker login` writes, as it is or in Base64, the way that
/// Kubernetes carries it. What cannot be read names nobody: the registry then says that it wants to
/// know who asks.
public final class DockerConfig {
  private static final int DEEPEST = 100;

  private DockerConfig() {}

  /// By the host, or the part of one, that each is for.
  public static Map<String, Credential> parse(String text) {
    var found = new HashMap<String, Credential>();
    object(json(text), "auths")
        .forEach((host, entry) ->
            credential(asObject(entry)).ifPresent(known -> found.put(host.toString(), known)));
    return found;
  }

  private static Map<?, ?> json(String text) {
    String plain = text.stripLeading().startsWith("{") ? text : decoded(text.strip());
    if (depth(plain) > DEEPEST) {
      return Map.of();
    }
    try {
      return asObject(Jsonb.instance().type(Object.class).fromJson(plain));
    } catch (JsonException | IllegalStateException | IndexOutOfBoundsException notJson) {
      return Map.of();
    }
  }

  /// The parser goes down by calling itself, so what is deeper than any such file is not given to
  /// it.
  private static int depth(String json) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < json.length(); i++) {
      switch (json.charAt(i)) {
        case '{', '[' -> deepest = Math.max(deepest, ++depth);
        case '}', ']' -> depth--;
        default -> {}
      }
    }
    return deepest;
  }

  /// An identity token is what some token servers give for a password; `auth` is
  /// `username:password` in Base64. Any of them is enough.
  private static Optional<Credential> credential(Map<?, ?> entry) {
    if (entry.get("identitytoken") instanceof String token && !token.isBlank()) {
      return Optional.of(new Credential("", new Secret(token), true));
    }
    if (entry.get("username") instanceof String username
        && entry.get("password") instanceof String password
        && !username.isEmpty()) {
      return Optional.of(new Credential(username, new Secret(password)));
    }
    String both = entry.get("auth") instanceof String auth ? decoded(auth) : "";
    int colon = both.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(
            new Credential(both.substring(0, colon), new Secret(both.substring(colon + 1))));
  }

  private static Map<?, ?> object(Map<?, ?> parent, String name) {
    return parent.get(name) instanceof Map<?, ?> child ? child : Map.of();
  }

  private static Map<?, ?> asObject(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
