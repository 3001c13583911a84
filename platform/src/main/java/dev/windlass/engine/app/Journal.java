// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Kind;
import dev.windlass.engine.Store;

/// Tells what happens to a revision, to those who look at it and to those who look at its app.
record Journal(Store store) {
  void normal(Revision revision, String reason, String instance, String message) {
    tell(revision, "Normal", reason, instance, message);
  }

  void warning(Revision revision, String reason, String instance, String message) {
    tell(revision, "Warning", reason, instance, message);
  }

  private void tell(
      Revision revision, String type, String reason, String instance, String message) {
    store.record(Kind.REVISION, revision.key(), type, reason, instance, message);
    store.record(Kind.APP, revision.app(), type, reason, instance, message);
  }
}
