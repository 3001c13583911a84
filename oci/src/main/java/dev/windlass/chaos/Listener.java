// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

/// A port that is ours until this is closed.
interface Listener extends AutoCloseable {
  int port();

  @Override
  void close();
}
