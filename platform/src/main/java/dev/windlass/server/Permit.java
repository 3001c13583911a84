// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.identity.Caller;
import dev.windlass.identity.Role;
import java.util.List;
import java.util.Set;

/// Which role a request needs. Asks nobody: a table of methods and paths.
///
/// @param needed the least role
/// @param everywhere whether it has to be a role on the whole engine
record Permit(Role needed, boolean everywhere) {
  private static final Set<String> LOOKING = Set.of("GET", "HEAD");
  private static final String PROJECTS = "projects";

  /// @param path with `v2` in front
  static Permit of(String method, List<String> path) {
    boolean looks = LOOKING.contains(method);
    var what = path.size() > 1 ? path.get(1) : "";
    return switch (what) {
      case PROJECTS ->
          path.size() <= 3 ? ofProject(looks, path.size() == 2) : ofContent(looks, path);
      case "api_keys" -> new Permit(Role.MANAGER, false);
      case "reclamations" -> new Permit(looks ? Role.VIEWER : Role.MANAGER, true);
      case "images" -> new Permit(looks ? Role.VIEWER : Role.EDITOR, true);
      default -> new Permit(looks ? Role.VIEWER : Role.MANAGER, false);
    };
  }

  private static Permit ofProject(boolean looks, boolean all) {
    return looks ? new Permit(Role.VIEWER, false) : new Permit(Role.MANAGER, all);
  }

  /// An examination is a POST that changes nothing.
  private static Permit ofContent(boolean looks, List<String> path) {
    boolean examines = path.getLast().equals("doctor");
    return new Permit(looks || examines ? Role.VIEWER : Role.EDITOR, false);
  }

  /// Throws when the caller may not. A project that they may not see is for them not there.
  void check(Caller caller, List<String> path) {
    if (path.size() > 2 && path.get(1).equals(PROJECTS) && !caller.sees(path.get(2))) {
      throw Site.noProject(path.get(2));
    }
    if (!caller.role().may(needed)) {
      throw Refused.forbidden(
          "The API key '%s' has the role %s, and this needs %s; ask somebody with the role Manager for another key"
              .formatted(caller.name(), caller.role(), needed));
    }
    if (everywhere && caller.project().isPresent()) {
      throw Refused.forbidden(
          "The API key '%s' is for one project, and this is about the whole engine; ask with a key that is for all"
              .formatted(caller.name()));
    }
  }
}
