// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

/// Looks at which ports a container really listens, to explain why the right one does not answer.
public interface Listening {
  /// Looks nowhere.
  Listening UNKNOWN = _ -> "";

  /// Such as `port 3000 and 127.0.0.1:8080`; empty when it is not known.
  String of(String container);
}
