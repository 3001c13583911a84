// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.AlarmClock;
import dev.windlass.engine.OutboundRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Allowed outbound destinations, and what the firewall is told of them.
class OutboundTest {
  private final Api api = new Api();
  private final String all = api.in("/allowed_outbound_destinations");

  @AfterEach
  void close() {
    api.close();
  }

  private Api.Reply made(String name, String range) {
    return api.post(
        all,
        "{\"type\":\"cidr_block\",\"name\":\"%s\",\"cidr_block\":\"%s\"}".formatted(name, range));
  }

  @Test
  void aNewProjectMayGoEverywhere() {
    assertThat(api.get(all + "/allow-all").body())
        .containsEntry("cidr_block", "0.0.0.0/0")
        .containsEntry("type", "cidr_block");
  }

  @Test
  void areMadeChangedAndDeleted() {
    var office = made("office", "10.0.0.0/8");
    assertThat(office.status()).isEqualTo(201);
    var one = all + "/office";
    assertThat(api.patch(one, "0", "{\"cidr_block\":\"10.1.0.0/16\"}").status()).isEqualTo(412);
    var changed = api.patch(one, office.text("entity_tag"), "{\"cidr_block\":\"10.1.0.0/16\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body()).containsEntry("cidr_block", "10.1.0.0/16");
    assertThat(api.get(all).http().body()).contains("\"allowed_outbound_destinations\":[{");
    assertThat(api.delete(one).status()).isEqualTo(202);
    assertThat(api.get(one).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "256.0.0.0/8", "::/0", "x", "1.2.3.4/"})
  void refuseWhatIsNoRange(String range) {
    var refused = made("odd", range);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("cidr_block is '" + range + "'");
  }

  @Test
  void refuseWhatIsThereAlready() {
    assertThat(made("wide", "10.0.0.0/8").status()).isEqualTo(201);
    var refused = made("narrow", "10.1.0.0/16");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("is in 10.0.0.0/8 of 'wide' already");
  }

  @Test
  void sayThatPrivatePathsAreNotBuilt() {
    var refused =
        api.post(
            all,
            "{\"type\":\"private_path_service_gateway\",\"name\":\"p\","
                + "\"private_path_service_gateway_crn\":\"crn:x\"}");
    assertThat(refused.status()).isEqualTo(501);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.0.0/16, true",
    "10.1.0.0/16, 10.0.0.0/8, false",
    "10.0.0.0/8, 11.0.0.0/8, false",
    "0.0.0.0/0, 1.2.3.4/32, true",
    "1.2.3.4/32, 1.2.3.4/32, true",
    "128.0.0.0/1, 200.0.0.0/8, true",
  })
  void rangesCoverOthers(String one, String other, boolean covers) {
    assertThat(Cidr.parse(one).orElseThrow().covers(Cidr.parse(other).orElseThrow()))
        .isEqualTo(covers);
  }

  @Test
  void theFirewallIsToldOfEachChange() throws Exception {
    BlockingQueue<Map.Entry<String, List<String>>> told = new LinkedBlockingQueue<>();
    try (var alarm = new AlarmClock();
        var _ =
            OutboundRules.start(
                api.store, (project, ranges) -> told.add(Map.entry(project, ranges)), alarm)) {
      assertThat(told.poll(5, TimeUnit.SECONDS))
          .isEqualTo(Map.entry(api.project, List.of("0.0.0.0/0")));
      made("office", "10.0.0.0/8");
      api.delete(all + "/allow-all");
      var last = told.poll(5, TimeUnit.SECONDS);
      while (!Map.entry(api.project, List.of("10.0.0.0/8")).equals(last)) {
        last = told.poll(5, TimeUnit.SECONDS);
        assertThat(last).as("the firewall is told").isNotNull();
      }
      while (!"ready".equals(api.get(all + "/office").text("status"))) {
        Thread.sleep(5);
      }
    }
  }
}
