// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.api.AppPrototype;
import dev.windlass.engine.Place;
import java.util.HashMap;
import java.util.Map;

/// The environment variables of an instance: those that every app gets, and over them those that
/// somebody set.
record Variables(Place place, String subdomain) {
  Map<String, String> of(Revision revision, Map<String, String> set) {
    AppPrototype template = revision.template();
    String app = revision.app().name();
    var all = new HashMap<String, String>();
    all.put("CE_APP", app);
    all.put("CE_PROJECT_ID", revision.app().project());
    all.put("CE_SUBDOMAIN", subdomain);
    all.put("CE_REGION", place.region());
    all.put("CE_DOMAIN", place.domain());
    all.put("CE_API_BASE_URL", place.apiBaseUrl());
    all.put("PORT", "" + Probing.port(template));
    all.put("K_SERVICE", app);
    all.put("K_CONFIGURATION", app);
    all.put("K_REVISION", revision.name());
    all.putAll(set);
    return all;
  }
}
