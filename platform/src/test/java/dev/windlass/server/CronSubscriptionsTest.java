// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Cron subscriptions in the API.
class CronSubscriptionsTest {
  private final Api api = new Api();
  private final String all = api.in("/cron_subscriptions");

  @AfterEach
  void close() {
    api.close();
  }

  private Api.Reply create(String more) {
    return api.post(
        all,
        "{\"name\":\"tick\",\"component\":{\"name\":\"web\",\"resource_type\":\"app_v2\"}%s}"
            .formatted(more.isEmpty() ? "" : "," + more.replace('\'', '"')));
  }

  @Test
  void areMadeWithDefaultsChangedAndDeleted() {
    var made = create("");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body())
        .containsEntry("schedule", "* * * * *")
        .containsEntry("time_zone", "UTC")
        .containsEntry("overlap", "allow")
        .containsEntry("status", "failed");
    assertThat(made.http().body()).contains("app 'web' does not exist in the project");
    assertThat(create("").status()).as("twice").isEqualTo(409);
    api.post(api.in("/apps"), "{\"name\":\"web\",\"image_reference\":\"a/b\"}");
    var one = all + "/tick";
    assertThat(api.get(one).body()).containsEntry("status", "ready");
    assertThat(api.patch(one, "0", "{\"schedule\":\"0 9 * * *\"}").status()).isEqualTo(412);
    var changed =
        api.patch(
            one, "*", "{\"schedule\":\"0 9 * * *\",\"extensions\":{\"a\":\"b\",\"c\":\"d\"}}");
    assertThat(changed.body()).containsEntry("schedule", "0 9 * * *");
    assertThat(String.valueOf(changed.object("status_details").get("next_scheduled_at")))
        .endsWith("T09:00:00Z");
    assertThat(api.patch(one, "*", "{\"extensions\":{\"a\":null}}").body())
        .containsEntry("extensions", Map.of("c", "d"));
    assertThat(api.get(all).names("cron_subscriptions")).containsExactly("tick");
    assertThat(api.get(one + "/events").body()).containsKey("events");
    assertThat(api.delete(one).status()).isEqualTo(202);
    assertThat(api.get(one).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'schedule':'61 * * * *'                 | schedule | not in range
          'schedule':'0 0 31 2 *'                 | schedule | names days that no year has
          'time_zone':'Berlin'                    | time_zone | such as Europe/Berlin
          'path':'in'                             | path | beginning with /
          'data':'a','data_base64':'YQ=='         | data_base64 | both given
          'data_base64':'?'                       | data_base64 | no base64
          'extensions':{'Team':'a'}               | extensions.Team | of a-z and 0-9
          'overlap':'replace'                     | overlap | one of allow, skip
          """)
  void whatIsWrongIsTold(String fields, String field, String why) {
    var refused = create(fields.strip().replace("'", "\""));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.http().body()).contains(field.strip());
    assertThat(refused.error()).contains(why.strip());
  }

  @Test
  void dataIsCountedInBytes() {
    assertThat(create("'data':'" + "a".repeat(4096) + "'").status()).isEqualTo(201);
    api.delete(all + "/tick");
    var refused = create("'data':'" + "ü".repeat(2049) + "'");
    assertThat(refused.error()).isEqualTo("data takes 4,098 bytes; it needs to be at most 4,096");
  }

  @Test
  void onlyAppsHaveAPath() {
    var refused =
        api.post(
            all,
            """
            {"name":"t","component":{"name":"j","resource_type":"job_v2"},"path":"/in"}\
            """);
    assertThat(refused.error()).contains("path is for apps");
  }
}
