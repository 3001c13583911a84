// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import java.util.Map;
import java.util.regex.Pattern;

/// The rules that names follow.
final class Names {
  private static final Pattern APP = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern JOB = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SECRET =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern PROJECT = Pattern.compile("([^\\x00-\\x7F]|[a-zA-Z0-9\\-._: ])+");
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final int LONGEST_REFERENCE = 256;

  static final Rule OF_APP = named("An application name", APP, 63, "-", "an alphabetic");
  static final Rule OF_JOB = named("A job name", JOB, 63, "-", "an alphanumeric");
  static final Rule OF_JOB_RUN = named("A job run name", JOB, 63, "-", "an alphanumeric");
  static final Rule OF_SECRET = named("A secret name", SECRET, 253, "-', '.", "an alphanumeric");
  static final Rule OF_CONFIG_MAP =
      named("A config map name", SECRET, 253, "-', '.", "an alphanumeric");
  static final Rule OF_OUTBOUND =
      named("The name of an allowed outbound destination", JOB, 63, "-", "an alphanumeric");
  static final Rule OF_CRON =
      named("The name of a cron subscription", JOB, 63, "-", "an alphanumeric");
  static final Rule OF_DOMAIN =
      Rule.text(3, 253, DOMAIN, "a full host name of a-z, 0-9, - and ., such as www.example.com");
  static final Rule OF_PROJECT =
      Rule.text(1, 128, PROJECT, "of letters, digits, blanks and - . _ :");

  /// What names a secret or a config map somewhere else.
  static final Rule OF_REFERENCE =
      Rule.text(1, 253, SECRET, "of a-z, 0-9, - and . with a letter or digit at both ends");

  /// Of a revision that has an address of its own.
  static final Rule OF_TAG =
      Rule.text(1, 61, APP, "of a-z, 0-9 and - with a letter in front and no - at the end");

  static final Rule OF_KEY = Rule.text(1, 253, KEY, "of letters, digits and - . _");
  static final Rule OF_PREFIX =
      Rule.text(1, 253, PREFIX, "of letters, digits and _ without a digit in front");
  static final Rule OF_IMAGE = new Image();

  private Names() {}

  private static Rule named(String title, Pattern pattern, int most, String marks, String first) {
    return new Named(
        "%s must consist of lowercase alphanumeric characters, '%s' and must start with %s character and end with an alphanumeric character."
            .formatted(title, marks, first),
        pattern,
        most);
  }

  /// A name with a sentence of its own, the one that users of Code Engine know.
  private record Named(String sentence, Pattern pattern, int most) implements Rule {
    @Override
    public String allowed() {
      return "a name of 1 to " + most + " characters";
    }

    @Override
    public Map<String, Object> schema() {
      return Rule.ofText(1, most, pattern);
    }

    @Override
    public void check(String field, Object value, Problems problems) {
      if (!(value instanceof String name) || name.length() > most) {
        problems.invalid(
            field,
            "%s is %s; it needs to be %s".formatted(field, Shown.of(value), allowed()),
            Cause.NAME_INVALID,
            "");
      } else if (!pattern.matcher(name).matches()) {
        problems.invalid(
            field, sentence + " " + field + " is " + Shown.of(name) + ".", Cause.NAME_INVALID, "");
      }
    }
  }

  private record Image() implements Rule {
    @Override
    public String allowed() {
      return "the name of an image, such as icr.io/codeengine/helloworld";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of(
          "type",
          "string",
          "minLength",
          1,
          "maxLength",
          LONGEST_REFERENCE,
          "description",
          allowed());
    }

    @Override
    public void check(String field, Object value, Problems problems) {
      if (!(value instanceof String text) || text.isEmpty() || text.length() > LONGEST_REFERENCE) {
        problems.invalid(
            field, value, allowed() + ", of 1 to " + LONGEST_REFERENCE + " characters");
        return;
      }
      try {
        Reference.parse(text);
      } catch (InvalidName e) {
        problems.invalid(
            field,
            "%s is %s: %s; it needs to be %s"
                .formatted(field, Shown.of(text), e.getMessage(), allowed()),
            Cause.REFERENCE_INVALID,
            "");
      }
    }
  }
}
