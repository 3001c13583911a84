// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ProjectPrototype;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Resource;
import java.util.Map;
import java.util.TreeMap;

/// A project, as it is answered.
record ProjectView(Site site) {
  Map<String, Object> of(Resource<ProjectPrototype, ProjectObserved> project) {
    String id = project.key().name();
    var view = new TreeMap<String, Object>();
    view.put("account_id", "local");
    view.put("created_at", View.time(project.createdAt()));
    view.put("crn", "crn:v1:windlass:public:codeengine:%s:a/local:%s::".formatted(Site.REGION, id));
    view.put("href", site.href("projects", id));
    view.put("id", id);
    view.put("name", project.wanted().name());
    view.put("region", Site.REGION);
    view.put("resource_group_id", "default");
    View.put(view, "resource_group_id", project.wanted().resourceGroupId());
    view.put("resource_type", "project_v2");
    view.put("status", project.observed().status());
    view.put("subdomain", project.observed().subdomain());
    return view;
  }
}
