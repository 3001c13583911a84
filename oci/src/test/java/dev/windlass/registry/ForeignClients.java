// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// All the programs, ready to push the same things.
record ForeignClients(Skopeo skopeo, Podman podman, Podman buildah, Containerd ctr)
    implements AutoCloseable {

  static ForeignClients in(Path folder) throws IOException, InterruptedException {
    var shell = new Shell(folder);
    Path layout = Thing.layout(folder.resolve("layout"));
    return new ForeignClients(
        new Skopeo(shell, layout),
        new Podman("podman", shell, layout),
        new Podman("buildah", shell, layout),
        Containerd.start(shell, layout));
  }

  Program named(String name) {
    return List.of(skopeo, podman, buildah, ctr).stream()
        .filter(program -> program.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    ctr.close();
  }
}
