// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.api.ApiException;
import dev.windlass.api.Unreachable;
import dev.windlass.api.registry.RegistryClient;
import dev.windlass.doctor.OwnRegistry;
import dev.windlass.image.Credentials;
import dev.windlass.image.Reference;
import dev.windlass.image.Told;
import dev.windlass.registry.api.DigestsWanted;
import dev.windlass.registry.api.ImageDigest;
import dev.windlass.registry.api.Pin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the registry of this engine tells its owner about an image that somebody cannot pull.
///
/// @param registry at its private address, with the owner's key
/// @param hosts how images name it
/// @param privateHost how they name its private address
/// @param scheme what it speaks: `http` or `https`
record Embedded(RegistryClient registry, Set<String> hosts, String privateHost, String scheme)
    implements OwnRegistry {
  private boolean isOf(Reference image) {
    return hosts.contains(image.repository().host());
  }

  @Override
  public Optional<Told<Boolean>> login(Reference at, Credentials credentials)
      throws InterruptedException {
    var entry = credentials.at(at.repository());
    return isOf(at) && entry.isPresent()
        ? new SignIn(scheme, at, credentials.secret(), entry.get()).told()
        : Optional.empty();
  }

  @Override
  public Optional<Knowledge> about(Reference image) {
    if (!isOf(image)) {
      return Optional.empty();
    }
    try {
      return Optional.of(known(image));
    } catch (ApiException | Unreachable silent) {
      return Optional.empty(); // the pull has said what is wrong with it
    }
  }

  private Knowledge known(Reference image) {
    var namespace = image.repository().path().replaceFirst("/.*", "");
    return new Knowledge(
        quota(),
        trashed(namespace, image.repository().path()),
        registry.pins().stream().filter(pin -> isOf(pin, image)).map(Pin::user).distinct().toList(),
        repositories(namespace),
        privateHost,
        Objects.requireNonNullElse(registry.auth().allowedIps(), List.of()));
  }

  private Quota quota() {
    var quota = registry.quota();
    return new Quota(
        quota.usage().storageBytes(),
        quota.limit().storageBytes(),
        quota.usage().trafficBytes(),
        quota.limit().trafficBytes());
  }

  private List<Trashed> trashed(String namespace, String repository) {
    return registry.trash(namespace).entrySet().stream()
        .filter(gone -> withoutHost(gone.getKey()).startsWith(repository + "@"))
        .map(gone ->
            new Trashed(
                withoutHost(gone.getKey()),
                Objects.requireNonNullElse(gone.getValue().tags(), List.<String>of()).stream()
                    .map(tag -> tag.replaceFirst(".*:", ""))
                    .toList(),
                gone.getValue().daysUntilExpiry()))
        .toList();
  }

  private static boolean isOf(Pin pin, Reference image) {
    return image instanceof Reference.Pinned(var repository, var digest)
        && withoutHost(pin.image()).equals(repository.path() + "@" + digest);
  }

  private List<String> repositories(String namespace) {
    return registry.digests(DigestsWanted.of(false, List.of(namespace))).stream()
        .map(ImageDigest::repoTags)
        .filter(Objects::nonNull)
        .map(Map::keySet)
        .flatMap(Set::stream)
        .map(Embedded::withoutHost)
        .distinct()
        .toList();
  }

  /// The registry writes its names with the address at which it was asked.
  private static String withoutHost(String name) {
    return name.replaceFirst("^[^/]+:[0-9]+/", "");
  }
}
