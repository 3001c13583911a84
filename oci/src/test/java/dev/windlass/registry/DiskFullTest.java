// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry on a disk of a few megabytes, which it has in a mount namespace of its own: when it
/// ends, however, the disk is gone.
class DiskFullTest {
  private static final String SMALL_DISK =
      "mount -t tmpfs -o size=16m tmpfs \"$0\" && mkdir \"$0/registry\" && exec \"$@\"";
  private static final int LAYER = 1 << 20;
  private static final byte[] CONFIG = bytes("{\"architecture\":\"amd64\",\"os\":\"linux\"}");

  @TempDir private Path scratch;
  private final List<byte[]> acknowledged = new ArrayList<>();

  @Test
  void saysSoLosesNothingAndGoesOnWhenThereIsSpaceAgain() throws Exception {
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    Path folder = disk.resolve("registry");
    var wrapper = List.of("unshare", "--mount", "sh", "-c", SMALL_DISK, disk.toString());
    try (var child = Child.start(folder, wrapper)) {
      var client = child.client();
      var refused = fill(client);
      assertThat(refused.status()).as(refused.text()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("UNAVAILABLE");

      for (byte[] manifest : acknowledged) {
        assertThere(client, manifest);
      }
      assertThat(child.problems()).isEqualTo("[]");

      deleteAll(client);
      pushUntilItFits(client);
      assertThat(child.problems()).isEqualTo("[]");
    }
  }

  /// Pushes images until one is refused.
  private Client.Reply fill(Client client) throws IOException, InterruptedException {
    while (true) {
      var reply = push(client, acknowledged.size());
      boolean tooSlow = reply.code().equals("MANIFEST_BLOB_UNKNOWN"); // and the blobs were swept
      if (reply.status() != 201 && !tooSlow) {
        return reply;
      }
    }
  }

  private Client.Reply push(Client client, int number) throws IOException, InterruptedException {
    byte[] layer = new byte[LAYER];
    new Random(number).nextBytes(layer);
    for (byte[] blob : List.of(CONFIG, layer)) {
      var reply =
          client.send("POST", "/v2/all/full/blobs/uploads/?digest=" + Digest.of(blob), blob);
      if (reply.status() != 201) {
        return reply;
      }
    }
    byte[] manifest = Images.manifest(CONFIG, layer, ",\"number\":" + number);
    var reply =
        client.putManifest("all/full", Digest.of(manifest).toString(), Images.OCI, manifest);
    if (reply.status() == 201) {
      acknowledged.add(manifest);
    }
    return reply;
  }

  private static void assertThere(Client client, byte[] manifest)
      throws IOException, InterruptedException {
    var found = client.get("/v2/all/full/manifests/" + Digest.of(manifest));
    assertThat(found.body()).isEqualTo(manifest);
    var layer = Digest.parse("sha256:" + found.text().split("sha256:", -1)[2].substring(0, 64));
    assertThat(Digest.of(client.get("/v2/all/full/blobs/" + layer).body())).isEqualTo(layer);
  }

  private void deleteAll(Client client) throws IOException, InterruptedException {
    for (byte[] manifest : acknowledged) {
      assertThat(client.delete("/v2/all/full/manifests/" + Digest.of(manifest)).status())
          .isEqualTo(202);
    }
  }

  /// The trash and the garbage collection take a moment.
  private void pushUntilItFits(Client client) throws IOException, InterruptedException {
    var latest = Instant.now().plus(Duration.ofMinutes(1));
    int status = 0;
    while (status != 201 && Instant.now().isBefore(latest)) {
      status = push(client, 1_000).status();
    }
    assertThat(status).isEqualTo(201);
    assertThere(client, acknowledged.getLast());
  }
}
