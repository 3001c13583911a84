// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Projects that are deleted, and come back or do not.
class ReclamationTest {
  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> reclamation() {
    var all = (List<Map<String, Object>>) api.get("/reclamations").field("resources");
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private void deleted() {
    api.post(api.in("/config_maps"), "{\"name\":\"c\",\"data\":{\"a\":\"b\"}}");
    assertThat(api.delete("/projects/" + api.project).status()).isEqualTo(202);
  }

  @Test
  void aDeletedProjectIsOutOfReachAndCanBeRestored() {
    deleted();
    assertThat(api.get("/projects/" + api.project).body()).containsEntry("status", "soft_deleted");
    assertThat(api.get("/projects/" + api.project + "/status_details").body())
        .containsEntry("project", "disabled");
    assertThat(api.get(api.in("/config_maps")).status()).isEqualTo(409);
    assertThat(api.get(api.in("/config_maps")).error()).contains("windlass project restore");
    assertThat(api.post("/projects", "{\"name\":\"home\"}").status())
        .as("its name stays taken")
        .isEqualTo(409);

    var waiting = reclamation();
    assertThat(waiting)
        .containsEntry("entity_id", api.project)
        .containsEntry("resource_name", "home")
        .containsKeys("created_at", "target_time");
    var restored = api.post("/reclamations/" + waiting.get("id") + "/actions/restore", "{}");
    assertThat(restored.status()).isEqualTo(200);
    assertThat(api.get("/projects/" + api.project).body()).containsEntry("status", "active");
    assertThat(api.get(api.in("/config_maps/c")).status()).isEqualTo(200);
    assertThat(api.get("/reclamations").http().body()).contains("\"resources\":[]");
  }

  @Test
  void whatIsReclaimedIsGone() {
    deleted();
    var id = reclamation().get("id");
    assertThat(api.post("/reclamations/" + id + "/actions/keep", "{}").status()).isEqualTo(400);
    assertThat(api.post("/reclamations/" + id + "/actions/reclaim", "{}").status()).isEqualTo(200);
    assertThat(api.get("/projects/" + api.project).status()).isEqualTo(404);
    assertThat(api.post("/projects", "{\"name\":\"home\"}").status()).isEqualTo(202);
    assertThat(api.post("/reclamations/" + id + "/actions/restore", "{}").status()).isEqualTo(404);
  }

  @Test
  void whatIsDeletedHardIsGoneAtOnce() {
    deleted();
    assertThat(api.delete("/projects/" + api.project + "?hard=true").status()).isEqualTo(202);
    assertThat(api.get("/projects/" + api.project).status()).isEqualTo(404);
  }
}
