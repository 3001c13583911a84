// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.util.List;
import java.util.Optional;

/// What is in a store.
public interface Contents {
  <W, O> Optional<Resource<W, O>> find(Kind<W, O> kind, Key key);

  /// By name. An empty project lists those of all projects.
  <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project);

  /// How many [#list] lists, without reading them.
  int count(Kind<?, ?> kind, String project);

  /// The same of one project, of those only whose name begins so.
  default <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project, String prefix) {
    return list(kind, project).stream()
        .filter(resource -> resource.key().name().startsWith(prefix))
        .toList();
  }
}
