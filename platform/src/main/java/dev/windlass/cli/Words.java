// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The API's words as people read them.
final class Words {
  private Words() {}

  /// `image_pull_back_off` becomes `Image pull back off`.
  static String capital(@Nullable String word) {
    if (word == null || word.isEmpty()) {
      return "";
    }
    var words = word.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /// `config_map_full_reference` becomes `ConfigMap full reference`.
  static String type(String type) {
    return type.startsWith("config_map")
        ? "ConfigMap" + type.substring("config_map".length()).replace('_', ' ')
        : capital(type);
  }
}
