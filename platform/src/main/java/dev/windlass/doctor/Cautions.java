// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import static java.util.stream.Collectors.joining;

import dev.windlass.api.Report;
import dev.windlass.image.Attempt;
import dev.windlass.image.Image;
import dev.windlass.image.Reference;
import java.util.ArrayList;
import java.util.List;

/// What is to be said of an image that can be pulled, and may make trouble yet.
record Cautions(Patient patient, Attempt attempt) {
  private static final String LATEST = "latest";

  /// How much bigger layers are when they are unpacked, as a rule.
  private static final int UNPACKED = 3;

  /// @param size of its layers, compressed, in bytes; 0 when they are here
  /// @param room how many bytes are free for them
  List<Report.Warning> of(Image.Config config, long size, long room) {
    var warnings = new ArrayList<Report.Warning>();
    if (size * UNPACKED > room) {
      warnings.add(
          new Report.Warning(
              "image_big",
              "The layers are %d MB, unpacked perhaps %d times as much, and %d MB are free."
                  .formatted(size >> 20, UNPACKED, room >> 20),
              "make room: windlass image prune --all"));
    }
    moving(warnings);
    secret(warnings);
    port(warnings, config);
    command(warnings, config);
    return warnings;
  }

  private Commands commands() {
    return new Commands(patient.target(), patient.name());
  }

  private void moving(List<Report.Warning> warnings) {
    if (patient.name() instanceof Reference.Tagged(var repository, var tag) && tag.equals(LATEST)) {
      warnings.add(
          new Report.Warning(
              "tag_latest",
              "The tag 'latest' names another image after each push, and is not always the newest.",
              "name a version: " + commands().withImage(repository + ":TAG")));
    }
  }

  /// The last place was asked as anybody after it had refused somebody.
  private void secret(List<Report.Warning> warnings) {
    var places = attempt.places();
    boolean refused =
        !places.isEmpty()
            && places.getLast().identity().isEmpty()
            && places.stream().anyMatch(place -> place.identity().isPresent());
    if (refused) {
      warnings.add(
          new Report.Warning(
              "secret_not_accepted",
              "The registry refuses the registry secret%s; the image is pulled without it, since everybody may."
                  .formatted(patient.credentials().secret().map(" '%s'"::formatted).orElse("")),
              "mend the secret, or leave it out: " + commands().withoutSecret()));
    }
  }

  private void command(List<Report.Warning> warnings, Image.Config config) {
    if (patient.hasCommand() || !config.entrypoint().isEmpty() || !config.command().isEmpty()) {
      return;
    }
    warnings.add(
        new Report.Warning(
            "image_without_command",
            "The image says neither by ENTRYPOINT nor by CMD which program to run.",
            "give it one, or name it here: " + commands().withCommand()));
  }

  private void port(List<Report.Warning> warnings, Image.Config config) {
    if (patient.port().isEmpty()
        || config.ports().isEmpty()
        || config.ports().contains(patient.port().getAsInt())) {
      return;
    }
    var exposed = config.ports().stream().sorted().map(String::valueOf).collect(joining(", "));
    warnings.add(
        new Report.Warning(
            "port_differs",
            "The image says that it listens on %s, and is asked on %d; it is told so by the variable PORT."
                .formatted(exposed, patient.port().getAsInt()),
            "if it does not heed PORT, ask it where it listens: windlass app update --name %s --port %s"
                .formatted(patient.target().name(), exposed.replaceFirst(",.*", ""))));
  }
}
