// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The registry secret that a workload names: who we are at which registry host, or at which part
/// of one. Both are written as in a `.dockerconfigjson`; [Place] knows the odd forms.
///
/// @param secret the name of the secret, empty when the workload names none
/// @param tenant for whom is asked: an image that a registry does not give to everybody is used by
///   those tenants only that it was given to
public record Credentials(Optional<String> secret, Map<String, Credential> byHost, String tenant) {
  /// One of them, and the key that it has in the secret: `us.icr.io/acme`.
  public record Entry(String key, Credential credential) {}

  /// An entry that may have been meant.
  ///
  /// @param difference what keeps it from fitting: `it is for us.icr.io, and the image is on
  ///   icr.io`
  /// @param distance how far it is off; the nearest has the least
  public record NearMiss(String key, String difference, int distance) {
    /// Whether it may well have been meant.
    public boolean isNear() {
      return distance < Place.FAR;
    }
  }

  /// No secret: ask as anybody.
  public static final Credentials NONE = new Credentials(Optional.empty(), Map.of());

  public Credentials {
    byHost = Map.copyOf(byHost);
  }

  /// Of the only tenant there is.
  public Credentials(Optional<String> secret, Map<String, Credential> byHost) {
    this(secret, byHost, "");
  }

  /// The same, for somebody.
  public Credentials of(String tenant) {
    return new Credentials(secret, byHost, tenant);
  }

  /// The entry for a repository: of those that fit the one that says most.
  public Optional<Entry> at(Repository repository) {
    return keys().stream()
        .filter(key -> Place.parse(key).covers(repository))
        .max(Comparator.comparingInt(key -> Place.parse(key).precision()))
        .flatMap(key -> Optional.ofNullable(byHost.get(key)).map(known -> new Entry(key, known)));
  }

  /// What the secret is for, in order.
  public List<String> keys() {
    return byHost.keySet().stream().sorted().toList();
  }

  /// For each key that names one host, some image there: whom a registry believes can be asked
  /// without any.
  public List<Reference> examples() {
    return keys().stream().map(Place::parse).flatMap(place -> place.example().stream()).toList();
  }

  /// An entry that fits no better than the others do, and what keeps it from fitting; empty when
  /// one does fit, or there is none at all.
  public Optional<NearMiss> nearest(Repository repository) {
    return at(repository).isPresent()
        ? Optional.empty()
        : keys().stream()
            .map(key -> Place.parse(key).miss(key, repository))
            .min(Comparator.comparingInt(NearMiss::distance));
  }
}
