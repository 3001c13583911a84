// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

/// Which resource of a kind.
///
/// @param project the id of its project; empty for projects themselves, whose name here is their id
public record Key(String project, String name) {
  @Override
  public String toString() {
    return project.isEmpty() ? name : project + "/" + name;
  }
}
