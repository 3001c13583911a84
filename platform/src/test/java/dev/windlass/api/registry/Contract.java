// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api.registry;

import dev.windlass.api.CannedApi;
import dev.windlass.api.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The OpenAPI document of the registry, as the build packs it: its operations, its examples, and
/// what a body has to look like.
public final class Contract {
  private static final String RESOURCE = "/dev/windlass/registry/management/openapi.yaml";

  /// One request that the registry answers.
  public record Operation(String method, String path, Map<String, Object> says) {
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-z]+}");

    boolean matches(String method, String path) {
      return this.method.equals(method) && pattern().matcher(path).matches();
    }

    private Pattern pattern() {
      return Pattern.compile(VARIABLE.matcher(path).replaceAll("[^/]+"));
    }

    /// Whether a literal part of the path says which operation is meant.
    private boolean isLiteral() {
      return !path.contains("{");
    }

    List<String> queryParameters() {
      return list(says.get("parameters")).stream()
          .map(Contract::map)
          .filter(parameter -> "query".equals(parameter.get("in")))
          .map(parameter -> String.valueOf(parameter.get("name")))
          .toList();
    }

    Map<String, Object> requestBody() {
      return map(says.get("requestBody"));
    }

    /// The status and the answer of a success.
    Map.Entry<Integer, Map<String, Object>> success() {
      return map(says.get("responses")).entrySet().stream()
          .filter(answer -> answer.getKey().startsWith("2"))
          .map(answer -> Map.entry(Integer.valueOf(answer.getKey()), map(answer.getValue())))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private final Map<String, Object> document;

  private Contract(Map<String, Object> document) {
    this.document = document;
  }

  public static Contract read() {
    try (var yaml = Contract.class.getResourceAsStream(RESOURCE)) {
      var settings = LoadSettings.builder().build();
      return new Contract(
          map(new Load(settings).loadFromInputStream(Objects.requireNonNull(yaml))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    map(document.get("paths"))
        .forEach((path, methods) ->
            map(methods)
                .forEach((method, says) ->
                    operations.add(
                        new Operation(method.toUpperCase(Locale.ROOT), path, map(says)))));
    return operations;
  }

  /// The operation that a request is one of.
  Optional<Operation> operation(String method, String path) {
    var fitting = operations().stream().filter(o -> o.matches(method, path)).toList();
    return fitting.stream()
        .filter(Operation::isLiteral)
        .findFirst()
        .or(() -> fitting.stream().findFirst());
  }

  /// Gives the examples of the document as answers; those of details, where there are both.
  public void answer(CannedApi api) {
    var operations = new ArrayList<>(operations());
    operations.sort((one, other) -> Boolean.compare(other.isLiteral(), one.isLiteral()));
    for (Operation operation : operations) {
      var success = operation.success();
      var body = example(success.getValue()).map(Contract::text).orElse("");
      var request = operation.method() + " " + operation.pattern() + "(\\?.*)?";
      api.onAny(Pattern.compile(request), success.getKey(), body);
    }
  }

  private static String text(Object example) {
    return JsonText.compact(example);
  }

  /// Of the body of a request or an answer.
  static Optional<Object> example(Map<String, Object> body) {
    var json = map(map(body.get("content")).get("application/json"));
    var details = map(map(json.get("examples")).get("details")).get("value");
    return Optional.ofNullable(details == null ? json.get("example") : details);
  }

  static Map<String, Object> schema(Map<String, Object> body) {
    return map(map(map(body.get("content")).get("application/json")).get("schema"));
  }

  /// What is wrong with a value, one line each.
  List<String> faults(@Nullable Object value, Map<String, Object> schema) {
    var faults = new ArrayList<String>();
    check("it", value, schema, faults);
    return faults;
  }

  private void check(
      String where, @Nullable Object value, Map<String, Object> schema, List<String> faults) {
    var referred = schema.get("$ref");
    if (referred != null) {
      check(where, value, component(String.valueOf(referred)), faults);
      return;
    }
    if (schema.containsKey("oneOf")) {
      oneOf(where, value, list(schema.get("oneOf")), faults);
      return;
    }
    type(where, value, String.valueOf(schema.get("type")), faults);
    var allowed = list(schema.get("enum"));
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      faults.add(where + " is " + value + ", not one of " + allowed);
    }
    if (value instanceof Map<?, ?>) {
      object(where, map(value), schema, faults);
    }
    if (value instanceof List<?> items) {
      items.forEach(item -> check(where + "[]", item, map(schema.get("items")), faults));
    }
  }

  private void oneOf(
      String where, @Nullable Object value, List<Object> choices, List<String> faults) {
    var best = new ArrayList<List<String>>();
    for (Object choice : choices) {
      var found = new ArrayList<String>();
      check(where, value, map(choice), found);
      best.add(found);
    }
    best.sort((one, other) -> Integer.compare(one.size(), other.size()));
    faults.addAll(best.getFirst());
  }

  private static void type(String where, @Nullable Object value, String type, List<String> faults) {
    boolean fits =
        switch (type) {
          case "object" -> value instanceof Map<?, ?>;
          case "array" -> value instanceof List<?>;
          case "string" -> value instanceof String;
          case "integer" -> value instanceof Number;
          case "boolean" -> value instanceof Boolean;
          case "null" -> value == null;
          default -> throw new IllegalArgumentException(where + " has the type " + type);
        };
    if (!fits) {
      faults.add(where + " is " + value + ", not " + type);
    }
  }

  private void object(
      String where, Map<String, Object> value, Map<String, Object> schema, List<String> faults) {
    var properties = map(schema.get("properties"));
    var others = map(schema.get("additionalProperties"));
    boolean free = properties.isEmpty() && others.isEmpty();
    value.forEach((name, part) -> {
      var inside = where + "." + name;
      if (properties.containsKey(name)) {
        check(inside, part, map(properties.get(name)), faults);
      } else if (!others.isEmpty()) {
        check(inside, part, others, faults);
      } else if (!free) {
        faults.add(inside + " is not in the contract");
      }
    });
    list(schema.get("required")).stream()
        .filter(name -> !value.containsKey(String.valueOf(name)))
        .forEach(name -> faults.add(where + " has no " + name));
  }

  private Map<String, Object> component(String reference) {
    var found = document;
    for (var part : reference.substring("#/".length()).split("/", -1)) {
      found = map(found.get(part));
    }
    return found;
  }

  static Map<String, String> query(String request) {
    var query = new LinkedHashMap<String, String>();
    int mark = request.indexOf('?');
    if (mark >= 0) {
      for (var pair : request.substring(mark + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        query.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static Map<String, Object> map(@Nullable Object tree) {
    var map = new LinkedHashMap<String, Object>();
    if (tree instanceof Map<?, ?> found) {
      found.forEach((key, value) -> map.put(String.valueOf(key), value));
    }
    return map;
  }

  private static List<Object> list(@Nullable Object tree) {
    return tree instanceof List<?> found ? List.copyOf(found) : List.of();
  }
}
