// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Credential;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import dev.windlass.image.Repository;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Upstream;
import java.util.Map;
import java.util.Optional;

/// Where what a repository of a cache shows comes from, and who we are there: the credentials are
/// those of the namespace and for that one host, never those of the client.
///
/// @param name of the repository in here
record Elsewhere(Name name, Repository repository, Credentials credentials) {
  private static final String HUB = "docker.io";

  /// Empty when the namespace is no cache.
  static Optional<Elsewhere> of(Store store, Name name) {
    return store.namespaces().upstream(name.namespace()).map(upstream -> at(name, upstream));
  }

  private static Elsewhere at(Name name, Upstream upstream) {
    var repository = repository(name, upstream.address());
    var credentials =
        upstream.username().isEmpty()
            ? Credentials.NONE
            : new Credentials(
                Optional.empty(),
                Map.of(
                    repository.host(), new Credential(upstream.username(), upstream.password())));
    return new Elsewhere(name, repository, credentials);
  }

  private static Repository repository(Name name, String address) {
    int slash = address.indexOf('/');
    var host = slash < 0 ? address : address.substring(0, slash);
    var prefix = slash < 0 ? "" : address.substring(slash + 1) + "/";
    var rest = name.path().substring(name.namespace().length()).replaceFirst("^/", "");
    // as with `docker pull`: official images have a folder of their own there
    boolean official = host.equals(HUB) && prefix.isEmpty() && !rest.contains("/");
    try {
      return new Repository(
          host, (prefix + (official ? "library/" : "") + rest).replaceFirst("/$", ""));
    } catch (InvalidName e) {
      throw Rejected.because(ErrorCode.NAME_INVALID, e);
    }
  }

  Reference.Tagged tagged(String tag) {
    return new Reference.Tagged(repository, tag);
  }

  Reference.Pinned pinned(Digest digest) {
    return new Reference.Pinned(repository, digest);
  }

  String host() {
    return repository.host();
  }
}
