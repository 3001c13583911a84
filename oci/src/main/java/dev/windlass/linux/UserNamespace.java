// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;

/// A user namespace in which ids from 0 are ids from `base` outside. It lives as long as this
/// object, or whatever was mounted with it, needs it.
public final class UserNamespace implements AutoCloseable {
  private static final String READY = "ready";

  private final int base;
  private final int count;
  private final Fd fd;

  private UserNamespace(int base, int count, Fd fd) {
    this.base = base;
    this.count = count;
    this.fd = fd;
  }

  /// Makes one, with the help of a child process that lives only meanwhile. Needs root.
  public static UserNamespace make(int base, int count) throws IOException, InterruptedException {
    var child =
        new ProcessBuilder("unshare", "--user", "sh", "-c", "echo " + READY + "; exec cat")
            .redirectErrorStream(true)
            .start();
    try (var words = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      var first = words.readLine();
      if (!READY.equals(first)) {
        throw new IOException("unshare --user: " + first);
      }
      return new UserNamespace(base, count, map(Path.of("/proc/" + child.pid()), base, count));
    } finally {
      child.getOutputStream().close(); // cat ends with its input
      child.waitFor();
    }
  }

  private static Fd map(Path process, int base, int count) throws IOException {
    var line = "0 %d %d\n".formatted(base, count);
    Files.writeString(process.resolve("uid_map"), line);
    Files.writeString(process.resolve("gid_map"), line);
    return Fd.open(process.resolve("ns/user"));
  }

  /// Whether kernel and rights allow user namespaces here; found out by making one.
  public static boolean allowed() throws InterruptedException {
    try (var _ = make(100_000, 65_536)) {
      return true;
    } catch (IOException e) {
      System.getLogger(UserNamespace.class.getName())
          .log(System.Logger.Level.DEBUG, "no user namespaces here", e);
      return false;
    }
  }

  /// The id outside that is 0 inside.
  public int base() {
    return base;
  }

  public int count() {
    return count;
  }

  public Fd fd() {
    return fd;
  }

  @Override
  public void close() throws LinuxException {
    fd.close();
  }
}
