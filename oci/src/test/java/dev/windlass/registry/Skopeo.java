// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `skopeo`, which keeps nothing of its own: it copies from and to folders.
record Skopeo(Shell shell, Path layout) implements Program {
  @Override
  public Shell.Ended push(Thing thing, String into, Optional<String> signIn)
      throws IOException, InterruptedException {
    var options = Stream.concat(Stream.of("--dest-tls-verify=false"), creds("dest", signIn));
    return copy(options, "oci:" + layout + ":" + thing, "docker://" + into);
  }

  @Override
  public Pulled pull(String from, Optional<String> signIn)
      throws IOException, InterruptedException {
    Path back = shell.fresh("skopeo");
    var options = Stream.concat(Stream.of("--src-tls-verify=false"), creds("src", signIn));
    var ended = copy(options, "docker://" + from, "oci:" + back + ":back");
    return new Pulled(ended, ended.isFine() ? blobs(back) : "");
  }

  private static Stream<String> creds(String side, Optional<String> signIn) {
    return signIn.stream().map(both -> "--" + side + "-creds=" + both);
  }

  private static String blobs(Path layout) throws IOException {
    try (var files = Files.list(layout.resolve("blobs/sha256"))) {
      return files.map(file -> "sha256:" + file.getFileName()).collect(Collectors.joining("\n"));
    }
  }

  Shell.Ended copyWithin(String from, String into) throws IOException, InterruptedException {
    var options = Stream.of("--src-tls-verify=false", "--dest-tls-verify=false");
    return copy(options, "docker://" + from, "docker://" + into);
  }

  Shell.Ended delete(String image) throws IOException, InterruptedException {
    return shell.run(List.of("skopeo", "delete", "--tls-verify=false", "docker://" + image));
  }

  private Shell.Ended copy(Stream<String> options, String from, String to)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("skopeo", "copy", "--all"));
    options.forEach(command::add);
    command.addAll(List.of(from, to));
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
  public String toString() {
    return "skopeo";
  }
}
