// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Debian's containerd with everything in one folder, and `ctr` to talk to it: the program does the
/// talking to registries, the daemon keeps what it gets. Whatever has its own namespace starts with
/// nothing.
final class Containerd implements Program, AutoCloseable {
  private static final Pattern READY = Pattern.compile("containerd successfully booted");

  private static final Path NEWER = Path.of("/opt/windlass/ctr/ctr");

  private final String ctr;
  private final Shell shell;
  private final Path socket;
  private final Service daemon;
  private final AtomicInteger namespaces = new AtomicInteger();

  private Containerd(String ctr, Shell shell, Path socket, Service daemon) {
    this.ctr = ctr;
    this.shell = shell;
    this.socket = socket;
    this.daemon = daemon;
  }

  /// Starts it and gives it all things of a layout.
  static Containerd start(Shell shell, Path layout) throws IOException, InterruptedException {
    return start("ctr", shell, layout);
  }

  /// With the `ctr` of a Debian after 12, which says more about what went wrong.
  static Containerd newer(Shell shell, Path layout) throws IOException, InterruptedException {
    return start(Files.exists(NEWER) ? NEWER.toString() : "ctr", shell, layout);
  }

  private static Containerd start(String ctr, Shell shell, Path layout)
      throws IOException, InterruptedException {
    Path folder = shell.fresh("containerd");
    Path socket = folder.resolve("socket");
    Path settings = folder.resolve("settings.toml");
    Files.writeString(
        settings,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
        [grpc]
        address = "%1$s/socket"
        [ttrpc]
        address = "%1$s/ttrpc"
        [plugins."io.containerd.metadata.v1.bolt"]
        content_sharing_policy = "isolated"
        """
            .formatted(folder));
    var daemon = Service.start(READY, "containerd", "--config", settings.toString());
    var all = new Containerd(ctr, shell, socket, daemon);
    try {
      all.take(layout);
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      all.close();
      throw e;
    }
    return all;
  }

  private void take(Path layout) throws IOException, InterruptedException {
    Path archive = shell.folder().resolve("layout.tar");
    shell.run(List.of("tar", "-C", layout.toString(), "-cf", archive.toString(), ".")).fine();
    ctr(
            "images",
            List.of("import", "--all-platforms", "--no-unpack", "--base-name=local"),
            archive.toString())
        .fine();
  }

  @Override
  public Shell.Ended push(Thing thing, String into, Optional<String> signIn)
      throws IOException, InterruptedException {
    return ctr("images", options("push", signIn), into, "local:" + thing);
  }

  @Override
  public Pulled pull(String from, Optional<String> signIn)
      throws IOException, InterruptedException {
    String namespace = "pull-" + namespaces.incrementAndGet();
    var fetch = options("fetch", signIn);
    fetch.add("--all-platforms");
    var ended = ctr("--namespace=" + namespace, "content", fetch, from);
    var there = ctr("--namespace=" + namespace, "content", List.of("ls"), "--quiet").fine();
    return new Pulled(ended, there);
  }

  /// Pulls and unpacks, as one does who wants to run it.
  Shell.Ended pullAndUnpack(String from) throws IOException, InterruptedException {
    String namespace = "unpack-" + namespaces.incrementAndGet();
    return ctr(
        "--namespace=" + namespace,
        "images",
        List.of("pull", "--plain-http", "--snapshotter=native"),
        from);
  }

  private static List<String> options(String command, Optional<String> signIn) {
    var options = new ArrayList<>(List.of(command, "--plain-http"));
    signIn.ifPresent(both -> options.add("--user=" + both));
    return options;
  }

  private Shell.Ended ctr(String group, List<String> options, String... words)
      throws IOException, InterruptedException {
    return ctr("--namespace=default", group, options, words);
  }

  private Shell.Ended ctr(String namespace, String group, List<String> options, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(ctr, "--address=" + socket, namespace, group));
    command.addAll(options);
    command.addAll(List.of(words));
    return shell.run(command);
  }

  @Override
  public List<String> essence(Thing thing) {
    return thing.digests();
  }

  @Override
  public boolean keepsBytes() {
    return true;
  }

  @Override
  public void close() {
    daemon.close();
  }

  @Override
  public String toString() {
    return "ctr";
  }
}
