// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.identity.Caller;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One request, as the handlers see it.
///
/// @param caller who asks
/// @param path the decoded segments
/// @param names what the placeholders of the route stand for
/// @param header looks a header up, however its name is spelled
record Call(
    Caller caller,
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> names,
    Function<String, Optional<String>> header,
    InputStream content) {

  Call named(Map<String, String> found) {
    return new Call(caller, method, path, query, found, header, content);
  }

  String name(String placeholder) {
    String name = names.get(placeholder);
    if (name == null) {
      throw new IllegalStateException("the route has no {" + placeholder + "}");
    }
    return name;
  }

  Optional<String> query(String parameter) {
    return Optional.ofNullable(query.get(parameter)).filter(value -> !value.isEmpty());
  }

  /// A number in the query, within bounds.
  long number(String parameter, long standard, long least, long most) {
    Optional<String> text = query(parameter);
    if (text.isEmpty()) {
      return standard;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // told below, like a number out of bounds
    }
    throw Refused.badField(
        parameter,
        "%s is %s; it needs to be a whole number from %d to %d"
            .formatted(parameter, Shown.of(text.get()), least, most));
  }

  boolean flag(String parameter) {
    return switch (query(parameter).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      case String other ->
          throw Refused.badField(
              parameter,
              "%s is %s; it needs to be true or false".formatted(parameter, Shown.of(other)));
    };
  }
}
