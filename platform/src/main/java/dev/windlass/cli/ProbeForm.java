// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How people write a probe: `--probe-live type=http --probe-live path=/health`, or several parts
/// at once with commas.
final class ProbeForm {
  private static final List<String> PARTS =
      List.of("type", "path", "port", "interval", "initial-delay", "timeout", "failure-threshold");

  private final String option;
  private final Map<String, String> parts = new LinkedHashMap<>();

  private ProbeForm(String option) {
    this.option = option;
  }

  static Probe parse(String option, List<String> texts) {
    var form = new ProbeForm(option);
    for (var text : texts) {
      for (var part : text.split(",", -1)) {
        form.add(part);
      }
    }
    return form.probe();
  }

  private void add(String part) {
    int equals = part.indexOf('=');
    var name = equals < 0 ? part : part.substring(0, equals);
    if (equals < 0 || !PARTS.contains(name)) {
      throw CommandFailed.misused(
          "--"
              + option
              + " is '"
              + part
              + "', needs NAME=VALUE with a name of "
              + String.join(", ", PARTS));
    }
    parts.put(name, part.substring(equals + 1));
  }

  private Probe probe() {
    var type = parts.get("type");
    if (type == null || !(type.equals("http") || type.equals("tcp"))) {
      throw CommandFailed.misused("--" + option + " needs type=http or type=tcp");
    }
    return new Probe(
        number("failure-threshold"),
        number("initial-delay"),
        number("interval"),
        parts.get("path"),
        number("port"),
        number("timeout"),
        type);
  }

  private @Nullable Integer number(String name) {
    var text = parts.get(name);
    if (text == null) {
      return null;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException notANumber) {
      throw CommandFailed.misused(
          "--" + option + " " + name + " is '" + text + "', needs to be a whole number");
    }
  }
}
