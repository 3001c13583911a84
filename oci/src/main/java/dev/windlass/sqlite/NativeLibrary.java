// SPDX-License-Identifier: Apache-2.0
package dev.windlass.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's machine code. The driver would unpack it into /tmp at each start; we unpack it once,
/// where nobody else may write.
final class NativeLibrary {
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  private NativeLibrary() {}

  /// Must be called before the first connection of this process.
  static synchronized void unpack(Path folder) throws IOException {
    if (System.getProperty(PATH) != null) {
      return; // somebody knows better, or we did it already
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    Path home = folder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
    if (!Files.exists(home.resolve(name))) {
      copy(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name, home, name);
    }
    System.setProperty(PATH, home.toString());
    System.setProperty(NAME, name);
  }

  private static void copy(String resource, Path home, String name) throws IOException {
    Files.createDirectories(home);
    Path draft = Files.createTempFile(home, ".draft-", "");
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("the SQLite driver has no library for this machine: " + resource);
      }
      Files.copy(library, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.move(draft, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
