// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRegistryTest {
  @TempDir private Path scratch;

  @Test
  void keepsItsFolderToItself() throws Exception {
    Path folder = scratch.resolve("registry");
    try (var _ = Fresh.registry(folder)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThatThrownBy(() -> Fresh.registry(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use");
    }
    Fresh.registry(folder).close();
  }

  @Test
  void takesTheSameBlobFromManyAtOnce() throws Exception {
    try (var registry = Fresh.registry(scratch.resolve("registry"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var client = Client.owner(registry);
      byte[] content = new byte[300_000];
      var pushes = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 20; i++) {
        pushes.add(() -> {
          byte[] manifest = Images.prepared(client, "a", "layer");
          client.push("a", content);
          return client.putManifest("a", "v1", Images.OCI, manifest).status();
        });
      }
      for (var push : threads.invokeAll(pushes)) {
        assertThat(push.get()).isEqualTo(201);
      }
      assertThat(client.get("/v2/a/manifests/v1").status()).isEqualTo(200);
    }
  }

  @Test
  void keepsWhatCameWhenAClientGoesAwayInTheMiddle() throws Exception {
    try (var registry = Fresh.registry(scratch.resolve("registry"))) {
      var client = Client.owner(registry);
      var place = client.begin("a");
      try (var socket = new Socket(registry.address().getAddress(), registry.address().getPort())) {
        var head =
            "PATCH " + place + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + client.authorization();
        socket.getOutputStream().write(bytes(head + "\r\nContent-Length: 10\r\n\r\n01234"));
      }
      var range = client.get(place).header("Range"); // waits until a PATCH is over that has begun
      for (int i = 0; i < 100 && range.equals("0-0"); i++) {
        Thread.sleep(20);
        range = client.get(place).header("Range");
      }
      var rest = range.equals("0-4") ? "56789" : "0123456789";
      assertThat(range).isIn("0-4", "0-0");
      client.send("PATCH", place, bytes(rest));
      var digest = Digest.of(bytes("0123456789"));
      assertThat(client.send("PUT", place + "?digest=" + digest, new byte[0]).status())
          .isEqualTo(201);
    }
  }

  @Test
  void hangsUpOnClientsWhoTryTlsFirst() throws Exception {
    try (var registry = Fresh.registry(scratch.resolve("registry"));
        var socket = new Socket(registry.address().getAddress(), registry.address().getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1});
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void hasPatienceWithClientsWhoSendSlowly() throws Exception {
    try (var registry = Fresh.registry(scratch.resolve("registry"))) {
      var client = Client.owner(registry);
      var place = client.begin("a");
      var drops = new SlowDrops("0123456789", Duration.ofMillis(60));
      var sent = client.send("PATCH", place, BodyPublishers.ofInputStream(() -> drops));
      assertThat(sent.header("Range")).isEqualTo("0-9");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v2/%zz HTTP/1.1",
        "GET /v2/a/manifests/%ff%fe HTTP/1.1",
        "GET /v2/a/tags/list?n=%zz HTTP/1.1",
        "GET /v2/a/tags/list?& HTTP/1.1",
        "GET /token?scope=%zz&scope=::&scope=repository::pull HTTP/1.1",
        "GET /token?= HTTP/1.1",
        "BREW /v2/ HTTP/1.1",
        "GET * HTTP/1.1",
        "GET http://x/v2/ HTTP/1.1",
        "nonsense"
      })
  void hasABetterAnswerToNonsenseThanAFailure(String line) throws Exception {
    try (var registry = Fresh.registry(scratch.resolve("registry"))) {
      var reply =
          Raw.send(
              registry.address(),
              line
                  + "\r\nHost: x\r\nConnection: close\r\nAuthorization: "
                  + Client.owner(registry).authorization()
                  + "\r\n\r\n");
      assertThat(reply).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 5");
    }
  }
}
