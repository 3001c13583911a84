// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values of secrets are in the containers that they are for, and nowhere else: not in a file of
/// the engine, not in the arguments of a process, and in nothing that it prints.
class SecretsIT {
  private static final String PLANTED = "planted-by-the-test";

  @TempDir private Path temp;

  @Test
  void aPlantedSecretIsNowhere() throws Exception {
    try (var engine = TestEngine.start()) {
      var file = Files.writeString(temp.resolve("value"), PLANTED).toString();
      engine
          .windlass("secret", "create", "--name", "planted", "--from-file", "password=" + file)
          .works();
      engine
          .windlass(
              "registry",
              "create",
              "--name",
              "pull",
              "--server",
              engine.registry(),
              "--username",
              "iamapikey",
              "--password-from-file",
              file)
          .works();
      var image = engine.registry() + "/samples/hello";
      var url =
          engine
              .windlass(
                  "app",
                  "create",
                  "--name",
                  "web",
                  "--image",
                  image,
                  "--registry-secret",
                  "pull",
                  "--env-from-secret",
                  "planted",
                  "--mount-secret",
                  "/secrets=planted")
              .works()
              .lastLine();
      assertThat(engine.ask(url).body()).as("the app has it").contains("password=" + PLANTED);
      engine
          .windlass(
              "jobrun",
              "submit",
              "--name",
              "run",
              "--image",
              engine.registry() + "/samples/job",
              "--env-from-secret",
              "planted",
              "--wait")
          .works();

      assertThat(told(engine)).noneMatch(said -> said.contains(PLANTED));
      assertThat(argumentsOfProcesses()).doesNotContain(PLANTED);
      assertThat(filesThatHold(engine.state())).isEmpty();
      engine.kill();
      engine.up();
      TestEngine.eventually("it serves", () -> serves(engine, url));
      assertThat(filesThatHold(engine.state())).as("after a crash").isEmpty();
    }
  }

  private static boolean serves(TestEngine engine, String url) {
    try {
      return engine.ask(url).body().contains("password=" + PLANTED);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// All that is printed of it, by those who may not see it.
  private static List<String> told(TestEngine engine) throws Exception {
    var told = new ArrayList<String>();
    for (var command :
        List.of(
            "secret list",
            "secret list -o json",
            "secret get --name planted",
            "registry get --name pull",
            "app get --name web",
            "app get --name web -o json",
            "app events --name web",
            "app logs --name web",
            "app attempts --name web -v",
            "jobrun get --name run -o json",
            "jobrun events --name run",
            "doctor app/web",
            "doctor secret/pull -o json",
            "doctor -o json",
            "why app/web")) {
      told.add(engine.windlass(command.split(" ")).output());
    }
    return told;
  }

  private static String argumentsOfProcesses() throws IOException {
    var all = new StringBuilder();
    try (var processes = Files.list(Path.of("/proc"))) {
      for (var process : processes.filter(SecretsIT::isProcess).toList()) {
        try {
          all.append(Files.readString(process.resolve("cmdline"), ISO_8859_1)).append('\n');
        } catch (IOException gone) {
          // it has ended
        }
      }
    }
    return all.toString();
  }

  private static boolean isProcess(Path path) {
    return path.getFileName().toString().matches("[0-9]+");
  }

  /// Without the files in memory, where containers have theirs mounted.
  private static List<Path> filesThatHold(Path folder) throws IOException {
    var found = new ArrayList<Path>();
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).filter(one -> !isRoot(one)).toList()) {
        if (Files.size(file) < 64 << 20 && Files.readString(file, ISO_8859_1).contains(PLANTED)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static boolean isRoot(Path file) {
    return file.toString().contains("/rootfs/");
  }
}
