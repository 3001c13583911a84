// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  static List<String> commands() {
    var all = new ArrayList<String>();
    for (Group group : Catalog.GROUPS) {
      Catalog.commandsOf(group.name()).forEach(c -> all.add(group.name() + " " + c.name()));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void explainsEveryCommand(String path) {
    var words = path.split(" ", -1);
    var ran = desk.run(words[0], words[1], "--help");

    assertThat(ran.exitCode()).isZero();
    Golden.check("help-" + words[0] + "-" + words[1], ran.out());
  }

  @Test
  void explainsEveryGroup() {
    var all = new StringBuilder();
    for (Group group : Catalog.GROUPS) {
      all.append(desk.run(group.name()).out()).append('\n');
    }
    Golden.check("help-groups", all.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "h", "--help", "-h"})
  void givesAnOverview(String word) {
    Golden.check("help", desk.run(word).out());
  }

  @Test
  void helpAboutACommandIsItsHelp() {
    assertThat(desk.run("help", "app", "create").out())
        .isEqualTo(desk.run("app", "create", "--help").out());
    assertThat(desk.run("help", "app").out()).isEqualTo(desk.run("app").out());
  }

  @Test
  void noCommandHasOneNameForTwoOptions() {
    for (Group group : Catalog.GROUPS) {
      for (Command command : Catalog.commandsOf(group.name())) {
        var names = new HashSet<String>();
        for (Option option : command.options().get()) {
          for (var name : option.names()) {
            assertThat(names.add(name)).as("%s %s %s", group, command.name(), name).isTrue();
          }
        }
      }
    }
  }

  @Test
  void proposesWhatWasMeant() {
    Golden.check(
        "misuse",
        desk.run("ap").all()
            + desk.run("app", "crate").all()
            + desk.run("app", "create", "--imge", "x").all()
            + desk.run("app", "create", "--name", "web").all()
            + desk.run("app", "list", "--output", "xml").all()
            + desk.run("app", "list", "extra").all()
            + desk.run("app", "bind").all()
            + desk.run("build", "create").all()
            + desk.run("app", "create", "--name", "web", "--build-source", ".").all()
            + desk.run("app", "create", "-n", "web", "-i", "x", "--wait", "--no-wait").all()
            + desk.run("app", "get", "--nam", "web").all());
    assertThat(desk.api.asked()).isEmpty();
  }

  @Test
  void handsOverTheEnginesCommands() {
    assertThat(desk.run("up").exitCode()).isZero();
    assertThat(desk.run("down", "a", "b").exitCode()).isEqualTo(2);
  }

  @Test
  void saysItsVersion() {
    assertThat(desk.run("version").out()).isEqualTo("version: development\n");
  }
}
