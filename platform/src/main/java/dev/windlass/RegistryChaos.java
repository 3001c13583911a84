// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.Usage.Trouble;
import dev.windlass.chaos.Chaos;
import dev.windlass.cli.Surroundings;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `windlass registry-chaos`: a registry that fails on purpose, in this process, until it is told
/// to stop.
final class RegistryChaos {
  private final Surroundings around;

  RegistryChaos(Surroundings around) {
    this.around = around;
  }

  int run(List<String> words) {
    return Usage.of(
            around,
            "registry-chaos",
            "Be a registry that fails, in each way that registries do, until told to stop.",
            OptionSpec.builder("--port")
                .type(int.class)
                .paramLabel("N")
                .defaultValue("0")
                .description(
                    "Where most faults are; those that are about ports have others. Default: any"
                        + " that is free.")
                .build(),
            OptionSpec.builder("--list")
                .type(boolean.class)
                .description("Tell what the faults are and what is really wrong, and end.")
                .build(),
            OptionSpec.builder("-o", "--output")
                .type(String.class)
                .paramLabel("FORM")
                .description("json: for programs; one line, when all is ready.")
                .build())
        .run(words, this::run);
  }

  private int run(ParseResult options) throws IOException, InterruptedException {
    var form = options.matchedOptionValue("--output", "");
    if (!form.isEmpty() && !form.equals("json")) {
      throw new Trouble(
          "There is no output '" + form + "'", "this command knows json", "give -o json");
    }
    if (options.matchedOptionValue("--list", false)) {
      around.out().print(form.isEmpty() ? FaultList.text() : FaultList.json());
      return 0;
    }
    return serve(options.matchedOptionValue("--port", 0), form);
  }

  private int serve(int port, String form) throws IOException, InterruptedException {
    var stop = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (var chaos = start(port)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop, closed)));
      around.out().print(form.isEmpty() ? FaultList.text(chaos) : FaultList.json(chaos));
      around.out().flush();
      stop.await();
    } finally {
      closed.countDown();
    }
    return 0;
  }

  private static Chaos start(int port) throws IOException, InterruptedException {
    try {
      return Chaos.start(port);
    } catch (BindException e) {
      throw new Trouble(
          "Cannot listen on port " + port,
          "another program does: " + e.getMessage(),
          "stop that one (ss -ltnp shows it), or give another port: windlass registry-chaos --port"
              + " N");
    }
  }

  /// A signal asks the JVM to end. Being stopped is how this command ends well, so the exit code is
  /// 0, and not the signal's.
  private static void end(CountDownLatch stop, CountDownLatch closed) {
    stop.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
