// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The keys and values of a secret, by its format, from the options of the secret and registry
/// commands.
final class SecretContent {
  private static final Map<SecretFormat, List<String>> NEEDED =
      Map.of(
          SecretFormat.REGISTRY, List.of("server", "username", "password"),
          SecretFormat.BASIC_AUTH, List.of("username", "password"),
          SecretFormat.SSH, List.of("ssh_key"),
          SecretFormat.TLS, List.of("tls_cert", "tls_key"),
          SecretFormat.HMAC, List.of("access_key_id", "secret_access_key"),
          SecretFormat.GENERIC, List.of());

  private final Call call;
  private final Options options;
  private final Map<String, String> values;

  private SecretContent(Call call, Map<String, String> before) {
    this.call = call;
    this.options = call.options();
    this.values = new LinkedHashMap<>(before);
  }

  /// @param before what the secret holds until now
  static Map<String, String> of(Call call, SecretFormat format, Map<String, String> before) {
    var content = new SecretContent(call, before);
    content.read(format);
    content.check(format);
    return content.values;
  }

  private void read(SecretFormat format) {
    switch (format) {
      case GENERIC -> generic();
      case REGISTRY -> {
        account();
        text("server", "server");
        text("email", "email");
        values.putIfAbsent("server", "us.icr.io");
        values.putIfAbsent("username", "iamapikey");
      }
      case BASIC_AUTH -> account();
      case SSH -> {
        file("key-path", "ssh_key");
        file("known-hosts-path", "known_hosts");
      }
      case TLS -> {
        file("cert-chain-file", "tls_cert");
        file("private-key-file", "tls_key");
      }
      case HMAC -> {
        text("access-key-id", "access_key_id");
        text("secret-access-key", "secret_access_key");
        prompt("access-key-id-prompt", "Access key id", "access_key_id");
        prompt("secret-access-key-prompt", "Secret access key", "secret_access_key");
      }
    }
    if (format != SecretFormat.GENERIC && options.has("from-json-file")) {
      values.putAll(Content.json(options.get("from-json-file")));
    }
  }

  private void generic() {
    if (!Content.isAsked(options)) {
      throw CommandFailed.misused(
          "give what the secret holds with --from-literal KEY=VALUE, --from-file FILE or"
              + " --from-env-file FILE");
    }
    var all = Content.of(options, values);
    values.clear();
    values.putAll(all);
  }

  private void account() {
    text("username", "username");
    Password.of(options).ifPresent(password -> values.put("password", password));
  }

  private void text(String option, String key) {
    if (options.has(option)) {
      values.put(key, options.get(option));
    }
  }

  private void file(String option, String key) {
    if (options.has(option)) {
      values.put(key, Content.read(options.get(option)));
    }
  }

  private void prompt(String option, String question, String key) {
    if (options.flag(option)) {
      values.put(key, call.console().readSecret(question));
    }
  }

  private void check(SecretFormat format) {
    for (var key : NEEDED.getOrDefault(format, List.of())) {
      if (values.getOrDefault(key, "").isEmpty()) {
        throw CommandFailed.misused(
            "a secret of format " + format.word() + " needs " + optionFor(key));
      }
    }
  }

  private static String optionFor(String key) {
    return switch (key) {
      case "password" -> "--password, --password-from-file or --password-from-json-file";
      case "ssh_key" -> "--key-path";
      case "tls_cert" -> "--cert-chain-file";
      case "tls_key" -> "--private-key-file";
      default -> "--" + key.replace('_', '-');
    };
  }
}
