// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.AppPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.image.Digest;
import dev.windlass.image.Reference;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// What an app has to be to be again what an earlier revision of it was, with the very image that
/// it ran: its tag may name another by now.
record Rollback(Site site, Home home, Resource<AppPrototype, AppObserved> app) {

  /// @param name of the revision; without it the latest that was ever ready, other than the newest
  Map<String, Object> to(Optional<String> name) {
    var revision = name.map(this::named).orElseGet(this::before);
    String digest = revision.observed().digest();
    if (digest == null) {
      throw Refused.conflict(
          "revision_without_image",
          "Revision '%s' never had an image, so there is nothing to go back to"
              .formatted(revision.key().name()));
    }
    var template = revision.wanted().template();
    var image = Reference.parse(template.imageReference()).at(Digest.parse(digest));
    return MergePatch.apply(Typed.map(template), Map.of("image_reference", image.toString()));
  }

  private Resource<RevisionSpec, RevisionObserved> named(String name) {
    return site.store()
        .find(Kind.REVISION, new Key(home.id(), name))
        .filter(this::isOfApp)
        .orElseThrow(() -> none("is called " + Shown.of(name)));
  }

  private Resource<RevisionSpec, RevisionObserved> before() {
    String newest = app.observed().latestCreatedRevision();
    return site.store().list(Kind.REVISION, home.id()).stream()
        .filter(this::isOfApp)
        .filter(revision -> !revision.key().name().equals(newest))
        .filter(revision -> revision.observed().digest() != null)
        .max(Comparator.comparing(revision -> revision.key().name()))
        .orElseThrow(() -> none("is older than the newest"));
  }

  private boolean isOfApp(Resource<RevisionSpec, RevisionObserved> revision) {
    return revision.wanted().appId().equals(app.id());
  }

  private Refused none(String which) {
    String name = app.key().name();
    return Refused.notFound(
        "No revision of application '%s' %s; 'windlass revision list --application %s' lists those that there are"
            .formatted(name, which, name));
  }
}
