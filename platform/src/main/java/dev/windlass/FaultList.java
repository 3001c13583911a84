// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.api.JsonText;
import dev.windlass.chaos.Chaos;
import dev.windlass.chaos.Family;
import dev.windlass.chaos.Fault;
import dev.windlass.chaos.Target;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The faults of the registry that fails, as people and programs read of them: what they are, and,
/// while it runs, where.
final class FaultList {
  private FaultList() {}

  /// What each does, and what is really wrong.
  static String text() {
    return families(fault ->
        "  %s%n    %s%n    cause: %s: %s%n"
            .formatted(fault.name(), fault.says(), fault.cause().id(), fault.cause().sentence()));
  }

  /// Where each is.
  static String text(Chaos chaos) {
    var text = new StringBuilder("What works, to compare with:\n");
    Fault.none().forEach(fault -> text.append(line(chaos.target(fault))));
    text.append('\n').append(families(fault -> line(chaos.target(fault))));
    var healthy = chaos.target(Fault.none().getFirst());
    return text.append(
            """

            What each does, and what is really wrong: windlass registry-chaos --list
            The authority of its certificates: %s/authority.pem

            Ready. Ctrl-C ends it.
            """
                .formatted(healthy.base()))
        .toString();
  }

  private static String families(Function<Fault, String> line) {
    var text = new StringBuilder();
    for (var family : Family.all()) {
      text.append(text.isEmpty() ? "" : "\n").append(family.title()).append('\n');
      family.faults().forEach(fault -> text.append(line.apply(fault)));
    }
    return text.toString();
  }

  private static String line(Target target) {
    var remarks = new StringBuilder();
    if (target.scheme().equals("https")) {
      remarks.append("  over TLS");
    }
    if (target.fault().isPushed()) {
      remarks.append("  when pushed to");
    }
    target
        .fault()
        .credential()
        .ifPresent(
            login -> remarks.append("  as " + login.username() + ":" + login.password().reveal()));
    return "  %-30s %s%s%n".formatted(target.fault().name(), target.reference(), remarks);
  }

  /// On one line.
  static String json() {
    return JsonText.compact(Map.of("faults", all(FaultList::described))) + "\n";
  }

  /// On one line, with all that is needed to meet them.
  static String json(Chaos chaos) throws IOException {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("healthy", Fault.none().stream().map(fault -> met(chaos, fault)).toList());
    tree.put("faults", all(fault -> met(chaos, fault)));
    tree.put("authority", chaos.authority());
    return JsonText.compact(tree) + "\n";
  }

  private static List<Map<String, Object>> all(Function<Fault, Map<String, Object>> shown) {
    return Fault.all().stream().map(shown).toList();
  }

  private static Map<String, Object> described(Fault fault) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", fault.name());
    tree.put("says", fault.says());
    tree.put("cause", fault.cause().id());
    tree.put("meaning", fault.cause().sentence());
    tree.put("operation", fault.isPushed() ? "push" : "pull");
    fault
        .credential()
        .ifPresent(login -> {
          tree.put("username", login.username());
          tree.put("password", login.password().reveal());
        });
    return tree;
  }

  private static Map<String, Object> met(Chaos chaos, Fault fault) {
    var target = chaos.target(fault);
    var tree = described(fault);
    tree.put("scheme", target.scheme());
    tree.put("reference", target.reference().toString());
    return tree;
  }
}
