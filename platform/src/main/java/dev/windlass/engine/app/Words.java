// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.joining;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Quantity;
import dev.windlass.engine.app.Trouble.Exited;
import dev.windlass.engine.app.Trouble.NotPulled;
import dev.windlass.engine.app.Trouble.NotStarted;
import dev.windlass.engine.app.Trouble.NotThere;
import dev.windlass.engine.app.Trouble.NotUnderstood;
import dev.windlass.engine.app.Trouble.Silent;
import dev.windlass.engine.app.Trouble.TooSlow;
import dev.windlass.image.Platform;
import dev.windlass.runtime.Observed.State.Ended;
import dev.windlass.runtime.Start;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/// What people are told about trouble with the instances of a revision: what happened, why, and
/// what to do now.
record Words(Revision revision) {
  private static final int KILLED = 128;

  Diagnosis of(Trouble trouble) {
    return switch (trouble) {
      case NotPulled(var failure, _) -> named(Diagnosis.of(failure));
      case NotUnderstood(var what, var problem) ->
          new Diagnosis(
              (what.equals("image reference") ? Cause.REFERENCE_INVALID : Cause.SETTING_INVALID)
                  .id(),
              "The " + what + " cannot be read",
              problem,
              "Update the app with a %s that can: %s"
                  .formatted(
                      what,
                      update(what.equals("image reference") ? "--image REFERENCE" : "--help")),
              problem);
      case NotThere(var what) ->
          new Diagnosis(
              Cause.CONFIGURATION_ABSENT.id(),
              "The app refers to something that is not there",
              String.join("; ", what),
              "Create it (windlass secret create, windlass configmap create), and the app starts by itself; or take the reference away: "
                  + update("--help"),
              String.join("\n", what));
      case NotStarted(var failure, var command) ->
          new Diagnosis(
              cause(failure.kind()).id(),
              "The process does not start",
              why(failure.kind(), String.join(" ", command)),
              fix(failure.kind()),
              failure.detail());
      case Exited exited -> exited(exited);
      case Silent silent -> silent(silent);
      case TooSlow() ->
          new Diagnosis(
              Cause.SUPERSEDED.id(),
              "The revision never became ready",
              "a newer revision was made before it was",
              "Look at the newer revision: windlass app get --name " + app(),
              "");
    };
  }

  private String app() {
    return revision.app().name();
  }

  /// Words for any app become words for this one.
  private Diagnosis named(Diagnosis words) {
    return new Diagnosis(
        words.code(),
        words.problem(),
        words.cause(),
        words.fix().replace("--name APP", "--name " + app()),
        words.evidence());
  }

  private String update(String options) {
    return "windlass app update --name %s %s".formatted(app(), options);
  }

  private static Cause cause(Start.Kind kind) {
    return switch (kind) {
      case EXECUTABLE_NOT_FOUND -> Cause.EXECUTABLE_NOT_FOUND;
      case EXEC_FORMAT -> Cause.EXEC_FORMAT;
      case NO_COMMAND -> Cause.NO_COMMAND;
      case UNKNOWN_USER -> Cause.UNKNOWN_USER;
      case OTHER -> Cause.NOT_STARTED;
    };
  }

  private static String why(Start.Kind kind, String command) {
    return switch (kind) {
      case EXECUTABLE_NOT_FOUND ->
          "there is no such program in the image, or it is not executable: " + command;
      case EXEC_FORMAT ->
          "the program is for another processor, or is a script without a #! line: " + command;
      case NO_COMMAND -> "neither the image nor the app says which program to run";
      case UNKNOWN_USER -> "the image names a user that is not in it";
      case OTHER -> "the container runtime refused it";
    };
  }

  private String fix(Start.Kind kind) {
    return switch (kind) {
      case EXECUTABLE_NOT_FOUND ->
          "Correct the image's ENTRYPOINT, or the command of the app: "
              + update("--command PROGRAM");
      case EXEC_FORMAT ->
          "Build the image for this machine: podman build --platform %s --tag %s ."
              .formatted(Platform.here(), revision.template().imageReference());
      case NO_COMMAND ->
          "Give the image an ENTRYPOINT or CMD, or the app a command: "
              + update("--command PROGRAM");
      case UNKNOWN_USER ->
          "Add the user to the image, or give the app a user id: " + update("--user NUMBER");
      case OTHER -> "Look at what was seen, and at the engine: windlass doctor";
    };
  }

