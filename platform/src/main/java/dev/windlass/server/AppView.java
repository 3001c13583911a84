// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.TrafficPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An app, as it is answered.
record AppView(Site site, Home home) {
  Map<String, Object> of(Resource<AppPrototype, AppObserved> app) {
    String name = app.key().name();
    var view = View.tagged(app, "app_v2", site.href("projects", home.id(), "apps", name));
    Defaults.ofApp(view);
    view.put("computed_env_variables", computed(name, String.valueOf(view.get("image_port"))));
    addresses(view, name);
    view.put("status", app.observed().status());
    view.put("status_details", details(app));
    return view;
  }

  private List<Map<String, Object>> computed(String name, String port) {
    var computed = new ArrayList<Map<String, Object>>();
    computed.add(View.literal("CE_APP", name));
    computed.addAll(View.computed(home));
    computed.add(View.literal("K_CONFIGURATION", name));
    computed.add(View.literal("K_SERVICE", name));
    computed.add(View.literal("PORT", port));
    return computed;
  }

  private void addresses(Map<String, Object> view, String name) {
    if (home.subdomain().isEmpty()) {
      return;
    }
    view.put("endpoint_internal", site.inside(home, name));
    view.put("endpoint", site.endpoint(home, name, view.get("managed_domain_mappings")));
  }

  private Map<String, Object> details(Resource<AppPrototype, AppObserved> app) {
    var details = new TreeMap<String, Object>();
    AppObserved observed = app.observed();
    details.put("reason", observed.reason());
    View.put(details, "latest_created_revision", observed.latestCreatedRevision());
    View.put(details, "latest_ready_revision", observed.latestReadyRevision());
    if (!observed.status().equals("ready")) {
      revision(observed.latestCreatedRevision())
          .map(Resource::observed)
          .ifPresent(revision -> View.why(details, revision.diagnosis(), revision.retryAt()));
    }
    revision(observed.latestReadyRevision())
        .or(() -> revision(observed.latestCreatedRevision()))
        .ifPresent(revision -> {
          var view = new RevisionView(site, home);
          view.offline(details, revision);
          view.drift(details, revision);
        });
    AppTraffic.find(site, app.key())
        .map(split -> new TrafficPrototype(AppTraffic.targets(site, home, split)))
        .ifPresent(split -> details.putAll(Typed.map(split)));
    return details;
  }

  private Optional<Resource<RevisionSpec, RevisionObserved>> revision(@Nullable String name) {
    return Optional.ofNullable(name)
        .flatMap(known -> site.store().find(Kind.REVISION, new Key(home.id(), known)));
  }
}
