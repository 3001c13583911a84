// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ProjectPrototype;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Resource;
import java.util.Map;
import java.util.TreeMap;

/// A project, as it is answered.
record ProjectView(Site site) {
  /// One that waits to be restored or to go for good.
  Map<String, Object> reclamation(Resource<ProjectPrototype, ProjectObserved> project) {
    var view = new TreeMap<String, Object>();
    var whole = of(project);
    view.put("id", project.id());
    view.put("entity_id", project.key().name());
    view.put("entity_crn", whole.get("crn"));
    view.put("resource_instance_id", whole.get("crn"));
    view.put("resource_name", project.wanted().name());
    view.put("resource_group_id", whole.get("resource_group_id"));
    view.put("account_id", whole.get("account_id"));
    view.put("state", "SCHEDULED");
    var deleted = project.observed().deletedAt();
    View.put(view, "created_at", deleted);
    View.put(view, "target_time", deleted == null ? null : deleted.plus(ProjectLife.KEPT));
    return view;
  }

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
