// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What all answers about resources have in common. Their fields are in alphabetical order.
final class View {
  /// What answers have that nobody asks for: whoever changes what he read may send it back.
  static final Set<String> ANSWERED =
      Set.of(
          "created_at",
          "entity_tag",
          "href",
          "id",
          "project_id",
          "region",
          "resource_type",
          "status",
          "status_details");

  private View() {}

  /// What was asked for, and what it is called.
  static Map<String, Object> of(Resource<?, ?> resource, String type, String href) {
    var view = new TreeMap<>(Typed.map(resource.wanted()));
    view.put("name", resource.key().name());
    view.put("id", resource.id());
    view.put("created_at", time(resource.createdAt()));
    view.put("project_id", resource.key().project());
    view.put("region", Site.REGION);
    view.put("resource_type", type);
    view.put("href", href);
    return view;
  }

  /// One with a tag, so one that can be changed.
  static Map<String, Object> tagged(Resource<?, ?> resource, String type, String href) {
    var view = of(resource, type, href);
    view.put("entity_tag", resource.entityTag());
    return view;
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static void put(Map<String, Object> view, String field, @Nullable Object value) {
    if (value != null) {
      view.put(field, value instanceof Instant time ? time(time) : value);
    }
  }

  /// Adds to an object within.
  static void within(Map<String, Object> view, String object, String field, Object value) {
    var inner = new TreeMap<String, Object>();
    ((Map<?, ?>) view.getOrDefault(object, Map.of()))
        .forEach((name, content) -> inner.put((String) name, content));
    inner.put(field, value);
    view.put(object, inner);
  }

  static Map<String, Object> literal(String name, String value) {
    return new TreeMap<>(Map.of("type", "literal", "name", name, "value", value));
  }

  static void why(
      Map<String, Object> details, @Nullable Diagnosis diagnosis, @Nullable Instant retryAt) {
    if (diagnosis != null) {
      details.put("diagnosis", json(diagnosis));
    }
    put(details, "retry_at", retryAt);
  }

  static Map<String, Object> json(Diagnosis diagnosis) {
    var json = new LinkedHashMap<String, Object>();
    json.put("code", diagnosis.code());
    json.put("problem", diagnosis.problem());
    json.put("cause", diagnosis.cause());
    json.put("fix", diagnosis.fix());
    json.put("evidence", diagnosis.evidence());
    return json;
  }

  /// What the engine tells every workload of a project.
  static List<Map<String, Object>> computed(Home home) {
    return List.of(
        literal("CE_DOMAIN", Site.DOMAIN),
        literal("CE_PROJECT_ID", home.id()),
        literal("CE_REGION", Site.REGION),
        literal("CE_SUBDOMAIN", home.subdomain()));
  }
}
