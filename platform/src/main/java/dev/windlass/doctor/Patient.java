// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.image.Credentials;
import dev.windlass.image.Reference;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An image to be looked at, and who asks for it.
///
/// @param target what is looked at: an app, or the image itself
/// @param named how the image was named, where `image` has its digest since
/// @param others further credentials that could be used instead
/// @param port that the program is asked on; empty where nobody asks
/// @param hasCommand whether something else than the image says which program to run
public record Patient(
    Target target,
    Reference image,
    Optional<Reference> named,
    Credentials credentials,
    List<Credentials> others,
    OptionalInt port,
    boolean hasCommand,
    Depth depth) {
  /// How far to go.
  public enum Depth {
    /// As far as the manifest and the configuration: nothing is brought here but these.
    DOCUMENTS,
    /// As far as a pull goes: all of it is brought here.
    ALL
  }

  public Patient {
    others = List.copyOf(others);
  }

  /// One about which nothing else is known.
  public static Patient of(Target target, Reference image, Credentials credentials, Depth depth) {
    return new Patient(
        target, image, Optional.empty(), credentials, List.of(), OptionalInt.empty(), false, depth);
  }

  /// The same with what a workload says of it.
  public Patient of(Reference name, OptionalInt asked, boolean command) {
    return new Patient(
        target, image, Optional.of(name), credentials, others, asked, command, depth);
  }

  /// The same as somebody.
  public Patient as(Credentials who, List<Credentials> couldBe) {
    return new Patient(target, image, named, who, couldBe, port, hasCommand, depth);
  }

  /// The name that people know it by.
  Reference name() {
    return named.orElse(image);
  }

  boolean hasCredentials(Reference place) {
    return credentials.at(place.repository()).isPresent();
  }
}
