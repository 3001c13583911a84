// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static java.lang.System.Logger.Level.DEBUG;

import dev.windlass.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// crun, or runc where there is no crun: what unpacks namespaces and cgroups for one process.
///
/// @param prefix what has to run it; see [Cgroups#prefix]
/// @param version told apart because compiled filters are good for one version only
/// @param root where it keeps its own state
record OciRuntime(List<String> prefix, Path binary, String version, Path root) {
  private static final System.Logger LOG = System.getLogger(OciRuntime.class.getName());
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/crun"),
          Path.of("/usr/local/bin/crun"),
          Path.of("/usr/bin/runc"),
          Path.of("/usr/sbin/runc"),
          Path.of("/usr/local/bin/runc"));

  static OciRuntime find(List<String> prefix, Path root) throws IOException, InterruptedException {
    var binary =
        PLACES.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() ->
                new IOException(
                    "no OCI runtime: containers need crun or runc, and neither is in"
                        + " /usr/bin; install it: apt-get install crun"));
    Files.createDirectories(root);
    var version = Command.of(binary.toString(), "--version").run().lines().findFirst().orElse("");
    return new OciRuntime(prefix, binary, version.replaceAll("[^A-Za-z0-9.]+", "-"), root);
  }

  boolean crun() {
    return binary.endsWith("crun");
  }

  /// The options that go before each of its commands.
  List<String> options() {
    return crun()
        ? List.of("--root=" + root, "--cgroup-manager=cgroupfs")
        : List.of("--root=" + root);
  }

  /// Lets the created process of a container go on to its own program. With crun that process waits
  /// for a byte from a fifo, so it is given one: `crun start` does nothing else, and takes longer
  /// to begin than that. Where anything is other than expected, it is asked after all.
  void start(String id) throws IOException, InterruptedException, Refused {
    if (!crun() || !tell(folder(id).resolve("exec.fifo"))) {
      startByCommand(id);
    }
  }

  private static boolean tell(Path fifo) {
    try {
      Linux.tell(fifo);
      Files.delete(fifo); // by which crun knows that it runs
      return true;
    } catch (IOException e) {
      LOG.log(DEBUG, "nobody reads {0}: {1}", fifo, e.getMessage());
      return false;
    }
  }

  private void startByCommand(String id) throws IOException, InterruptedException, Refused {
    var outcome = command("start", id).outcome();
    if (outcome.code() != 0) {
      var words = outcome.output().strip();
      throw new Refused(Complaint.kind(words), words);
    }
  }

  /// Kills what runs of a container and removes its cgroup and the runtime's own state. One that
  /// was cut off while it made that state cannot make sense of it; then the state just goes.
  void delete(String id) throws IOException, InterruptedException {
    if (Files.exists(folder(id))) {
      var outcome = command("delete", "--force", id).outcome();
      if (outcome.code() != 0) {
        LOG.log(DEBUG, "delete {0}: {1}", id, outcome.output().strip());
        Layout.delete(folder(id));
      }
    }
  }

  /// Removes the runtime's own state of a container that has ended, which is what it would do
  /// itself but for its cgroup, and takes less time than to start it.
  void forget(String id) throws IOException {
    Layout.delete(folder(id));
  }

  /// Where the runtime keeps what it knows of a container.
  Path folder(String id) {
    return root.resolve(id);
  }

  private Command command(String... words) {
    var all = new ArrayList<String>();
    all.add(binary.toString());
    all.addAll(options());
    all.addAll(List.of(words));
    return Command.of(all).after(prefix);
  }
}
