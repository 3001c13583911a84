// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

  /// What differs, and what stands for it.
  private static final Map<String, String> SAME =
      Map.of(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]+)?Z", "2026-11-26T12:00:00Z",
          "[0-9]{4}-[0-9]{2}-01\\b", "2026-12-01",
          "\\b[0-9]+ ms\\b", "5 ms",
          "\\b[0-9]+ bytes in\\b", "1000000 bytes in",
          "\\b(pinned to|digest) [0-9a-f]{6}\\b", "$1 aaaaaa",
          "-deployment-[0-9a-z]+-[0-9a-z]+", "-deployment-5ce763641-05558",
          "goes out as: .*", "goes out as: public 192.0.2.2; private 10.0.0.7");

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
    page.append("```console\n$ windlass ")
        .append(clean(String.join(" ", quoted(words))))
        .append('\n')
        .append(clean(withoutSteps(ran.output())).stripTrailing())
        .append("\n```\n\n");
    return ran;
  }

  /// Runs a command of the launcher, and shows only that it was run.
  void does(String... words) throws IOException, InterruptedException {
    engine.windlass(words).works();
    page.append("```console\n$ windlass ")
        .append(clean(String.join(" ", quoted(words))))
        .append("\n```\n\n");
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
    return steps < 0 ? output : output.substring(0, steps + 1);
  }

  private String clean(String output) {
    var text = output.replace(engine.registry(), "localhost:5000");
    text = DIGEST.matcher(text).replaceAll(found -> "sha256:" + name(found.group(1)));
    for (var rule : SAME.entrySet()) {
      text = text.replaceAll(rule.getKey(), rule.getValue());
    }
    return text;
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
