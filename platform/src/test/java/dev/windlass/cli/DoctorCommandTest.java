// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.PullAttempt;
import dev.windlass.api.Report;
import io.avaje.jsonb.Jsonb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DoctorCommandTest {
  private static final String AT = "2026-11-26T08:00:00Z";

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private static Report report(String verdict, @Nullable String code, List<String> candidates) {
    var findings =
        code == null
            ? List.<Report.Finding>of()
            : List.of(
                new Report.Finding(
                    "",
                    code,
                    "fetch_image_failed_wrong_pull_credentials",
                    "permanent",
                    "Unable to pull the image \"icr.io/acme/web:v1\": no",
                    "because",
                    "put it right: windlass registry update --name hub",
                    "GET … answered 401",
                    candidates,
                    null));
    return new Report(
        1,
        "icr.io/acme/web:v1",
        verdict,
        "as it is",
        AT,
        42,
        "icr.io/acme/web:v1",
        null,
        findings,
        List.of(new Report.Warning("tag_latest", "The tag moves", "name another")),
        List.of(new Report.Check("Is there a registry?", "yes", "200")),
        List.of(new Report.RuledOut("host_unknown", "it answered")),
        List.of(),
        List.of(
            new PullAttempt.Step("tcp", "icr.io", "skipped", AT, 0, Map.of()),
            new PullAttempt.Step("manifest", "v1", "failed", AT, 5, Map.of("status", "401"))));
  }

  private Desk.Ran ran(Report report, String... more) {
    desk.on(
        "POST /doctor",
        200,
        "{\"type\":\"report\",\"report\":%s}\n".formatted(Jsonb.instance().toJson(report)));
    var words = new ArrayList<>(List.of("doctor", "icr.io/acme/web:v1"));
    words.addAll(List.of(more));
    return desk.run(words.toArray(String[]::new));
  }

  @Test
  void healthyIsZero() {
    var ran = ran(report("healthy", null, List.of()));
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("healthy: as it is", "warning, tag_latest: The tag moves");
  }

  @Test
  void aCauseIsOneAndItsFixStandsByItself() {
    var ran = ran(report("cause", "credentials_wrong", List.of()));
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .contains("credentials_wrong: as it is", "why: because", "seen: GET … answered 401")
        .contains("fix: put it right:\n", "windlass registry update --name hub\n")
        .contains("It is not:", "host_unknown", "manifest   failed", "status: 401")
        .doesNotContain("skipped");
  }

  @Test
  void whatCannotBeToldIsTwo() {
    var ran =
        ran(report("undetermined", "image_absent", List.of("repository_absent", "tag_absent")));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).contains("cannot tell: ", "may be: repository_absent, tag_absent");
  }

  @Test
  void programsGetTheReportAsTheApiAnswersIt() {
    var ran = ran(report("cause", "credentials_wrong", List.of()), "-o", "json");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("\"version\": 1,", "\"verdict\": \"cause\"", "\"ruled_out\"");
    var path =
        ran(report("cause", "credentials_wrong", List.of()), "-o", "jsonpath={.findings[0].code}");
    assertThat(path.out().strip()).isEqualTo("credentials_wrong");
  }

  @Test
  void whyShowsTheStory() {
    desk.on(
        "GET /apps/web/why",
        """
        {"version":1,"subject":"app/web","summary":"app/web is failed","entries":[
         {"at":"%1$s","count":3,"until":"%1$s","kind":"tried","text":"3 pulls"}],
         "next":["at once: windlass app retry --name web"]}\
        """
            .formatted(AT));
    var ran = desk.run("why", "app/web");
    assertThat(ran.out())
        .contains("app/web is failed", "tried     3 pulls", "3 times, the last at")
        .contains("at once:\n    windlass app retry --name web");
    assertThat(desk.run("why", "secret/hub").exitCode()).isEqualTo(2);
  }
}
