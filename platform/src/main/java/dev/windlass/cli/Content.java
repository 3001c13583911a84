// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keys and values from the options of the secret and configmap commands: `--from-literal`,
/// `--from-file`, `--from-env-file`, `--from-json-file`, `--rm`.
final class Content {
  private final Map<String, String> values;

  private Content(Map<String, String> before) {
    this.values = new LinkedHashMap<>(before);
  }

  static boolean isAsked(Options options) {
    return options.has("from-literal")
        || options.has("from-file")
        || options.has("from-env-file")
        || options.has("from-json-file")
        || options.has("rm");
  }

  static Map<String, String> of(Options options, Map<String, String> before) {
    var content = new Content(before);
    options.all("rm").forEach(content::remove);
    options.all("from-env-file").forEach(content::envFile);
    options.all("from-json-file").forEach(file -> content.values.putAll(json(file)));
    options.all("from-file").forEach(content::file);
    options.all("from-literal").forEach(content::literal);
    return content.values;
  }

  private void remove(String key) {
    if (values.remove(key) == null) {
      throw new CommandFailed("There is no key '" + key + "' to remove");
    }
  }

  private void literal(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw CommandFailed.misused("--from-literal is '" + text + "', needs to look like KEY=VALUE");
    }
    values.put(text.substring(0, equals), text.substring(equals + 1));
  }

  private void file(String text) {
    int equals = text.indexOf('=');
    var path = Path.of(text.substring(equals + 1));
    var name = path.getFileName();
    var key = equals > 0 ? text.substring(0, equals) : String.valueOf(name);
    values.put(key, read(path.toString()));
  }

  private void envFile(String file) {
    for (var line : read(file).lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        envLine(file, line);
      }
    }
  }

  private void envLine(String file, String line) {
    int equals = line.indexOf('=');
    if (equals <= 0) {
      throw CommandFailed.misused(
          file + " has a line '" + line + "', needs to look like KEY=VALUE");
    }
    values.put(line.substring(0, equals).strip(), line.substring(equals + 1));
  }

  /// The whole content of a file.
  static String read(String file) {
    try {
      return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new CommandFailed("There is no file " + file, e);
    } catch (IOException e) {
      throw new CommandFailed("Cannot read " + file + ": " + e, e);
    }
  }

  /// The content of a file without the line's end that editors add.
  static String readLine(String file) {
    return read(file).stripTrailing();
  }

  /// The fields of a JSON object.
  static Map<String, String> json(String file) {
    var fields = new LinkedHashMap<String, String>();
    try {
      var object = Jsonb.instance().type(Object.class).fromJson(read(file));
      if (object instanceof Map<?, ?> map) {
        map.forEach((key, value) -> fields.put(String.valueOf(key), String.valueOf(value)));
        return fields;
      }
    } catch (IllegalStateException | io.avaje.json.JsonException e) {
      throw new CommandFailed(file + " is not JSON: " + e.getMessage(), e);
    }
    throw new CommandFailed(file + " is not a JSON object");
  }
}
