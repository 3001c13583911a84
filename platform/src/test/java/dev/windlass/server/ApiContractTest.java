// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract, held against Code Engine's own list of operations and against what is answered: by
/// a client that works as the SDKs do, with a token of the token endpoint and a `version`, paging
/// by `next.start`, and changes with `If-Match`.
class ApiContractTest {
  private static final Path FILE = Path.of("../docs/reference/openapi.json");
  private static final Path NOT_BUILT = Path.of("../docs/reference/not-built.md");

  private final Api api = new Api();
  private final Set<String> driven = new TreeSet<>();
  private Map<String, Object> document = Map.of();
  private String token = "";

  @BeforeEach
  void open() {
    document =
        api.send(HttpRequest.newBuilder(api.uri("").resolve("/openapi.json"))).body(); // no key
    var form =
        "grant_type="
            + URLEncoder.encode("urn:ibm:params:oauth:grant-type:apikey", StandardCharsets.UTF_8)
            + "&response_type=cloud_iam&apikey="
            + Api.KEY;
    token =
        api.send(
                HttpRequest.newBuilder(api.uri("").resolve("/identity/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form)))
            .text("access_token");
  }

  @AfterEach
  void close() {
    api.close();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  private Map<String, Object> paths() {
    return map(document.get("paths"));
  }

  /// As Code Engine's API has them: 67.
  private static final String NAMES =
      """
      list_projects create_project delete_project get_project list_allowed_outbound_destinations
      create_allowed_outbound_destination delete_allowed_outbound_destination
      get_allowed_outbound_destination update_allowed_outbound_destination get_project_egress_ips
      get_project_status_details list_apps create_app list_app_instances list_app_revisions
      delete_app_revision get_app_revision delete_app get_app update_app list_job_runs create_job_run
      delete_job_run get_job_run list_jobs create_job delete_job get_job update_job
      list_function_runtimes list_functions create_function delete_function get_function
      update_function list_bindings create_binding delete_binding get_binding list_build_runs
      create_build_run delete_build_run get_build_run list_builds create_build delete_build get_build
      update_build list_domain_mappings create_domain_mapping delete_domain_mapping
      get_domain_mapping update_domain_mapping list_config_maps create_config_map delete_config_map
      get_config_map replace_config_map list_secrets create_secret delete_secret get_secret
      replace_secret list_persistent_data_stores create_persistent_data_store
      delete_persistent_data_store get_persistent_data_store
      """;

  private Map<String, Map<String, Object>> operations() {
    return paths().values().stream()
        .flatMap(path -> map(path).values().stream())
        .map(ApiContractTest::map)
        .collect(Collectors.toMap(one -> (String) one.get("operationId"), one -> one));
  }

  @Test
  void hasEveryOperationOfCodeEngineByItsName() {
    var theirs =
        operations().values().stream()
            .filter(one -> !one.containsKey("x-windlass"))
            .map(one -> one.get("operationId"))
            .toList();
    assertThat(theirs)
        .hasSize(67)
        .containsExactlyInAnyOrder((Object[]) NAMES.strip().split("\\s+"));
  }

  @Test
  void isWhatIsPublished() throws IOException {
    published(FILE, Jsonb.instance().toJsonPretty(document) + "\n");
    var notBuilt = new ArrayList<String>();
    paths()
        .forEach((path, methods) ->
            map(methods)
                .forEach((method, operation) -> {
                  if (map(operation).containsKey("x-not-built")) {
                    notBuilt.add("`%s %s`".formatted(method.toUpperCase(Locale.ROOT), path));
                  }
                }));
    published(
        NOT_BUILT,
        "# Operations that are not built\n\nMade by `ApiContractTest` from the [contract](openapi.json). They answer 501 and say"
            + " so.\n\n- "
            + String.join("\n- ", notBuilt)
            + "\n");
  }

  private static void published(Path file, String text) throws IOException {
    if ("1".equals(System.getenv("UPDATE_GOLDEN"))) {
      Files.writeString(file, text);
    }
    assertThat(text)
        .as("%s differs; if the change is meant, run UPDATE_GOLDEN=1 ./dev test", file)
        .isEqualTo(Files.readString(file));
  }

  @Test
  void isAPageForPeople() throws Exception {
    var page =
        api.client.send(
            HttpRequest.newBuilder(api.uri("").resolve("/docs")).build(), BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("list_app_revisions", "class=\"off\"", "openapi.json");
  }

  // --- a client as SDKs are ---

  /// Sends what an SDK sends, and holds the answer against the contract.
  private Api.Reply call(String id, String path, @Nullable String body, @Nullable String tag) {
    driven.add(id);
    var operation = Objects.requireNonNull(operations().get(id), id);
    var where =
        paths().entrySet().stream()
            .filter(one -> map(one.getValue()).containsValue(operation))
            .findFirst()
            .orElseThrow();
    var method =
        map(where.getValue()).entrySet().stream()
            .filter(one -> one.getValue().equals(operation))
            .findFirst()
            .orElseThrow()
            .getKey()
            .toUpperCase(Locale.ROOT);
    var whole =
        where.getKey().replaceFirst("\\{(project_)?id}", api.project) + "?version=2025-07-10";
    var parts = path.split("/", -1);
    for (var part : parts) {
      whole = part.isEmpty() ? whole : whole.replaceFirst("\\{[a-z_]+}", part);
    }
    var request =
        HttpRequest.newBuilder(URI.create(api.uri("") + whole))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .method(method, BodyPublishers.ofString(body == null ? "" : body));
    if (body != null) {
      request.header(
          "Content-Type",
          method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
    }
    if (tag != null) {
      request.header("If-Match", tag);
    }
    var reply = api.send(request);
    if (reply.status() < 300) {
      conforms(id, operation, reply);
    } else {
      assertThat(reply.body()).containsKeys("errors", "trace", "status_code");
    }
    return reply;
  }

  private void conforms(String id, Map<String, Object> operation, Api.Reply reply) {
    var answer = map(operation.get("responses")).get(Integer.toString(reply.status()));
    assertThat(answer).as("%s answers %d", id, reply.status()).isNotNull();
    if (map(answer).get("content") instanceof Map<?, ?> content) {
      var problems = new ArrayList<String>();
      check(id, map(map(content).get("application/json")).get("schema"), reply.body(), problems);
      assertThat(problems).as(reply.http().body()).isEmpty();
    } else if (reply.status() == 202) {
      assertThat(reply.http().body()).as(id).isEmpty();
    }
  }

  private void check(
      String at, @Nullable Object of, @Nullable Object value, List<String> problems) {
    var schema = map(of);
    if (schema.get("$ref") instanceof String reference) {
      var name = reference.substring(reference.lastIndexOf('/') + 1);
      check(at, map(map(document.get("components")).get("schemas")).get(name), value, problems);
      return;
    }
    switch (String.valueOf(schema.get("type"))) {
      case "string" -> is(at, value instanceof String, value, problems);
      case "integer" -> is(at, value instanceof Long, value, problems);
      case "boolean" -> is(at, value instanceof Boolean, value, problems);
      case "array" -> {
        is(at, value instanceof List<?>, value, problems);
        if (value instanceof List<?> list) {
          list.forEach(one -> check(at + "[]", schema.get("items"), one, problems));
        }
      }
      case "object" -> {
        is(at, value instanceof Map<?, ?>, value, problems);
        if (value instanceof Map<?, ?> fields) {
          object(at, schema, map(fields), problems);
        }
      }
      default -> problems.add(at + ": no type in " + schema);
    }
  }

  private void object(
      String at, Map<String, Object> schema, Map<String, Object> fields, List<String> problems) {
    if (!(schema.get("properties") instanceof Map<?, ?>)) {
      return;
    }
    var known = map(schema.get("properties"));
    fields.forEach((name, value) -> {
      if (!known.containsKey(name)) {
        problems.add(at + "." + name + " is not in the contract");
      } else if (value != null) {
        check(at + "." + name, known.get(name), value, problems);
      }
    });
    if (schema.get("required") instanceof List<?> required) {
      required.stream()
          .filter(name -> !fields.containsKey((String) name))
          .forEach(name -> problems.add(at + "." + name + " is missing"));
    }
  }

  private static void is(String at, boolean right, @Nullable Object value, List<String> problems) {
    if (!right) {
      problems.add(at + " is " + value);
    }
  }

  private void lifeOf(String noun, String plural, String name, String body, String change) {
    assertThat(call("create_" + noun, "", body, null).status()).isBetween(201, 202);
    assertThat(call("create_" + noun, "", body, null).status()).as("twice").isEqualTo(409);
    var got = call("get_" + noun, name, null, null);
    assertThat(got.status()).isEqualTo(200);
    assertThat(call("list_" + plural, "", null, null).status()).isEqualTo(200);
    if (!change.isEmpty()) {
      var verb = operations().containsKey("update_" + noun) ? "update_" : "replace_";
      assertThat(call(verb + noun, name, change, null).status()).as("no If-Match").isEqualTo(400);
      assertThat(call(verb + noun, name, change, "0").status()).as("stale").isEqualTo(412);
      var tag = got.text("entity_tag");
      assertThat(got.http().headers().firstValue("ETag")).contains(tag);
      var changed = call(verb + noun, name, change, tag);
      assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
      assertThat(call(verb + noun, name, change, "*").status()).isEqualTo(200);
    }
  }

  private void goes(String noun, String name) {
    assertThat(call("delete_" + noun, name, null, null).status()).isEqualTo(202);
    assertThat(call("get_" + noun, name, null, null).status()).isEqualTo(404);
  }

  @Test
  void anSdkDrivesEveryOperationThatIsBuilt() {
    lifeOf(
        "app",
        "apps",
        "web",
        """
        {"name":"web","image_reference":"icr.io/codeengine/helloworld","image_port":8080,
         "scale_max_instances":2,"run_env_variables":[{"type":"literal","name":"A","value":"b"}],
         "probe_readiness":{"type":"http","path":"/"}}\
        """,
        "{\"scale_max_instances\":3,\"run_env_variables\":null}");
    call("list_app_instances", "web", null, null);
    call("list_app_revisions", "web", null, null);
    assertThat(call("get_app_revision", "web/web-00009", null, null).status()).isEqualTo(404);
    assertThat(call("delete_app_revision", "web/web-00009", null, null).status()).isEqualTo(404);
    lifeOf(
        "job",
        "jobs",
        "sum",
        "{\"name\":\"sum\",\"image_reference\":\"icr.io/a/b\",\"scale_array_spec\":\"0-3\"}",
        "{\"scale_retry_limit\":1}");
    var run = call("create_job_run", "", "{\"job_name\":\"sum\"}", null);
    assertThat(run.status()).isEqualTo(202);
    call("get_job_run", run.text("name"), null, null);
    call("list_job_runs", "", null, null);
    lifeOf(
        "config_map",
        "config_maps",
        "cm",
        "{\"name\":\"cm\",\"data\":{\"a\":\"b\"}}",
        "{\"data\":{\"a\":\"c\"}}");
    lifeOf(
        "secret",
        "secrets",
        "s",
        "{\"name\":\"s\",\"format\":\"generic\",\"data\":{\"a\":\"b\"}}",
        "{\"format\":\"generic\",\"data\":{\"a\":\"c\"}}");
    lifeOf(
        "allowed_outbound_destination",
        "allowed_outbound_destinations",
        "office",
        "{\"name\":\"office\",\"type\":\"cidr_block\",\"cidr_block\":\"10.0.0.0/8\"}",
        "{\"cidr_block\":\"11.0.0.0/8\"}");
    lifeOf(
        "domain_mapping",
        "domain_mappings",
        "www.example.com",
        """
        {"name":"www.example.com","component":{"name":"web","resource_type":"app_v2"},
         "tls_secret":"s"}\
        """,
        "{\"tls_secret\":\"t\"}");
    call("get_project_egress_ips", "", null, null);
    call("get_project_status_details", "", null, null);
    call("list_projects", "", null, null);
    call("get_project", "", null, null);
    call("create_project", "", "{\"name\":\"another\"}", null);
    goes("domain_mapping", "www.example.com");
    goes("job_run", run.text("name"));
    goes("app", "web");
    goes("job", "sum");
    goes("config_map", "cm");
    goes("secret", "s");
    goes("allowed_outbound_destination", "office");
    call("delete_project", "", null, null);

    var built =
        operations().entrySet().stream()
            .filter(one -> !one.getValue().containsKey("x-not-built"))
            .filter(one -> !one.getValue().containsKey("x-windlass"))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(driven).containsExactlyInAnyOrderElementsOf(built);
  }

  /// What is added and deleted meanwhile is neither missed nor told twice.
  @Test
  void pagesAreStableUnderChange() {
    for (int i = 0; i < 7; i++) {
      api.post(api.in("/config_maps"), "{\"name\":\"m-%d\"}".formatted(i));
    }
    var names = new ArrayList<String>();
    var next = "?limit=2";
    while (!next.isEmpty()) {
      var page = api.get(api.in("/config_maps" + next));
      ((List<?>) page.field("config_maps"))
          .forEach(one -> names.add((String) map(one).get("name")));
      api.delete(api.in("/config_maps/" + names.getLast()));
      api.post(api.in("/config_maps"), "{\"name\":\"a-%d\"}".formatted(names.size()));
      next =
          page.body().get("next") instanceof Map<?, ?> more
              ? "?limit=2&start=" + map(more).get("start")
              : "";
    }
    assertThat(names).containsExactly("m-0", "m-1", "m-2", "m-3", "m-4", "m-5", "m-6");
  }
}
