// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.JsonText;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// In which form a result is wanted: what `--output` says.
sealed interface Output {
  /// For people.
  record Text() implements Output {}

  record Json() implements Output {}

  record Yaml() implements Output {}

  /// The parts of the result that a template names, as text or as a JSON list.
  record Selection(JsonTemplate template, boolean asJson) implements Output {}

  /// The names of what there is, one a line.
  record Name() implements Output {}

  /// The address of an app for the world.
  record Url() implements Output {}

  /// The address of an app inside its project.
  record ProjectUrl() implements Output {}

  static Output parse(String text) {
    return switch (text) {
      case "" -> new Text();
      case "json" -> new Json();
      case "yaml" -> new Yaml();
      case "name" -> new Name();
      case "url" -> new Url();
      case "project-url" -> new ProjectUrl();
      default -> selection(text);
    };
  }

  private static Output selection(String text) {
    int equals = text.indexOf('=');
    var form = equals < 0 ? text : text.substring(0, equals);
    if (equals >= 0 && (form.equals("jsonpath") || form.equals("jsonpath-as-json"))) {
      var template = JsonTemplate.parse(text.substring(equals + 1));
      return new Selection(template, form.equals("jsonpath-as-json"));
    }
    throw CommandFailed.misused(
        "--output is '"
            + text
            + "', needs to be json, yaml, name, jsonpath=EXPRESSION, jsonpath-as-json=EXPRESSION, or for an"
            + " app url or project-url");
  }

  default boolean isForPrograms() {
    return !(this instanceof Text);
  }

  /// Prints a tree in this form. Text, and addresses, are for the caller to print.
  default void print(Console console, Object tree) {
    switch (this) {
      case Json() -> console.print(JsonText.pretty(tree));
      case Yaml() -> console.printRaw(yaml(plain(tree)));
      case Selection(var template, var asJson) ->
          console.print(asJson ? template.asJson(plain(tree)) : template.asText(plain(tree)));
      case Name() -> names(tree).forEach(console::print);
      case Url(), ProjectUrl() ->
          throw CommandFailed.misused("--output url and project-url are for one app only");
      case Text() -> throw new IllegalStateException("text has no tree");
    }
  }

  /// With lists and maps only: records in it are what they are as JSON.
  private static Object plain(Object tree) {
    return Jsonb.instance().type(Object.class).fromJson(JsonText.pretty(tree));
  }

  private static List<String> names(Object tree) {
    return switch (tree) {
      case List<?> all -> all.stream().flatMap(one -> names(one).stream()).toList();
      case Map<?, ?> map when map.get("items") instanceof List<?> items -> names(items);
      case Map<?, ?> map when map.get("metadata") instanceof Map<?, ?> metadata -> names(metadata);
      case Map<?, ?> map when map.get("name") instanceof String name -> List.of(name);
      default -> throw CommandFailed.misused("--output name is for what has names");
    };
  }

  private static String yaml(Object tree) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDereferenceAliases(true)
            .setSchema(new CoreSchema()) // quotes the text True, which it takes for a truth value
            .build();
    return new Dump(settings).dumpToString(tree);
  }
}
