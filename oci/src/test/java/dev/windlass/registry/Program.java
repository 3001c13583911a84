// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A program that people push and pull with.
interface Program {
  /// @param into where to, with a tag
  /// @param signIn `USER:PASSWORD`
  Shell.Ended push(Thing thing, String into, Optional<String> signIn)
      throws IOException, InterruptedException;

  /// Pulls to a place where nothing is.
  Pulled pull(String from, Optional<String> signIn) throws IOException, InterruptedException;

  /// Which digests are there when it has pulled something.
  List<String> essence(Thing thing);

  /// @param digests what is there now
  record Pulled(Shell.Ended ended, String digests) {}

  /// Those that keep an image in a form of their own make another manifest of it when they push.
  boolean keepsBytes();
}
