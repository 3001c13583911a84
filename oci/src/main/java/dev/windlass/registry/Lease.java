// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The right to be the only one who works in a folder. The kernel takes it back when we end,
/// however that happens.
record Lease(FileChannel channel) implements AutoCloseable {
  static Lease of(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new IOException(
          folder
              + " is in use: another registry runs on this folder;"
              + " stop that one or name another folder");
    }
    return new Lease(channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very program
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
