// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `PUT /v2/NAME/manifests/REFERENCE`: takes a manifest when all that belongs to it is here. More
/// tags can come as `?tag=`, which is the only way to tag a manifest under a SHA-512 digest.
record PutManifest(Store store) implements Endpoint {
  private static final int MOST_TAGS = 100;

  /// A manifest that was read and found good.
  private static final class Draft {
    final byte[] content;
    final String type;
    final Manifest manifest;
    final Digest digest;
    final Referrer referrer;

    Draft(byte[] content, String type, Digest digest) {
      this.content = content;
      this.type = type;
      this.manifest = Manifest.parse(content, type);
      this.digest = digest;
      this.referrer = manifest.referrer(digest, content, type);
    }
  }

  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull", "push"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var reference = ManifestName.parse(request.last());
    var tags = tags(request, reference);
    var draft = draft(request, reference);
    store.change(
        request.name(),
        shelf -> {
          checkParts(shelf, draft.manifest);
          shelve(shelf, draft, tags);
          return draft;
        });
    return taken(request, draft);
  }

  private static List<String> tags(Request request, ManifestName reference) {
    var tags = new ArrayList<String>();
    for (String text : request.queries("tag")) {
      tags.add(ManifestName.Tag.parse(text).tag());
    }
    if (reference instanceof ManifestName.Tag(var tag)) {
      tags.add(tag);
    }
    if (tags.size() > MOST_TAGS) {
      throw Rejected.because(
          ErrorCode.TAG_INVALID, "more than " + MOST_TAGS + " tags at once", tags.size());
    }
    return tags;
  }

  private Draft draft(Request request, ManifestName reference) throws IOException {
    byte[] content = content(request);
    return new Draft(content, type(request), digest(content, reference));
  }

  private byte[] content(Request request) throws IOException {
    int most = store.limits().manifestBytes();
    return request
        .body(most)
        .orElseThrow(() ->
            Rejected.because(
                ErrorCode.MANIFEST_TOO_LARGE,
                "a manifest may have up to " + most + " bytes",
                request.last()));
  }

  private static String type(Request request) {
    String header = request.header("Content-Type").orElse("");
    return header.split(";", 2)[0].strip();
  }

  private static Digest digest(byte[] content, ManifestName reference) {
    return switch (reference) {
      case ManifestName.Tag _ -> Digest.of(content);
      case ManifestName.ByDigest(var wanted) -> {
        var algorithm = wanted.algorithm();
        Digest received = Digest.of(algorithm, algorithm.hash().digest(content));
        if (!received.equals(wanted)) {
          throw Rejected.badDigest(wanted, "does not match what was received: " + received);
        }
        yield received;
      }
    };
  }

  /// Indexes of build caches list blobs among their manifests, so either will do.
  private static void checkParts(Shelf shelf, Manifest manifest) throws IOException {
    for (Digest part : manifest.parts().toList()) {
      if (!shelf.hasBlob(part) && shelf.manifestType(part).isEmpty()) {
        throw Rejected.because(
            ErrorCode.MANIFEST_BLOB_UNKNOWN, "push this first: blob unknown to repository", part);
      }
    }
  }

  private void shelve(Shelf shelf, Draft draft, List<String> tags) throws IOException {
    store.content().put(draft.digest, draft.content);
    shelf.addManifest(draft.digest, draft.type);
    var subject = draft.manifest.subjectDigest();
    if (subject.isPresent()) {
      byte[] referrer = Jsonb.instance().toJsonBytes(draft.referrer);
      shelf.addReferrer(subject.get(), draft.digest, referrer);
    }
    for (String tag : tags) {
      shelf.tag(tag, draft.digest); // last, so that a tag never points at nothing
    }
  }

  private static Answer taken(Request request, Draft draft) {
    var answer =
        Answer.empty(201)
            .with("Location", "/v2/" + request.name() + "/manifests/" + draft.digest)
            .with("Docker-Content-Digest", draft.digest);
    var extra = request.queries("tag");
    var tagged = extra.isEmpty() ? answer : answer.with("OCI-Tag", String.join(", ", extra));
    return draft
        .manifest
        .subjectDigest()
        .map(subject -> tagged.with("OCI-Subject", subject))
        .orElse(tagged);
  }
}
