// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes evidence of an answer that says no: the registry's own words, so far as it has any. They
/// are in its headers, or in its body, in one of a dozen forms.
final class Refusals {
  private static final int LONGEST_MESSAGE = 1000;
  private static final int LONGEST_DETAIL = 200;
  private static final Pattern PAGE =
      Pattern.compile("\\A\\s*<(!doctype\\s+html|html|head|body|h1)\\b.*", flags());
  private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]*)</title>", flags());
  private static final Pattern XML_CODE = Pattern.compile("<Code>([^<]*)</Code>");
  private static final Pattern XML_MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");
  private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]+)\\?[^\\s\"'<>]+");
  private static final Pattern USER = Pattern.compile("(https?://)[^\\s/@\"'<>]+@");

  private Refusals() {}

  private static int flags() {
    return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  }

  /// What was said: a code of the registry's, and words.
  private record Said(String code, String message) {
    static final Said NOTHING = new Said("", "");

    /// The same, and what the header says. What is in both is said once.
    Said and(List<Challenge> challenges) {
      var error = attribute(challenges, "error");
      var description = attribute(challenges, "error_description");
      var all =
          Stream.of(message, error, description)
              .filter(words -> !words.isEmpty())
              .distinct()
              .toList();
      return new Said(code, String.join("; ", all));
    }

    private static String attribute(List<Challenge> challenges, String name) {
      return challenges.stream()
          .map(challenge -> challenge.attribute(name))
          .filter(value -> !value.isEmpty())
          .findFirst()
          .orElse("");
    }
  }

  /// Reads an answer to its end, or to the end of our patience.
  static Rebuff of(Answer answer, Limits limits) {
    try {
      byte[] body = answer.body().readNBytes(limits.errorBytes());
      boolean isMore = body.length == limits.errorBytes() && answer.body().read() >= 0;
      return of(answer, new String(body, UTF_8).strip() + (isMore ? " …" : ""));
    } catch (IOException e) {
      return rebuff(answer, new Said("", "and the answer broke off: " + e.getMessage()), false);
    }
  }

  /// An answer with a good status that is none all the same.
  static Refusal of(Answer answer, BadAnswer why) {
    return refusal(answer, new Said("", Objects.toString(why.getMessage(), "")));
  }

  private static Rebuff of(Answer answer, String text) {
    boolean page = isPage(answer, text);
    var said = page ? new Said("", nameOfPage(text)) : said(text);
    return rebuff(answer, said.and(Challenge.parse(challenges(answer))), page);
  }

  private static List<String> challenges(Answer answer) {
    return answer.headers().allValues("WWW-Authenticate");
  }

  private static Rebuff rebuff(Answer answer, Said said, boolean page) {
    return new Rebuff(answer.ask(), refusal(answer, said), answer.headers(), page);
  }

  private static Refusal refusal(Answer answer, Said said) {
    return new Refusal(
        answer.method(),
        Addresses.tellable(answer.address()),
        answer.status(),
        brief(said.code, LONGEST_DETAIL),
        brief(redacted(said.message), LONGEST_MESSAGE));
  }

  /// Throws if it is a page for people, which no registry answers with.
  static void checkPage(Answer answer, byte[] body, String whose) throws WebPage {
    var text = new String(body, UTF_8);
    if (isPage(answer, text)) {
      throw new WebPage(nameOfPage(text).replace("a registry's", whose));
    }
  }

  private static boolean isPage(Answer answer, String text) {
    return PAGE.matcher(text).matches()
        || answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("html");
  }

  private static String nameOfPage(String text) {
    var title = first(TITLE, text).strip();
    return title.isEmpty()
        ? "a web page, not a registry's answer"
        : "a web page, '%s', not a registry's answer".formatted(brief(title, LONGEST_DETAIL));
  }

  private static String first(Pattern pattern, String text) {
    var match = pattern.matcher(text);
    return match.find() ? match.group(1) : "";
  }

  private static Said said(String text) {
    if (text.startsWith("<")) {
      return new Said(first(XML_CODE, text), xmlWords(text));
    }
    if (!text.startsWith("{")) {
      return new Said("", text);
    }
    try {
      return ofJson(Documents.parse(Object.class, text.getBytes(UTF_8))).orElse(new Said("", text));
    } catch (BadAnswer e) {
      return new Said("", "words that cannot be read: " + text);
    }
  }

  private static String xmlWords(String text) {
    var message = first(XML_MESSAGE, text);
    return message.isEmpty() ? "XML, not a registry's answer: " + text : message;
  }

  /// The specification's `errors`, or what others have in its place.
  private static Optional<Said> ofJson(Object json) {
    return json instanceof Map<?, ?> map
        ? Stream.of("errors", "error")
            .map(map::get)
            .flatMap(Refusals::entries)
            .findFirst()
            .or(() -> entries(map).findFirst())
            .map(said -> said.message.isEmpty() ? new Said(said.code, outside(map)) : said)
        : Optional.empty();
  }

  /// Some put the words beside the error.
  private static String outside(Map<?, ?> map) {
    return words(map, "message", "error_description", "details", "detail");
  }

  private static Stream<Said> entries(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> list.stream().flatMap(Refusals::entries);
      case Map<?, ?> map -> entry(map).stream();
      case String word -> Stream.of(word.contains(" ") ? new Said("", word) : new Said(word, ""));
      case null, default -> Stream.empty();
    };
  }

  private static Optional<Said> entry(Map<?, ?> map) {
    var code = words(map, "code");
    var message = words(map, "message", "error_description", "details", "error");
    var detail = detail(map.get("detail"));
    var all = Stream.of(message, detail).filter(text -> !text.isEmpty()).distinct().toList();
    var said = new Said(code, String.join(": ", all));
    return Optional.of(said).filter(one -> !one.equals(Said.NOTHING));
  }

  private static String words(Map<?, ?> map, String... names) {
    return Stream.of(names)
        .map(map::get)
        .filter(value -> value instanceof String || value instanceof Number)
        .map(Refusals::plain)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// JSON has one kind of number, and the parser has it as one with a fraction.
  private static String plain(Object value) {
    return value instanceof Number number && number.doubleValue() == number.longValue()
        ? Long.toString(number.longValue())
        : value.toString().strip();
  }

  private static String detail(@Nullable Object detail) {
    return switch (detail) {
      case String text -> text.strip();
      case Map<?, ?> map when !map.isEmpty() -> shortJson(map);
      case null, default -> "";
    };
  }

  private static String shortJson(Object value) {
    var json = Jsonb.instance().type(Object.class).toJson(value);
    return json.length() <= LONGEST_DETAIL ? json : "";
  }

  /// Addresses may carry what opens them.
  private static String redacted(String text) {
    return USER.matcher(QUERY.matcher(text).replaceAll("$1?…")).replaceAll("$1");
  }

  private static String brief(String text, int most) {
    var line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() > most ? line.substring(0, most) + "…" : line;
  }
}
