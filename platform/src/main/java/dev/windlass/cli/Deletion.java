// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;

/// Deletes after asking, and puts up with what is gone already when told to.
final class Deletion {
  private Deletion() {}

  /// With `OK` at the end.
  static void run(Call call, String kind, String name, Runnable delete) {
    if (!agreed(call, kind, name)) {
      return;
    }
    delete(call, kind, name, delete);
    call.console().ok();
  }

  static boolean agreed(Call call, String kind, String name) {
    return call.options().flag("force")
        || call.console().agrees("Are you sure you want to delete " + kind + " " + name + "?");
  }

  /// False when there was nothing to delete.
  static boolean delete(Call call, String kind, String name, Runnable delete) {
    call.console().progress("Deleting " + kind + " '" + name + "'...");
    try {
      delete.run();
      return true;
    } catch (ApiException e) {
      if (!e.notFound() || !call.options().flag("ignore-not-found")) {
        throw e;
      }
      return false;
    }
  }
}
