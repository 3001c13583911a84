// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every operation of Code Engine's API v2 leads somewhere.
class RoutesTest {
  static final List<String> operations =
      """
      GET /projects
      POST /projects
      DELETE /projects/{id}
      GET /projects/{id}
      GET /projects/{project_id}/allowed_outbound_destinations
      POST /projects/{project_id}/allowed_outbound_destinations
      DELETE /projects/{project_id}/allowed_outbound_destinations/{name}
      GET /projects/{project_id}/allowed_outbound_destinations/{name}
      PATCH /projects/{project_id}/allowed_outbound_destinations/{name}
      GET /projects/{project_id}/egress_ips
      GET /projects/{project_id}/status_details
      GET /projects/{project_id}/apps
      POST /projects/{project_id}/apps
      GET /projects/{project_id}/apps/{app_name}/instances
      GET /projects/{project_id}/apps/{app_name}/revisions
      DELETE /projects/{project_id}/apps/{app_name}/revisions/{name}
      GET /projects/{project_id}/apps/{app_name}/revisions/{name}
      DELETE /projects/{project_id}/apps/{name}
      GET /projects/{project_id}/apps/{name}
      PATCH /projects/{project_id}/apps/{name}
      GET /projects/{project_id}/job_runs
      POST /projects/{project_id}/job_runs
      DELETE /projects/{project_id}/job_runs/{name}
      GET /projects/{project_id}/job_runs/{name}
      GET /projects/{project_id}/jobs
      POST /projects/{project_id}/jobs
      DELETE /projects/{project_id}/jobs/{name}
      GET /projects/{project_id}/jobs/{name}
      PATCH /projects/{project_id}/jobs/{name}
      GET /function_runtimes
      GET /projects/{project_id}/functions
      POST /projects/{project_id}/functions
      DELETE /projects/{project_id}/functions/{name}
      GET /projects/{project_id}/functions/{name}
      PATCH /projects/{project_id}/functions/{name}
      GET /projects/{project_id}/bindings
      POST /projects/{project_id}/bindings
      DELETE /projects/{project_id}/bindings/{id}
      GET /projects/{project_id}/bindings/{id}
      GET /projects/{project_id}/build_runs
      POST /projects/{project_id}/build_runs
      DELETE /projects/{project_id}/build_runs/{name}
      GET /projects/{project_id}/build_runs/{name}
      GET /projects/{project_id}/builds
      POST /projects/{project_id}/builds
      DELETE /projects/{project_id}/builds/{name}
      GET /projects/{project_id}/builds/{name}
      PATCH /projects/{project_id}/builds/{name}
      GET /projects/{project_id}/domain_mappings
      POST /projects/{project_id}/domain_mappings
      DELETE /projects/{project_id}/domain_mappings/{name}
      GET /projects/{project_id}/domain_mappings/{name}
      PATCH /projects/{project_id}/domain_mappings/{name}
      GET /projects/{project_id}/config_maps
      POST /projects/{project_id}/config_maps
      DELETE /projects/{project_id}/config_maps/{name}
      GET /projects/{project_id}/config_maps/{name}
      PUT /projects/{project_id}/config_maps/{name}
      GET /projects/{project_id}/secrets
      POST /projects/{project_id}/secrets
      DELETE /projects/{project_id}/secrets/{name}
      GET /projects/{project_id}/secrets/{name}
      PUT /projects/{project_id}/secrets/{name}
      GET /projects/{project_id}/persistent_data_stores
      POST /projects/{project_id}/persistent_data_stores
      DELETE /projects/{project_id}/persistent_data_stores/{name}
      GET /projects/{project_id}/persistent_data_stores/{name}
      """
          .lines()
          .toList();

  static Api api;

  @BeforeAll
  static void start() {
    api = new Api();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void allAreListed() {
    assertThat(operations).hasSize(67).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @FieldSource("operations")
  void leadsSomewhere(String operation) {
    String method = operation.split(" ", 2)[0];
    String path =
        operation
            .split(" ", 2)[1]
            .replace("{project_id}", api.project)
            .replaceAll("\\{[a-z_]+}", "nobody");
    var reply =
        api.send(
            api.request(path)
                .header("If-Match", "*")
                .method(method, BodyPublishers.ofString("{}")));
    assertThat(reply.status()).isIn(200, 400, 404, 501);
    if (reply.status() >= 400) {
      assertThat(reply.errors().getFirst().get("code")).isNotEqualTo("path_not_found");
    }
  }

  @ParameterizedTest
  @FieldSource("operations")
  void neverRunsWithoutTheKey(String operation) throws Exception {
    String path = operation.split(" ", 2)[1].replaceAll("\\{[a-z_]+}", "x");
    var request =
        java.net.http.HttpRequest.newBuilder(api.uri(path))
            .method(operation.split(" ", 2)[0], BodyPublishers.noBody());
    assertThat(api.send(request).status()).isEqualTo(401);
  }

  @Test
  void whatIsNotBuiltSaysSo() {
    Stream.of("functions", "builds", "build_runs", "bindings")
        .forEach(plural -> {
          var reply = api.get(api.in("/" + plural));
          assertThat(reply.status()).isEqualTo(501);
          assertThat(reply.error()).startsWith("This version of Windlass has no ");
        });
  }
}
