// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ProjectPrototype;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Resource;

/// The project that a request is about.
record Home(String id, String name, String subdomain, String status) {
  static Home of(Resource<ProjectPrototype, ProjectObserved> project) {
    return new Home(
        project.key().name(),
        project.wanted().name(),
        project.observed().subdomain(),
        project.observed().status());
  }

  /// What is in a project that is soft-deleted is out of reach until it is restored.
  void refuseIfSuspended() {
    if (status.equals("soft_deleted")) {
      throw Refused.conflict(
          "project_not_active",
          "Project '%s' is soft-deleted; restore it first: windlass project restore --name %s"
              .formatted(name, name));
    }
  }

  void refuseUnlessActive() {
    if (!status.equals("active")) {
      throw Refused.conflict(
          "project_not_active",
          "Project is not yet active: project '%s' is %s; ask again when its status is active"
              .formatted(name, status));
    }
  }
}
