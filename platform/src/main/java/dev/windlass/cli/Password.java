// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.Optional;

/// A password from one of the options that can give it.
final class Password {
  private Password() {}

  static Optional<String> of(Options options) {
    int given = 0;
    for (var key : new String[] {"password", "password-from-file", "password-from-json-file"}) {
      given += options.has(key) ? 1 : 0;
    }
    if (given > 1) {
      throw CommandFailed.misused(
          "--password, --password-from-file and --password-from-json-file exclude each other");
    }
    if (options.has("password-from-file")) {
      return Optional.of(Content.readLine(options.get("password-from-file")));
    }
    if (options.has("password-from-json-file")) {
      return Optional.of(fromJson(options.get("password-from-json-file")));
    }
    return options.has("password") ? Optional.of(options.get("password")) : Optional.empty();
  }

  private static String fromJson(String file) {
    var fields = Content.json(file);
    var found = fields.getOrDefault("apikey", fields.get("password"));
    if (found == null) {
      throw new CommandFailed(file + " has neither a field apikey nor a field password");
    }
    return found;
  }
}
