// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes evidence of an answer that says no: the registry's own words, so far as it has any.
final class Refusals {
  private static final String NO_WORDS = "";
  private static final int LONGEST_MESSAGE = 1000;

  private Refusals() {}

  /// The body of an error as the distribution specification has it.
  @Json
  record Errors(List<Entry> errors) {
    Errors(@Nullable List<@Nullable Entry> errors) {
      this.errors = errors == null ? List.of() : errors.stream().filter(Objects::nonNull).toList();
    }
  }

  @Json
  record Entry(String code, String message) {
    Entry(@Nullable String code, @Nullable String message) {
      this.code = Objects.requireNonNullElse(code, "");
      this.message = Objects.requireNonNullElse(message, "");
    }
  }

  static Refusal of(Answer answer, Limits limits) {
    try {
      return of(answer, answer.body().readNBytes(limits.errorBytes()));
    } catch (IOException e) {
      return refusal(answer, "", "and the answer broke off: " + e.getMessage());
    }
  }

  /// An answer with a good status that is none all the same.
  static Refusal of(Answer answer, BadAnswer why) {
    return refusal(answer, "", Objects.toString(why.getMessage(), ""));
  }

  private static Refusal of(Answer answer, byte[] body) {
    var text = new String(body, UTF_8).strip();
    if (text.isEmpty()) {
      return refusal(answer, "", NO_WORDS);
    }
    if (isHtml(answer, text)) {
      return refusal(answer, "", "an HTML page, not a registry's answer");
    }
    if (!text.startsWith("{")) {
      return refusal(answer, "", brief(text));
    }
    return parsed(answer, text);
  }

  static boolean isHtml(Answer answer, String text) {
    return text.startsWith("<")
        || answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("html");
  }

  private static Refusal parsed(Answer answer, String text) {
    try {
      var errors = Documents.parse(Errors.class, text.getBytes(UTF_8)).errors();
      return errors.isEmpty()
          ? refusal(answer, "", brief(text))
          : refusal(answer, errors.getFirst().code(), brief(errors.getFirst().message()));
    } catch (BadAnswer e) {
      return refusal(answer, "", "words that cannot be read: " + brief(text));
    }
  }

  private static String brief(String text) {
    var line = text.replaceAll("\\s+", " ");
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
  }

  private static Refusal refusal(Answer answer, String code, String message) {
    return new Refusal(
        answer.method(), Addresses.tellable(answer.address()), answer.status(), code, message);
  }
}
