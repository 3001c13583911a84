// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.image.Document;
import dev.windlass.image.Failure;
import dev.windlass.image.Reference;
import dev.windlass.image.Told;
import dev.windlass.registry.store.Draft;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Stored;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The manifests of namespaces that are caches. What a tag names is asked for each time, with HEAD;
/// the manifest itself is fetched only when it is another one than is here, and what it lists not
/// at all. When the registry behind fails, what is here is shown, with a warning; when it says that
/// there is no such tag, there is none. Safe to share between threads.
final class CachedManifests {
  private final Store store;
  private final Remotes remotes;
  private final Limits limits;
  private final Together<Wanted, Shown> asking = new Together<>();

  /// The same manifest from the same place: one answer does for all.
  private record Wanted(Elsewhere from, ManifestName name) {}

  CachedManifests(Store store, Remotes remotes, Limits limits) {
    this.store = store;
    this.remotes = remotes;
    this.limits = limits;
  }

  Shown find(Request request, Pass pass, Elsewhere from) throws IOException {
    var name = ManifestName.parse(request.last());
    return switch (name) {
      case ManifestName.ByDigest(var digest) -> {
        var here = store.manifests().find(from.name(), digest);
        yield here.isPresent()
            ? Shown.plainly(here.get())
            : asking.join(new Wanted(from, name), () -> fetched(from, digest));
      }
      case ManifestName.Tag(var tag) ->
          asking.join(new Wanted(from, name), () -> new Naming(request, pass, from, tag).find());
    };
  }

  private Shown fetched(Elsewhere from, Digest digest) throws IOException {
    var told = remotes.ask(remote -> remote.manifest(from.pinned(digest), from.credentials()));
    return switch (told) {
      case Told.Yes(var document, var allowance) -> {
        check(from, document, digest);
        yield Shown.of(kept(from, document, digest, List.of()), allowance);
      }
      case Told.No(var why) -> throw notGiven(why, from);
    };
  }

  private static Rejected notGiven(Failure why, Elsewhere from) {
    return NotGiven.because(why, from, ErrorCode.MANIFEST_UNKNOWN);
  }

  private static void check(Elsewhere from, Document document, Digest wanted) {
    var received = digest(wanted.algorithm(), document);
    if (!received.equals(wanted)) {
      throw notGiven(new Failure.Corrupt(from.pinned(wanted), wanted, received), from);
    }
  }

  private static Digest digest(Digest.Algorithm algorithm, Document document) {
    return Digest.of(algorithm, algorithm.hash().digest(document.bytes()));
  }

  private Stored kept(Elsewhere from, Document document, Digest digest, List<String> tags)
      throws IOException {
    store.manifests().cache(from.name(), draft(from, document, digest), document.bytes(), tags);
    return store
        .manifests()
        .find(from.name(), digest)
        .orElseThrow(() -> new IOException(digest + " was deleted as soon as it was here"));
  }

  private Draft draft(Elsewhere from, Document document, Digest digest) throws IOException {
    byte[] content = document.bytes();
    try {
      var type = Manifest.type(content).orElse(document.mediaType());
      var manifest = Manifest.parse(content, type);
      return PutManifest.draft(store, limits, from.name(), manifest, type, content, digest);
    } catch (Rejected e) { // the client did nothing wrong
      throw NotGiven.unusable(from, "a manifest that cannot be kept: " + e.getMessage());
    }
  }

  /// One question for what a tag names.
  private final class Naming {
    private final Request request;
    private final Pass pass;
    private final Elsewhere from;
    private final String tag;
    private final Optional<Stored> here;

    Naming(Request request, Pass pass, Elsewhere from, String tag) {
      this.request = request;
      this.pass = pass;
      this.from = from;
      this.tag = tag;
      this.here = store.manifests().find(from.name(), tag);
    }

    Shown find() throws IOException {
      var told = remotes.ask(remote -> remote.digest(from.tagged(tag), from.credentials()));
      return switch (told) {
        case Told.Yes(var digest, var allowance) -> {
          var known = digest.flatMap(named -> store.manifests().find(from.name(), named));
          yield known.isPresent()
              ? Shown.of(tagged(known.get()), allowance)
              : renewed(digest.<Reference>map(from::pinned).orElseGet(() -> from.tagged(tag)));
        }
        case Told.No(var why) -> refused(why);
      };
    }

    /// HEAD has no words for what is wrong, so GET is asked, unless that would make it worse.
    private Shown refused(Failure why) throws IOException {
      if (here.isPresent() && !NotGiven.isUnknown(why)) {
        return stale(here.get(), why);
      }
      if (why instanceof Failure.Throttled || why instanceof Failure.Unreachable) {
        throw notGiven(why, from);
      }
      return renewed(from.tagged(tag));
    }

    private Stored tagged(Stored known) {
      if (here.filter(old -> old.digest().equals(known.digest())).isEmpty()) {
        store.manifests().tag(from.name(), tag, known.digest());
      }
      return known;
    }

    private Shown renewed(Reference wanted) throws IOException {
      var told = remotes.ask(remote -> remote.manifest(wanted, from.credentials()));
      return switch (told) {
        case Told.Yes(var document, var allowance) -> {
          var digest = digest(algorithm(wanted), document);
          var other = other(wanted, digest);
          yield other.isPresent()
              ? instead(other.get())
              : Shown.of(kept(from, document, digest, List.of(tag)), allowance);
        }
        case Told.No(var why) -> {
          if (NotGiven.isUnknown(why) && wanted instanceof Reference.Tagged) {
            store.manifests().untag(from.name(), tag);
            throw notGiven(why, from);
          }
          yield instead(why);
        }
      };
    }

    private static Digest.Algorithm algorithm(Reference wanted) {
      return switch (wanted) {
        case Reference.Tagged _ -> Digest.Algorithm.SHA256;
        case Reference.Pinned(_, var digest) -> digest.algorithm();
      };
    }

    private static Optional<Failure> other(Reference wanted, Digest received) {
      return switch (wanted) {
        case Reference.Pinned(_, var digest) when !digest.equals(received) ->
            Optional.of(new Failure.Corrupt(wanted, digest, received));
        case Reference _ -> Optional.empty();
      };
    }

    private Shown instead(Failure why) {
      return stale(here.orElseThrow(() -> notGiven(why, from)), why);
    }

    private Shown stale(Stored old, Failure why) {
      var words = NotGiven.words(why, from);
      store
          .events()
          .add(
              "pull.cached",
              request.from().getHostAddress(),
              pass.caller().id(),
              from.name() + ":" + tag,
              "upstream " + from.repository(),
              words);
      return Shown.stale(old, words);
    }
  }
}
