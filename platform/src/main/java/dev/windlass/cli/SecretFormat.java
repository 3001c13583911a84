// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.JsonText;
import dev.windlass.api.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The formats of secrets: what the command line calls them, what the API calls them, and the keys
/// under which Kubernetes stores them.
enum SecretFormat {
  GENERIC("generic", "generic", "Opaque"),
  REGISTRY("registry", "registry", "kubernetes.io/dockerconfigjson"),
  BASIC_AUTH("basic_auth", "basic_auth", "kubernetes.io/basic-auth"),
  SSH("ssh", "ssh_auth", "kubernetes.io/ssh-auth"),
  TLS("tls", "tls", "kubernetes.io/tls"),
  HMAC("hmac", "hmac_auth", "codeengine.cloud.ibm.com/hmac-auth");

  private final String word;
  private final String wire;
  private final String kubernetes;

  SecretFormat(String word, String wire, String kubernetes) {
    this.word = word;
    this.wire = wire;
    this.kubernetes = kubernetes;
  }

  String word() {
    return word;
  }

  String wire() {
    return wire;
  }

  static SecretFormat parse(String word) {
    for (var format : values()) {
      if (format.word.equals(word) || format.wire.equals(word)) {
        return format;
      }
    }
    throw CommandFailed.misused(
        "--format is '" + word + "', needs to be basic_auth, generic, hmac, registry, ssh or tls");
  }

  /// What people call a format of the API; those that only others make keep their name.
  static String wordOf(String wire) {
    for (var format : values()) {
      if (format.wire.equals(wire)) {
        return format.word;
      }
    }
    return wire;
  }

  static String kubernetesType(String wire) {
    for (var format : values()) {
      if (format.wire.equals(wire)) {
        return format.kubernetes;
      }
    }
    return GENERIC.kubernetes;
  }

  /// The keys and values of a secret as Kubernetes has them, by name.
  static Map<String, String> stored(Secret secret) {
    var given = secret.data();
    var data = new TreeMap<>(given == null ? Map.<String, String>of() : given);
    switch (secret.format()) {
      case "registry" -> {
        if (data.containsKey("server")) {
          return Map.of(".dockerconfigjson", dockerConfig(data));
        }
      }
      case "ssh_auth" -> rename(data, Map.of("ssh_key", "ssh-privatekey"));
      case "tls" -> rename(data, Map.of("tls_cert", "tls.crt", "tls_key", "tls.key"));
      default -> {}
    }
    return data;
  }

  private static void rename(Map<String, String> data, Map<String, String> names) {
    names.forEach((from, to) -> {
      var value = data.remove(from);
      if (value != null) {
        data.put(to, value);
      }
    });
  }

  private static String dockerConfig(Map<String, String> data) {
    var both = data.getOrDefault("username", "") + ":" + data.getOrDefault("password", "");
    var auth = new LinkedHashMap<String, Object>();
    for (var key : List.of("username", "password", "email")) {
      if (data.containsKey(key)) {
        auth.put(key, data.get(key));
      }
    }
    auth.put("auth", Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    return JsonText.compact(Map.of("auths", Map.of(data.get("server"), auth)));
  }
}
