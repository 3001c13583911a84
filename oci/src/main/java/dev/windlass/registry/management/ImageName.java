// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import dev.windlass.image.Repository;
import dev.windlass.registry.store.Name;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a call names an image: with or without the host of the registry, by tag or by digest.
///
/// @param tag empty when it is named by digest
record ImageName(Name repository, Optional<String> tag, Optional<Digest> digest) {
  private static final Pattern HOST = Pattern.compile("localhost|[^/]+:[0-9]{1,5}");

  /// @param host ours, as the client calls it
  static ImageName parse(String text, String host) {
    try {
      var reference = Reference.parse("registry.here/" + withoutHost(text, host));
      var name = new Name(reference.repository().path());
      return switch (reference) {
        case Reference.Tagged tagged ->
            new ImageName(name, Optional.of(tagged.tag()), Optional.empty());
        case Reference.Pinned pinned ->
            new ImageName(name, Optional.empty(), Optional.of(pinned.digest()));
      };
    } catch (InvalidName e) {
      throw Problem.of(
          400,
          "CRI0101E",
          "'" + text + "' is not the name of an image of this registry.",
          String.valueOf(e.getMessage()),
          "write " + host + "/NAMESPACE/REPOSITORY:TAG, or @DIGEST in place of :TAG");
    }
  }

  /// A namespace or a repository, as lists are restricted to.
  static String within(String text, String host) {
    var bare = withoutHost(text, host);
    try {
      return new Repository("registry.here", bare).path();
    } catch (InvalidName e) {
      throw Problem.of(
          400,
          "CRN0101E",
          "'" + text + "' is neither a namespace nor a repository.",
          String.valueOf(e.getMessage()),
          "write NAMESPACE or NAMESPACE/REPOSITORY");
    }
  }

  private static String withoutHost(String text, String host) {
    int slash = text.indexOf('/');
    var first = slash < 0 ? "" : text.substring(0, slash);
    return first.equals(host) || HOST.matcher(first).matches() ? text.substring(slash + 1) : text;
  }

  /// With the host, as answers show it.
  String shown(String host) {
    var end = tag.map(name -> ":" + name).or(() -> digest.map(bytes -> "@" + bytes)).orElse("");
    return host + "/" + repository + end;
  }

  String namespace() {
    return repository.namespace();
  }
}
