// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `podman`, and `buildah`, which takes the same words. They unpack images into a store and pack
/// them again.
record Podman(String name, Shell shell, Path layout) implements Program {
  @Override
  public Shell.Ended push(Thing thing, String into, Optional<String> signIn)
      throws IOException, InterruptedException {
    Path store = shell.fresh(name);
    var from = "oci:" + layout + ":" + thing;
    return switch (thing) {
      case IMAGE -> {
        String id = run(store, "pull", "--quiet", from).fine().strip();
        yield run(store, signIn, "push", id, "docker://" + into);
      }
      case INDEX -> {
        run(store, "manifest", "create", "list").fine();
        run(store, "manifest", "add", "--all", "list", from).fine();
        yield run(store, signIn, "manifest", "push", "--all", "list", "docker://" + into);
      }
      case ARTIFACT -> throw new IllegalArgumentException(name + " does not know artifacts");
    };
  }

  @Override
  public Pulled pull(String from, Optional<String> signIn)
      throws IOException, InterruptedException {
    Path store = shell.fresh(name);
    var ended = run(store, signIn, "pull", "--quiet", "docker://" + from);
    return new Pulled(ended, "sha256:" + ended.output().strip());
  }

  private Shell.Ended run(Path store, String... words) throws IOException, InterruptedException {
    return run(store, List.of(words));
  }

  private Shell.Ended run(Path store, Optional<String> signIn, String... words)
      throws IOException, InterruptedException {
    int options = words[0].equals("manifest") ? 2 : 1;
    var all = new ArrayList<>(List.of(words));
    all.add(options, "--tls-verify=false");
    signIn.ifPresent(both -> all.add(options, "--creds=" + both));
    return run(store, all);
  }

  private Shell.Ended run(Path store, List<String> words) throws IOException, InterruptedException {
    var program =
        Stream.of(
            name,
            "--root=" + store.resolve("root"),
            "--runroot=" + shell.folder().resolve(name + "-run"), // may have 50 characters
            "--storage-driver=vfs");
    return shell.run(Stream.concat(program, words.stream()).toList());
  }

  /// They say which image they pulled; the name of an image is the digest of its configuration.
  @Override
  public List<String> essence(Thing thing) {
    return List.of(Thing.IMAGE.digests().getFirst());
  }

  @Override
  public boolean keepsBytes() {
    return false;
  }

  @Override
  public String toString() {
    return name;
  }
}
