// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import java.io.IOException;
import java.util.Map;

/// Asks apps of a project.
@FunctionalInterface
public interface Post {
  /// Returns the status of the answer; blocks until it is there.
  ///
  /// @throws IOException when there was none in the time that the app allows
  int to(String project, String app, String path, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException;
}
