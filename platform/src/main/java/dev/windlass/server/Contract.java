// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the API is, as an OpenAPI 3.1 document: made of the routes themselves, of the rules that
/// requests are checked by, and of the records that clients read answers with. So it cannot say
/// another thing than the code.
record Contract(List<Route> routes) {
  private static final String JSON = "application/json";
  private static final String PATCH = "application/merge-patch+json";

  private static final Map<String, String> VERBS =
      Map.of(
          "GET", "get",
          "POST", "create",
          "PATCH", "update",
          "PUT", "replace",
          "DELETE", "delete");

  Map<String, Object> document() {
    var schemas = new Schemas();
    var paths = new TreeMap<String, Map<String, Object>>();
    for (var route : routes) {
      paths
          .computeIfAbsent(path(route), _ -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route, schemas));
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title", "Windlass",
            "version", "2",
            "summary", "Apps, jobs and what they need, with the API of IBM Cloud Code Engine."));
    document.put("servers", List.of(Map.of("url", "/v2")));
    document.put("security", List.of(Map.of("bearer", List.of())));
    document.put("paths", paths);
    document.put("components", components(schemas));
    document.replaceAll((_, part) -> sorted(part));
    return document;
  }

  /// In the same order each time.
  private static Object sorted(Object part) {
    return switch (part) {
      case Map<?, ?> map -> {
        var sorted = new TreeMap<String, Object>();
        map.forEach((name, value) -> sorted.put((String) name, sorted(value)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(Contract::sorted).toList();
      default -> part;
    };
  }

  private static Map<String, Object> components(Schemas schemas) {
    schemas.add("Error", error());
    return Map.of(
        "securitySchemes",
        Map.of(
            "bearer",
            Map.of(
                "type", "http",
                "scheme", "bearer",
                "description", "An API key, or a token of POST /identity/token.")),
        "schemas",
        schemas.all());
  }

  private static Map<String, Object> error() {
    var text = Map.of("type", "string");
    var one =
        Map.of(
            "type", "object",
            "properties",
                Map.of(
                    "code", text,
                    "message", text,
                    "more_info", text,
                    "target", Map.of("type", "object"),
                    "cause", text,
                    "fix", text),
            "required", List.of("code", "message"));
    return Map.of(
        "type", "object",
        "properties",
            Map.of(
                "errors", Map.of("type", "array", "items", one),
                "trace", text,
                "status_code", Map.of("type", "integer")),
        "required", List.of("errors", "status_code", "trace"));
  }

  /// As it is below `/v2`.
  static String path(Route route) {
    return route.template().segments().stream()
        .skip(1)
        .map(segment -> "/" + segment)
        .collect(Collectors.joining());
  }

  private static Map<String, Object> operation(Route route, Schemas schemas) {
    var operation = new LinkedHashMap<String, Object>();
    var id = id(route);
    operation.put("operationId", id);
    operation.put("summary", summary(id));
    operation.put("tags", List.of(tag(route)));
    switch (route.kind()) {
      case CODE_ENGINE -> {}
      case OURS -> operation.put("x-windlass", true);
      case NOT_BUILT -> operation.put("x-not-built", true);
    }
    operation.put("parameters", parameters(route));
    route.body().ifPresent(body -> operation.put("requestBody", body(route, body)));
    operation.put("responses", responses(route, schemas));
    return operation;
  }

  /// What it is about.
  static String tag(Route route) {
    var literals = literals(route);
    return literals.size() > 1 ? literals.get(1) : literals.getFirst();
  }

  private static List<String> literals(Route route) {
    return route.template().segments().stream()
        .skip(1)
        .filter(segment -> !segment.startsWith("{"))
        .toList();
  }

  /// `list_app_revisions`; of operations that Code Engine has, its own names.
  static String id(Route route) {
    var segments = route.template().segments();
    var literals = literals(route);
    boolean one = segments.getLast().startsWith("{");
    if (route.kind() == Route.Kind.OURS) {
      var verb = route.method().toLowerCase(Locale.ROOT);
      return verb + "_" + String.join("_", literals) + (one ? "_one" : "");
    }
    var last = literals.getLast();
    if (!one && List.of("egress_ips", "status_details").contains(last)) {
      return "get_project_" + last;
    }
    var within = literals.size() == 3 ? singular(literals.get(1)) + "_" : "";
    if (!one && route.method().equals("GET")) {
      return "list_" + within + last;
    }
    return VERBS.get(route.method()) + "_" + within + singular(last);
  }

  private static String singular(String plural) {
    return plural.replaceFirst("s$", "");
  }

  private static String summary(String id) {
    var words = id.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static List<Map<String, Object>> parameters(Route route) {
    var parameters = new ArrayList<Map<String, Object>>();
    route.template().segments().stream()
        .filter(segment -> segment.startsWith("{"))
        .map(segment -> segment.substring(1, segment.length() - 1))
        .forEach(name -> parameters.add(parameter("path", name, true, "string")));
    parameters.add(parameter("query", "version", false, "string"));
    if (id(route).startsWith("list_")) {
      parameters.add(parameter("query", "limit", false, "integer"));
      parameters.add(parameter("query", "start", false, "string"));
    }
    if (List.of("PATCH", "PUT").contains(route.method())) {
      parameters.add(parameter("header", "If-Match", true, "string"));
    }
    return parameters;
  }

  private static Map<String, Object> parameter(
      String place, String name, boolean required, String type) {
    return Map.of("in", place, "name", name, "required", required, "schema", Map.of("type", type));
  }

  private static Map<String, Object> body(Route route, Shape shape) {
    boolean patch = route.method().equals("PATCH");
    return Map.of(
        "required",
        true,
        "content",
        Map.of(patch ? PATCH : JSON, Map.of("schema", patch ? shape.partial() : shape.schema())));
  }

  private static Map<String, Object> responses(Route route, Schemas schemas) {
    var responses = new TreeMap<String, Object>();
    if (route.kind() == Route.Kind.NOT_BUILT) {
      responses.put("501", problem("Not built yet."));
    } else {
      responses.put(Integer.toString(status(route)), success(route, schemas));
      responses.put("404", problem("There is no such thing."));
    }
    responses.put("400", problem("The request makes no sense; every problem is told."));
    responses.put("401", problem("No key or token, or none that is good."));
    responses.put("403", problem("The role of the key does not reach so far."));
    responses.put("429", problem("Too many wrong keys; Retry-After says when."));
    return responses;
  }

  static int status(Route route) {
    boolean later =
        List.of("project", "job_run").stream().anyMatch(what -> id(route).equals("create_" + what));
    return switch (route.method()) {
      case "DELETE" -> 202;
      case "POST" -> later ? 202 : id(route).startsWith("create_") ? 201 : 200;
      default -> 200;
    };
  }

  private static Map<String, Object> success(Route route, Schemas schemas) {
    var success = new LinkedHashMap<String, Object>();
    success.put("description", "As asked.");
    route
        .answer()
        .ifPresent(type ->
            success.put("content", Map.of(JSON, Map.of("schema", schemas.reference(type)))));
    return success;
  }

  private static Map<String, Object> problem(String says) {
    return Map.of(
        "description",
        says,
        "content",
        Map.of(JSON, Map.of("schema", Map.of("$ref", "#/components/schemas/Error"))));
  }

  /// The operations of Code Engine that are refused, for people.
  List<String> notBuilt() {
    return routes.stream()
        .filter(route -> route.kind() == Route.Kind.NOT_BUILT)
        .map(route -> route.method() + " " + path(route))
        .sorted()
        .toList();
  }

  /// What each tag has, in the order in which a page shows it.
  Map<String, List<Route>> byTag() {
    return routes.stream()
        .collect(Collectors.groupingBy(Contract::tag, TreeMap::new, Collectors.toList()));
  }
}
