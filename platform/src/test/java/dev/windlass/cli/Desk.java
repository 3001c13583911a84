// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.CannedApi;
import dev.windlass.api.registry.Contract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Somebody in front of a command line: a home folder with a config, a clock that stands still, and
/// an API with prepared answers.
final class Desk implements AutoCloseable {
  /// What a command left behind.
  record Ran(int exitCode, String out, String err) {
    /// All of it, as in a golden file.
    String all() {
      return "exit " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
    }
  }

  static final String P = "/v2/projects/p1";

  final CannedApi api = new CannedApi();
  final CannedApi registry = new CannedApi();
  final Path home;
  private Map<String, String> variables = Map.of();
  private String typed = "";
  private boolean terminal;

  Desk() {
    try {
      home = Files.createTempDirectory("windlass-cli-");
      new Config(api.address().toString(), "the-key", new Config.Selected("p1", "default"), null)
          .write(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    api.on("GET /v2/projects/p1", Samples.project("default", "p1"));
    api.on(
        "GET /v2/engine",
        """
        {"version":"1","api":"a","ingress":"i","registry":"%s","state":"s"}\
        """
            .formatted(registryName()));
    Contract.read().answer(registry);
  }

  /// What names of images begin with.
  String registryName() {
    return registry.address().getAuthority();
  }

  Desk with(Map<String, String> variables) {
    this.variables = variables;
    return this;
  }

  Desk on(String request, String body) {
    api.on(request.replace(" /", " " + P + "/"), body);
    return this;
  }

  Desk on(String request, int status, String body) {
    api.on(request.replace(" /", " " + P + "/"), status, body);
    return this;
  }

  Desk typing(String answer) {
    typed = answer + "\n";
    return this;
  }

  Desk atATerminal() {
    terminal = true;
    return this;
  }

  Ran run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var around =
        new Surroundings(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            variables,
            home,
            () -> Instant.parse("2026-11-23T12:31:00Z"),
            terminal,
            terminal);
    int exitCode = Cli.run(args, around, EXTRAS);
    return new Ran(exitCode, atTheUsualAddress(out), atTheUsualAddress(err));
  }

  private String atTheUsualAddress(ByteArrayOutputStream printed) {
    return atTheUsualAddress(printed.toString(StandardCharsets.UTF_8));
  }

  /// The same, as if the API and the registry had their default ports.
  String atTheUsualAddress(String text) {
    return text.replace(api.address().toString(), "http://127.0.0.1:7070")
        .replace(registryName(), "localhost:5000");
  }

  static final List<ExtraCommand> EXTRAS =
      List.of(
          new ExtraCommand("up", "Start the engine.", _ -> 0),
          new ExtraCommand("down", "Stop the engine.", List::size));

  @Override
  public void close() {
    api.close();
    registry.close();
    try {
      Files.deleteIfExists(Config.fileIn(home));
      Files.deleteIfExists(RegistryChoice.fileIn(home));
      Files.delete(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
