// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How people write environment variables: `NAME=VALUE`, and for those that come from a secret or a
/// config map `NAME`, `PREFIX=NAME`, `NAME:KEY_A,KEY_B`, `NAME:NEW=KEY`.
enum EnvForm {
  SECRET("secret"),
  CONFIG_MAP("config_map");

  private final String kind;

  EnvForm(String kind) {
    this.kind = kind;
  }

  static EnvVar literal(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw CommandFailed.misused("--env is '" + text + "', needs to look like NAME=VALUE");
    }
    return new EnvVar(
        null, text.substring(0, equals), null, null, "literal", text.substring(equals + 1));
  }

  List<EnvVar> references(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return List.of(whole(text));
    }
    var name = given(text.substring(0, colon), text);
    var keys = new ArrayList<EnvVar>();
    for (var key : text.substring(colon + 1).split(",", -1)) {
      keys.add(one(name, given(key, text), text));
    }
    return keys;
  }

  private EnvVar whole(String text) {
    int equals = text.indexOf('=');
    var prefix = equals < 0 ? null : given(text.substring(0, equals), text);
    var name = given(text.substring(equals + 1), text);
    return new EnvVar(null, null, prefix, name, kind + "_full_reference", null);
  }

  private EnvVar one(String reference, String part, String whole) {
    int equals = part.indexOf('=');
    var name = equals < 0 ? part : given(part.substring(0, equals), whole);
    var key = given(part.substring(equals + 1), whole);
    return new EnvVar(key, name, null, reference, kind + "_key_reference", null);
  }

  private String given(String part, String whole) {
    if (part.isEmpty()) {
      throw CommandFailed.misused(
          "--env-from-"
              + kind.replace("_", "").toLowerCase(Locale.ROOT)
              + " is '"
              + whole
              + "', needs to look like NAME, PREFIX=NAME, NAME:KEY_A,KEY_B or NAME:NEW=KEY");
    }
    return part;
  }

  /// Whether a variable comes from this kind of thing, called `name`.
  boolean isFrom(EnvVar variable, String name) {
    return variable.type().startsWith(kind) && name.equals(variable.reference());
  }
}
