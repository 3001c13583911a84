// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Draft;
import dev.windlass.registry.store.Manifests.Put;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// `PUT /v2/NAME/manifests/REFERENCE`: takes a manifest when all that belongs to it is here. More
/// tags can come as `?tag=`, which is the only way to tag a manifest under a SHA-512 digest.
///
/// @param changed is told the name of a repository that got something
record PutManifest(Store store, Toll toll, Limits limits, Consumer<String> changed)
    implements Endpoint {
  private static final int MOST_TAGS = 100;

  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull", "push"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    toll.checkAddress(request, pass);
    toll.checkOwn(request);
    var reference = ManifestName.parse(request.last());
    var tags = tags(request, reference);
    byte[] content = content(request);
    String type = type(request);
    var manifest = Manifest.parse(content, type);
    var draft =
        draft(store, limits, request.name(), manifest, type, content, digest(content, reference));
    return switch (store
        .manifests()
        .put(request.name(), draft, content, tags, pass.caller().id())) {
      case Put.Kept() -> {
        changed.accept(request.name().toString());
        yield kept(request, draft);
      }
      case Put.Missing(var part) ->
          throw Rejected.because(
              ErrorCode.MANIFEST_BLOB_UNKNOWN, "push this first: blob unknown to repository", part);
    };
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

  private byte[] content(Request request) throws IOException {
    int most = limits.manifestBytes();
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

  /// What there is to write down of a manifest; some of it from the config, when that is here.
  static Draft draft(
      Store store,
      Limits limits,
      Name name,
      Manifest manifest,
      String type,
      byte[] content,
      Digest digest)
      throws IOException {
    var found = manifest.imageConfig().flatMap(known -> store.blobs().find(name, known));
    var config =
        found.isPresent() ? Config.parse(found.get().start(limits.configBytes())) : Config.UNKNOWN;
    return new Draft(
        digest,
        content.length,
        type,
        manifest.kind(type),
        manifest.parts(),
        manifest.subjectDigest(),
        manifest.artifact(),
        manifest.annotations(content),
        config.platform(),
        config.time());
  }

  private static Answer kept(Request request, Draft draft) {
    var answer =
        Answer.empty(201)
            .with("Location", "/v2/" + request.name() + "/manifests/" + draft.digest())
            .with("Docker-Content-Digest", draft.digest());
    var extra = request.queries("tag");
    var tagged = extra.isEmpty() ? answer : answer.with("OCI-Tag", String.join(", ", extra));
    return draft.subject().map(subject -> tagged.with("OCI-Subject", subject)).orElse(tagged);
  }
}
