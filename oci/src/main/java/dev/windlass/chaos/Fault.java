// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.Credential;
import java.util.List;
import java.util.Optional;

/// One way in which a registry fails. The list is closed: [#all] has every one, in the order of the
/// documentation, and names never change their meaning. Where to meet a fault says [Chaos#target].
public final class Fault {
  private final String name;
  private final String says;
  private final Cause cause;
  private final Place place;
  private final String asked;
  private final boolean pushed;
  private final Optional<Credential> credential;

  private Fault(
      String name,
      String says,
      Cause cause,
      Place place,
      String asked,
      boolean pushed,
      Optional<Credential> credential) {
    this.name = name;
    this.says = says;
    this.cause = cause;
    this.place = place;
    this.asked = asked;
    this.pushed = pushed;
    this.credential = credential;
  }

  /// At the port that is shared, under its own name.
  static Fault of(String name, String says, Cause cause, Behaviour behaviour) {
    return at(new Place.Path(behaviour), name, says, cause);
  }

  static Fault at(Place place, String name, String says, Cause cause) {
    return new Fault(name, says, cause, place, ":" + Stock.TAG, false, Optional.empty());
  }

  /// At a port of its own, for what clients learn before they name a repository.
  Fault alone() {
    return switch (place) {
      case Place.Path(var behaviour) ->
          new Fault(name, says, cause, new Place.Port(behaviour), asked, pushed, credential);
      case Place.Port _, Place.Socket _, Place.Nowhere _ -> this;
    };
  }

  Fault with(Credential other) {
    return new Fault(name, says, cause, place, asked, pushed, Optional.of(other));
  }

  /// @param other what follows the repository: `@sha256:…`
  Fault asked(String other) {
    return new Fault(name, says, cause, place, other, pushed, credential);
  }

  Fault pushed() {
    return new Fault(name, says, cause, place, asked, true, credential);
  }

  /// Every fault there is.
  public static List<Fault> all() {
    return Family.all().stream().flatMap(family -> family.faults().stream()).toList();
  }

  /// What works, to compare with: a client who cannot pull these is not set up right.
  public static List<Fault> none() {
    return Controls.ALL;
  }

  /// Its stable name, which is also the first part of its repository: `tag-gone`.
  public String name() {
    return name;
  }

  /// What the registry does, in a sentence.
  public String says() {
    return says;
  }

  /// What is really wrong.
  public Cause cause() {
    return cause;
  }

  /// Whether it is met by a push rather than by a pull.
  public boolean isPushed() {
    return pushed;
  }

  /// What to log in with; empty to ask as nobody.
  public Optional<Credential> credential() {
    return credential;
  }

  Place place() {
    return place;
  }

  String asked() {
    return asked;
  }

  @Override
  public String toString() {
    return name;
  }
}
