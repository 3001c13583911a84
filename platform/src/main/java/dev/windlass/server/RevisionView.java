// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.ImageService.Asker;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A revision of an app, as it is answered.
record RevisionView(Site site, Home home) {
  Map<String, Object> of(Resource<RevisionSpec, RevisionObserved> revision) {
    String app = revision.wanted().app();
    String name = revision.key().name();
    var view = new TreeMap<>(Typed.map(revision.wanted().template()));
    view.remove("managed_domain_mappings");
    view.putAll(about(revision, app, name));
    Defaults.ofRevision(view);
    view.put("computed_env_variables", computed(app, name, view));
    view.put("status", revision.observed().status());
    view.put("status_details", details(revision));
    View.put(view, "image_digest", revision.observed().digest());
    return view;
  }

  /// Whether it could be started with every registry gone; nothing before it is known what it
  /// needs.
  void drift(Map<String, Object> details, Resource<RevisionSpec, RevisionObserved> revision) {
    site.store().drift(revision.key()).ifPresent(drift -> details.put("drift", Typed.map(drift)));
  }

  void offline(Map<String, Object> details, Resource<RevisionSpec, RevisionObserved> revision) {
    var digest = revision.observed().digest();
    if (digest == null) {
      return;
    }
    var secret = Optional.ofNullable(revision.wanted().template().imageSecret());
    try {
      var offline =
          site.driver().images().offline(new Asker(home.id(), secret), Digest.parse(digest));
      details.put("offline", ImageView.offline(offline));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> about(
      Resource<RevisionSpec, RevisionObserved> revision, String app, String name) {
    return Map.of(
        "app_name",
        app,
        "name",
        name,
        "id",
        revision.id(),
        "created_at",
        View.time(revision.createdAt()),
        "project_id",
        home.id(),
        "region",
        Site.REGION,
        "resource_type",
        "app_revision_v2",
        "href",
        site.href("projects", home.id(), "apps", app, "revisions", name));
  }

  private List<Map<String, Object>> computed(String app, String name, Map<String, Object> view) {
    var computed = new ArrayList<Map<String, Object>>();
    computed.add(View.literal("CE_APP", app));
    computed.addAll(View.computed(home));
    computed.add(View.literal("K_CONFIGURATION", app));
    computed.add(View.literal("K_REVISION", name));
    computed.add(View.literal("K_SERVICE", app));
    computed.add(View.literal("PORT", String.valueOf(view.get("image_port"))));
    return computed;
  }

  private Map<String, Object> details(Resource<RevisionSpec, RevisionObserved> revision) {
    var observed = revision.observed();
    var details = new TreeMap<String, Object>();
    offline(details, revision);
    drift(details, revision);
    details.put("actual_instances", observed.actualInstances());
    details.put("reason", observed.reason());
    if (!observed.status().equals("ready")) {
      View.why(details, observed.diagnosis(), observed.retryAt());
    }
    return details;
  }
}