  private Diagnosis exited(Exited exited) {
    return switch (exited.end().excess()) {
      case MEMORY -> outOfMemory(exited);
      case STORAGE -> outOfStorage(exited);
      case NOTHING -> ended(exited);
    };
  }

  private Diagnosis outOfMemory(Exited exited) {
    return new Diagnosis(
        Cause.OUT_OF_MEMORY.id(),
        "The instance was killed because it used more memory than it may",
        "its limit is " + exited.memory(),
        "Make the program use less, or give it more: " + update(more(exited.memory())),
        evidence(exited));
  }

  private Diagnosis outOfStorage(Exited exited) {
    var limit = Recipe.storage(revision.template());
    return new Diagnosis(
        Cause.OUT_OF_STORAGE.id(),
        "The instance was killed because it wrote more to its disk than it may",
        "its limit is " + limit,
        "Make the program write less, or give it more: "
            + update("--ephemeral-storage " + Quantity.twice(limit)),
        evidence(exited));
  }

  private Diagnosis ended(Exited exited) {
    Ended end = exited.end();
    return new Diagnosis(
        Cause.EXITED.id(),
        "The program ended with " + status(end.code()),
        end.code() == 0
            ? "an app must go on running to serve requests"
            : "what it printed last may tell",
        end.code() == 0
            ? "Start a server that listens on PORT, or use a job for work that ends: windlass job create --help"
            : "Look at the log, correct the program or its settings, and update the app: windlass app logs --name "
                + app(),
        evidence(exited));
  }

  private String more(String memory) {
    return Quantity.more(
            requireNonNullElse(revision.template().scaleCpuLimit(), Recipe.CPU), memory)
        .map(pair -> "--cpu %s --memory %s".formatted(pair.cpu(), pair.memory()))
        .orElse("--help");
  }

  private static String status(int code) {
    return code > KILLED
        ? "exit code %d (signal %d)".formatted(code, code - KILLED)
        : "exit code " + code;
  }

  private static String evidence(Exited exited) {
    String end = status(exited.end().code()) + " at " + exited.end().at();
    return exited.log().isEmpty() ? end + "; it printed nothing" : end + "\n" + exited.log();
  }

  private Diagnosis silent(Silent silent) {
    var places = places(silent.listening());
    String instead = places.isEmpty() ? "" : "; it listens on " + places;
    String log = silent.log().isEmpty() ? "" : "\n" + silent.log();
    var cause = cause(silent);
    return new Diagnosis(
        cause.id(),
        "The program runs but does not answer on " + silent.asked(),
        "after %d seconds: %s%s".formatted(silent.waited().toSeconds(), silent.problem(), instead),
        fix(cause, silent.listening()),
        silent.problem() + instead + log);
  }

  /// Who refuses a connection does not listen there; where else it listens tells the rest.
  private static Cause cause(Silent silent) {
    if (!silent.problem().toLowerCase(Locale.ROOT).contains("refused")) {
      return Cause.PROBE_FAILS;
    }
    if (silent.listening().isEmpty()) {
      return Cause.NOT_LISTENING;
    }
    boolean there = silent.listening().stream().anyMatch(at -> at.getPort() == silent.port());
    return there || silent.listening().stream().allMatch(Words::isLoopback)
        ? Cause.ONLY_LOOPBACK
        : Cause.OTHER_PORT;
  }

  private static boolean isLoopback(InetSocketAddress place) {
    return place.getAddress().isLoopbackAddress();
  }

  private static String places(List<InetSocketAddress> listening) {
    return listening.stream().map(Words::place).distinct().collect(joining(" and "));
  }

  private static String place(InetSocketAddress place) {
    return place.getAddress().isAnyLocalAddress()
        ? "port " + place.getPort()
        : place.getAddress().getHostAddress() + " port " + place.getPort();
  }

  private String fix(Cause cause, List<InetSocketAddress> listening) {
    if (cause == Cause.PROBE_FAILS) {
      return "Correct what it answers there, or ask for something else: "
          + update("--probe-ready path=PATH --probe-ready port=PORT");
    }
    var start = "Let it listen on 0.0.0.0 at the port that the variable PORT says";
    return listening.stream()
        .filter(place -> cause == Cause.OTHER_PORT && !isLoopback(place))
        .findFirst()
        .map(place -> start + ", or ask it there: " + update("--port " + place.getPort()))
        .orElse(start);
  }
}
