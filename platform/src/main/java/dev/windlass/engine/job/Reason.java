// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.diagnose.Cause;
import dev.windlass.engine.Quantity;
import dev.windlass.image.Platform;
import dev.windlass.runtime.Start;
import java.util.Set;

/// Why an attempt failed, in the words of Code Engine and, where it has none, of Kubernetes.
final class Reason {
  static final String OUT_OF_MEMORY = "OOMKilled";
  static final String OUT_OF_STORAGE = "ExceededEphemeralStorage";
  static final String TOO_LONG = "MaxExecutionTimeExceeded";
  static final String NO_IMAGE = "ErrImagePull";
  static final String NO_CONFIG = "CreateContainerConfigError";

  /// It ran, and is not there any more, as after a reboot.
  static final String LOST = "InstanceLost";

  private static final String EXITED = "ContainerExitedCode";

  /// The image is pinned, so another attempt would end the same way.
  private static final Set<String> HOPELESS =
      Set.of("ExecutableNotFound", "ExecFormatError", "NoCommand", "UnknownUser");

  private Reason() {}

  static String exited(int code) {
    return EXITED + code;
  }

  static String notStarted(Start.Kind kind) {
    return switch (kind) {
      case EXECUTABLE_NOT_FOUND -> "ExecutableNotFound";
      case EXEC_FORMAT -> "ExecFormatError";
      case NO_COMMAND -> "NoCommand";
      case UNKNOWN_USER -> "UnknownUser";
      case OTHER -> "StartError";
    };
  }

  static boolean hopeless(String reason) {
    return HOPELESS.contains(reason);
  }

  /// The same in the closed list.
  static Cause cause(String reason) {
    return switch (reason) {
      case OUT_OF_MEMORY -> Cause.OUT_OF_MEMORY;
      case OUT_OF_STORAGE -> Cause.OUT_OF_STORAGE;
      case TOO_LONG -> Cause.EXECUTION_TIME_EXCEEDED;
      case LOST -> Cause.INSTANCE_LOST;
      case NO_CONFIG -> Cause.CONFIGURATION_ABSENT;
      case "ExecutableNotFound" -> Cause.EXECUTABLE_NOT_FOUND;
      case "ExecFormatError" -> Cause.EXEC_FORMAT;
      case "NoCommand" -> Cause.NO_COMMAND;
      case "UnknownUser" -> Cause.UNKNOWN_USER;
      case "StartError" -> Cause.NOT_STARTED;
      default -> reason.startsWith(EXITED) ? Cause.EXITED : Cause.UNDETERMINED;
    };
  }

  /// What happened, as a part of a sentence.
  static String words(String reason) {
    return switch (reason) {
      case OUT_OF_MEMORY -> "used more memory than it may and was killed";
      case OUT_OF_STORAGE -> "wrote more than it may and was killed";
      case TOO_LONG -> "ran longer than it may and was stopped";
      case LOST -> "vanished while it ran, as happens when the machine restarts";
      case NO_IMAGE -> "has no image to run";
      case NO_CONFIG -> "refers to something that does not exist";
      case "ExecutableNotFound" -> "names a program that is not in the image or not executable";
      case "ExecFormatError" -> "names a program that was built for another processor";
      case "NoCommand" -> "has no command, neither its own nor the image's";
      case "UnknownUser" -> "is to run as a user that the image does not know";
      case "StartError" -> "could not be started";
      default ->
          reason.startsWith(EXITED)
              ? "ended with exit code " + reason.substring(EXITED.length())
              : "failed: " + reason;
    };
  }

  /// What to do about it, with the command.
  static String remedy(String reason, Run run) {
    return switch (reason) {
      case OUT_OF_MEMORY ->
          "let the program use less, or give each instance more: " + again(run, more(run));
      case OUT_OF_STORAGE ->
          "let the program write less, or give each instance more disk: "
              + again(run, " --ephemeral-storage " + Quantity.twice(run.storage()));
      case TOO_LONG ->
          "split the work over more indices, or allow more time: "
              + again(run, " --maxexecutiontime " + 2 * run.patience().toSeconds());
      case LOST, "StartError" ->
          "submit the run again, and look at its events if it happens again: " + again(run, "");
      case NO_IMAGE -> "mend the image reference or its secret: " + again(run, "");
      case NO_CONFIG -> "create what is missing, and submit the run again: " + again(run, "");
      case "ExecutableNotFound", "NoCommand" ->
          "correct the entrypoint of the image, or name a program that is in it: "
              + again(run, " --command PROGRAM");
      case "ExecFormatError" ->
          "build the image for this machine: podman build --platform %s --tag %s ."
              .formatted(Platform.here(), run.imageName());
      case "UnknownUser" ->
          "add the user to the image, or run it as a user id: windlass job update --name JOB --user NUMBER";
      default -> "read what it printed: windlass jobrun logs --name " + run.key().name();
    };
  }

  private static String again(Run run, String options) {
    return "windlass jobrun resubmit --jobrun " + run.key().name() + options;
  }

  private static String more(Run run) {
    return Quantity.more(run.cpu(), run.memory())
        .map(pair -> " --cpu %s --memory %s".formatted(pair.cpu(), pair.memory()))
        .orElse("");
  }
}
