// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A page that is written while its commands run: prose, commands, and what they printed. What
/// differs from one machine and one minute to the next is replaced.
final class Walk {
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64}|[0-9a-f]{6,12})\\b");

  /// What differs, and after it what stands for it.
  private static final List<String> SAME =
      List.of(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]+)?Z", "2026-11-26T12:00:00Z",
          "[0-9]{4}-[0-9]{2}-01\\b", "2026-12-01",
          "\\b[0-9]+ ms\\b", "5 ms",
          "\\b[0-9]+ bytes in\\b", "1000000 bytes in",
          "\\b(pinned to|digest) [0-9a-f]{6}\\b", "$1 aaaaaa",
          "-deployment-[0-9a-z]+-[0-9a-z]+", "-deployment-5ce763641-05558",
          "goes out as: .*", "goes out as: public 192.0.2.2; private 10.0.0.7",
          "Trace ID: .*", "Trace ID: codeengine-api-0",
          "tries again( in [0-9]+s| now)", "tries again in 9s",
          "after [0-9]+ seconds", "after 60 seconds",
          "\\.[0-9a-z]{11}\\.localhost(:[0-9]+)?", ".4svg40kna19.localhost");

  /// Not said each time.
  private static final Pattern PROGRESS =
      Pattern.compile(
          "(?m)^(Pulling |Configuration '.*' is waiting|The engine tries again| +next: the engine tries).*\\n");

  private static final Pattern OF_MACHINE =
      Pattern.compile("(?s)\nAsked:\n[^\n]*\n  Is there a runtime.*");

  private final TestEngine engine;
  private final StringBuilder page = new StringBuilder();
  private final Map<String, String> digests = new HashMap<>();

  Walk(TestEngine engine) {
    this.engine = engine;
  }

  Walk heading(String title) {
    page.append("## ").append(title).append("\n\n");
    return this;
  }

  Walk says(String prose) {
    page.append(prose.strip()).append("\n\n");
    return this;
  }

  /// Runs a command of the launcher, and shows it with what it printed.
  TestEngine.Ran shows(String... words) throws IOException, InterruptedException {
    var ran = engine.windlass(words);
    showed(ran, clean(String.join(" ", quoted(words))));
    return ran;
  }

  /// Shows what a command printed that is too long to be shown itself.
  void showed(TestEngine.Ran ran, String command) {
    page.append("```console\n$ windlass ")
        .append(command)
        .append('\n')
        .append(clean(withoutSteps(ran.output())).stripTrailing())
        .append("\n```\n\n");
  }

  /// Runs a command of the launcher, and shows those of its lines in which this is.
  void showsLines(String part, String... words) throws IOException, InterruptedException {
    var ran = engine.windlass(words).works();
    var lines = ran.output().lines().filter(line -> line.contains(part)).toList();
    var said =
        String.join("\n", lines)
            .replaceAll("(?<=\\S)  +", "  ")
            .replaceAll("  [0-9]+m?[0-9]*s  ", "  9s  ");
    assertThat(said).isNotEmpty();
    showed(new TestEngine.Ran(0, said), clean(String.join(" ", quoted(words))));
  }

  /// Runs a command of the launcher, and shows only that it was run.
  void does(String... words) throws IOException, InterruptedException {
    engine.windlass(words).works();
    page.append("```console\n$ windlass ")
        .append(clean(String.join(" ", quoted(words))))
        .append("\n```\n\n");
  }

  /// Asks an app, and shows what it answered.
  HttpResponse<String> asks(String url) throws IOException, InterruptedException {
    var answer = engine.ask(url);
    page.append("```console\n$ curl ")
        .append(clean(url))
        .append('\n')
        .append(clean(answer.body()).stripTrailing())
        .append("\n```\n\n");
    return answer;
  }

  private static List<String> quoted(String[] words) {
    var quoted = new ArrayList<String>();
    for (var word : words) {
      quoted.add(word.contains(" ") ? "'" + word + "'" : word);
    }
    return quoted;
  }

  /// Which connections were open already differs from run to run.
  private static String withoutSteps(String output) {
    int steps = output.indexOf("\nSteps:\n");
    var rest = steps < 0 ? output : output.substring(0, steps + 1);
    return OF_MACHINE.matcher(rest).replaceAll("");
  }

  private String clean(String output) {
    var text =
        output
            .replace(engine.registry(), "localhost:5000")
            .replace(engine.api(), "http://127.0.0.1:7070");
    text = DIGEST.matcher(text).replaceAll(found -> "sha256:" + name(found.group(1)));
    for (int i = 0; i < SAME.size(); i += 2) {
      text = text.replaceAll(SAME.get(i), SAME.get(i + 1));
    }
    return PROGRESS.matcher(text).replaceAll("");
  }

  /// The same letters for the same digest, in the order in which they were met.
  private String name(String hex) {
    var known = digests.keySet().stream().filter(digest -> digest.startsWith(hex)).findFirst();
    var name =
        known
            .map(digests::get)
            .orElseGet(() -> String.valueOf((char) ('a' + digests.size())).repeat(64));
    digests.putIfAbsent(known.orElse(hex), name);
    return name.substring(0, hex.length());
  }

  /// The page is what stands in the file, unless it is to be written anew.
  void isIn(Path file) throws IOException {
    var text = page.toString().stripTrailing() + "\n";
    if ("1".equals(System.getenv("UPDATE_GOLDEN"))) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    }
    assertThat(text)
        .as("%s differs; if the change is meant, run UPDATE_GOLDEN=1 ./dev test", file)
        .isEqualTo(Files.readString(file));
  }
}
