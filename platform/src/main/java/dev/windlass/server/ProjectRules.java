// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.List;
import java.util.Map;

/// Which projects there may be.
final class ProjectRules {
  private static final int MOST_TAGS = 100;

  static final Shape SHAPE =
      Shape.of("a project")
          .needs("name", Names.OF_PROJECT)
          .may("resource_group_id", Rule.text(128))
          .may("tags", new Rule.Items(MOST_TAGS, Rule.text(128)));

  private ProjectRules() {}

  static List<Problem> problems(Map<String, Object> project) {
    var problems = new Problems();
    SHAPE.check(project, problems);
    return problems.all();
  }
}
