// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import static dev.windlass.diagnose.Cause.ABSENT_OR_NO_ACCESS;
import static dev.windlass.diagnose.Cause.ACCESS_MISSING;
import static dev.windlass.diagnose.Cause.ADDRESS_NOT_ALLOWED;
import static dev.windlass.diagnose.Cause.CREDENTIALS_MISSING;
import static dev.windlass.diagnose.Cause.CREDENTIALS_WRONG;
import static dev.windlass.diagnose.Cause.DIGEST_ABSENT;
import static dev.windlass.diagnose.Cause.IMAGE_ABSENT;
import static dev.windlass.diagnose.Cause.RATE_LIMIT;
import static dev.windlass.diagnose.Cause.REPOSITORY_ABSENT;
import static dev.windlass.diagnose.Cause.TAG_ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.diagnose.Cause;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// All decisions, without a network.
class DecisionTest {
  private static final Answers NOTHING = Answers.NONE;
  private static final Answers BELIEVED = NOTHING.believed(true);
  private static final Answers REFUSED = NOTHING.believed(false);
  private static final Answers LISTED = NOTHING.tags(List.of("v1"));
  private static final Answers OTHER = NOTHING.other("hub");

  /// @param by `tag` or `digest`, `silent` for a token server that says no and not why
  record Row(
      String says,
      Cause first,
      String by,
      boolean loggedIn,
      Answers answers,
      Set<Cause> is,
      Set<Cause> not) {
    @Override
    public String toString() {
      return says;
    }
  }

  static final List<Row> ROWS =
      List.of(
          new Row(
              "wrong password: refused for nothing, too",
              CREDENTIALS_WRONG,
              "tag",
              true,
              REFUSED,
              Set.of(CREDENTIALS_WRONG),
              Set.of(ACCESS_MISSING)),
          new Row(
              "right password, refused here only",
              CREDENTIALS_WRONG,
              "tag",
              true,
              BELIEVED,
              Set.of(ACCESS_MISSING),
              Set.of(CREDENTIALS_WRONG)),
          new Row(
              "a login that could not be tried",
              CREDENTIALS_WRONG,
              "tag",
              true,
              NOTHING,
              Set.of(CREDENTIALS_WRONG),
              Set.of()),
          new Row(
              "a bare no: password or address",
              CREDENTIALS_WRONG,
              "silent",
              true,
              REFUSED,
              Set.of(CREDENTIALS_WRONG, ADDRESS_NOT_ALLOWED),
              Set.of(ACCESS_MISSING)),
          new Row(
              "no right, and the login is good",
              ACCESS_MISSING,
              "tag",
              true,
              BELIEVED,
              Set.of(ACCESS_MISSING),
              Set.of(CREDENTIALS_WRONG)),
          new Row(
              "no right, and the login is no good either",
              ACCESS_MISSING,
              "tag",
              true,
              REFUSED,
              Set.of(CREDENTIALS_WRONG),
              Set.of(ACCESS_MISSING)),
          new Row(
              "hidden from strangers",
              ABSENT_OR_NO_ACCESS,
              "tag",
              false,
              NOTHING,
              Set.of(REPOSITORY_ABSENT, CREDENTIALS_MISSING),
              Set.of()),
          new Row(
              "hidden from a known user",
              ABSENT_OR_NO_ACCESS,
              "tag",
              true,
              BELIEVED,
              Set.of(REPOSITORY_ABSENT, ACCESS_MISSING),
              Set.of(CREDENTIALS_WRONG)),
          new Row(
              "hidden from an unknown user",
              ABSENT_OR_NO_ACCESS,
              "tag",
              true,
              REFUSED,
              Set.of(CREDENTIALS_WRONG),
              Set.of(ACCESS_MISSING)),
          new Row(
              "hidden, and shown to another secret",
              ABSENT_OR_NO_ACCESS,
              "tag",
              false,
              OTHER,
              Set.of(CREDENTIALS_MISSING),
              Set.of(REPOSITORY_ABSENT)),
          new Row(
              "hidden from one secret, and shown to another",
              ABSENT_OR_NO_ACCESS,
              "tag",
              true,
              OTHER,
              Set.of(ACCESS_MISSING),
              Set.of(REPOSITORY_ABSENT)),
          new Row(
              "no tag in a repository that lists others",
              IMAGE_ABSENT,
              "tag",
              false,
              LISTED,
              Set.of(TAG_ABSENT),
              Set.of(REPOSITORY_ABSENT)),
          new Row(
              "no digest in a repository that lists tags",
              IMAGE_ABSENT,
              "digest",
              false,
              LISTED,
              Set.of(DIGEST_ABSENT),
              Set.of(REPOSITORY_ABSENT)),
          new Row(
              "no image, and nobody says of what",
              IMAGE_ABSENT,
              "tag",
              false,
              NOTHING,
              Set.of(REPOSITORY_ABSENT, TAG_ABSENT),
              Set.of()),
          new Row(
              "no tag",
              TAG_ABSENT,
              "tag",
              false,
              LISTED,
              Set.of(TAG_ABSENT),
              Set.of(REPOSITORY_ABSENT)),
          new Row(
              "what needs no question",
              RATE_LIMIT,
              "tag",
              false,
              NOTHING,
              Set.of(RATE_LIMIT),
              Set.of()));

  @ParameterizedTest
  @FieldSource("ROWS")
  void decides(Row row) {
    var decision =
        Decision.of(
            new Decision.Seen(
                row.first,
                row.by.equals("digest"),
                row.loggedIn,
                row.by.equals("silent"),
                row.answers));
    assertThat(decision.candidates()).isEqualTo(row.is);
    assertThat(decision.not().keySet()).isEqualTo(row.not);
    assertThat(decision.isCertain()).isEqualTo(row.is.size() == 1);
  }

  @ParameterizedTest
  @CsvSource({"true, ACCESS_MISSING", "false, CREDENTIALS_MISSING"})
  void whoeverKnowsMoreSettlesIt(boolean loggedIn, Cause hidden) {
    var decision =
        Decision.of(new Decision.Seen(ABSENT_OR_NO_ACCESS, false, loggedIn, false, NOTHING));
    assertThat(decision.settled(REPOSITORY_ABSENT, "known").cause()).isEqualTo(REPOSITORY_ABSENT);
    assertThat(decision.without(REPOSITORY_ABSENT, "known").cause()).isEqualTo(hidden);
  }
}
