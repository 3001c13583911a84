// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.image.Reference;

/// The commands that change what was looked at, with its own name in them.
public record Commands(Target target, Reference image) {
  /// To use another image.
  String withImage(String other) {
    return switch (target.kind()) {
      case APP, REVISION -> "windlass app update --name %s --image %s".formatted(app(), other);
      case JOB -> "windlass job update --name %s --image %s".formatted(target.name(), other);
      case JOBRUN -> "windlass jobrun submit --name NAME --image " + other;
      case IMAGE, SECRET, EVERYTHING -> "windlass doctor " + other;
    };
  }

  /// To pull with another secret.
  String withSecret(String secret) {
    return switch (target.kind()) {
      case APP, REVISION ->
          "windlass app update --name %s --registry-secret %s".formatted(app(), secret);
      case JOB ->
          "windlass job update --name %s --registry-secret %s".formatted(target.name(), secret);
      case JOBRUN ->
          "windlass jobrun submit --name NAME --image %s --registry-secret %s"
              .formatted(image, secret);
      case IMAGE, SECRET, EVERYTHING ->
          "windlass doctor %s --registry-secret %s".formatted(image, secret);
    };
  }

  /// To pull without a secret.
  String withoutSecret() {
    return switch (target.kind()) {
      case APP, REVISION ->
          "windlass app update --name %s --registry-secret-clear".formatted(app());
      case JOB -> "windlass job update --name %s --registry-secret-clear".formatted(target.name());
      case JOBRUN -> "windlass jobrun submit --name NAME --image " + image;
      case IMAGE, SECRET, EVERYTHING -> "windlass doctor " + image;
    };
  }

  /// To run another program than the image says.
  String withCommand() {
    return switch (target.kind()) {
      case APP, REVISION -> "windlass app update --name %s --command PROGRAM".formatted(app());
      case JOB -> "windlass job update --name %s --command PROGRAM".formatted(target.name());
      case JOBRUN ->
          "windlass jobrun resubmit --jobrun %s --command PROGRAM".formatted(target.name());
      case IMAGE, SECRET, EVERYTHING ->
          "windlass app create --name NAME --image %s --command PROGRAM".formatted(image);
    };
  }

  /// To look up the tag once more.
  String again() {
    return switch (target.kind()) {
      case APP, REVISION -> "windlass app update --name " + app();
      case JOB -> "windlass jobrun submit --job " + target.name();
      case JOBRUN -> "windlass jobrun resubmit --jobrun " + target.name();
      case IMAGE, SECRET, EVERYTHING -> "windlass doctor " + image;
    };
  }

  /// The same text, with what is meant instead of what could be.
  public String named(String fix) {
    return switch (target.kind()) {
      case APP, REVISION -> fix.replace("--name APP", "--name " + app());
      case JOB -> fix.replace("app update --name APP", "job update --name " + target.name());
      case JOBRUN ->
          fix.replace("app update --name APP", "jobrun submit --name NAME --image " + image);
      case IMAGE, SECRET, EVERYTHING -> fix;
    };
  }

  /// Of `web-00001` it is `web`.
  private String app() {
    return target.kind() == Target.Kind.REVISION
        ? target.name().replaceFirst("-[0-9]+$", "")
        : target.name();
  }
}
