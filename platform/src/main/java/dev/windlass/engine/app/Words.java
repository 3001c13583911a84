// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.stream.Collectors.joining;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.app.Trouble.Exited;
import dev.windlass.engine.app.Trouble.NotPulled;
import dev.windlass.engine.app.Trouble.NotStarted;
import dev.windlass.engine.app.Trouble.NotThere;
import dev.windlass.engine.app.Trouble.NotUnderstood;
import dev.windlass.engine.app.Trouble.Silent;
import dev.windlass.engine.app.Trouble.TooSlow;
import dev.windlass.runtime.Observed.State.Ended;
import dev.windlass.runtime.Start;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/// What people are told about trouble with instances: what happened, why, and what to do now.
final class Words {
  private static final int KILLED = 128;

  private Words() {}

  static Diagnosis of(Trouble trouble) {
    return switch (trouble) {
      case NotPulled(var failure, _) -> Diagnosis.of(failure);
      case NotUnderstood(var what, var problem) ->
          new Diagnosis(
              (what.equals("image reference") ? Cause.REFERENCE_INVALID : Cause.SETTING_INVALID)
                  .id(),
              "The " + what + " cannot be read",
              problem,
              "Update the app with a " + what + " that can",
              problem);
      case NotThere(var what) ->
          new Diagnosis(
              Cause.CONFIGURATION_ABSENT.id(),
              "The app refers to something that is not there",
              String.join("; ", what),
              "Create it and the app starts by itself, or update the app",
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
              "Look at the newer revision",
              "");
    };
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

  private static String fix(Start.Kind kind) {
    return switch (kind) {
      case EXECUTABLE_NOT_FOUND -> "Correct the command of the app, or the image's ENTRYPOINT";
      case EXEC_FORMAT -> "Build the image for this machine: docker build --platform linux/amd64 …";
      case NO_COMMAND -> "Give the image an ENTRYPOINT or CMD, or the app a command";
      case UNKNOWN_USER -> "Add the user to the image, or give the app a user id";
      case OTHER -> "Look at the evidence";
    };
  }

  private static Diagnosis exited(Exited exited) {
    Ended end = exited.end();
    if (end.outOfMemory()) {
      return new Diagnosis(
          Cause.OUT_OF_MEMORY.id(),
          "The instance was killed because it used more memory than it may",
          "its limit is " + exited.memory(),
          "Raise the limit, or make the program use less: windlass app update --name APP --cpu CPU --memory MEMORY",
          evidence(exited));
    }
    return new Diagnosis(
        Cause.EXITED.id(),
        "The program ended with " + status(end.code()),
        end.code() == 0
            ? "an app must go on running to serve requests"
            : "what it printed last may tell",
        end.code() == 0
            ? "Start a server that listens on PORT, or use a job for work that ends"
            : "Look at the log, correct the program or its settings, and update the app",
        evidence(exited));
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

  private static Diagnosis silent(Silent silent) {
    var places = places(silent.listening());
    String instead = places.isEmpty() ? "" : "; it listens on " + places;
    String log = silent.log().isEmpty() ? "" : "\n" + silent.log();
    return new Diagnosis(
        cause(silent.listening(), silent.problem()).id(),
        "The program runs but does not answer on " + silent.asked(),
        "after %d seconds: %s%s".formatted(silent.waited().toSeconds(), silent.problem(), instead),
        fix(silent.listening()),
        silent.problem() + instead + log);
  }

  /// Who refuses a connection does not listen there; where else it listens tells the rest.
  private static Cause cause(List<InetSocketAddress> listening, String problem) {
    if (!problem.toLowerCase(Locale.ROOT).contains("refused")) {
      return Cause.PROBE_FAILS;
    }
    if (listening.isEmpty()) {
      return Cause.NOT_LISTENING;
    }
    return listening.stream().allMatch(place -> place.getAddress().isLoopbackAddress())
        ? Cause.ONLY_LOOPBACK
        : Cause.OTHER_PORT;
  }

  private static String places(List<InetSocketAddress> listening) {
    return listening.stream().map(Words::place).distinct().collect(joining(" and "));
  }

  private static String place(InetSocketAddress place) {
    return place.getAddress().isAnyLocalAddress()
        ? "port " + place.getPort()
        : place.getAddress().getHostAddress() + " port " + place.getPort();
  }

  private static String fix(List<InetSocketAddress> listening) {
    var start = "Let it listen on 0.0.0.0 at the port that the variable PORT says";
    return listening.stream()
        .filter(place -> !place.getAddress().isLoopbackAddress())
        .findFirst()
        .map(place ->
            start + ", or ask it there: windlass app update --name APP --port " + place.getPort())
        .orElse(start + "; or set the app's port");
  }
}
