// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.Credential;
import dev.windlass.image.Digest;
import dev.windlass.image.Secret;
import dev.windlass.registry.Access;
import dev.windlass.registry.EmbeddedRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  private static final Secret KEY = new Secret("key");

  private EmbeddedRegistry registry;
  private URI address;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    registry =
        EmbeddedRegistry.start(folder, EmbeddedRegistry.Listening.on(listen), Access.of(KEY));
    address = URI.create("http://127.0.0.1:" + registry.address().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void fillsARegistryAndFindsItFilled() throws Exception {
    Samples.fill(address, Optional.empty());
    Samples.fill(address, Optional.empty());
    var images = SampleImages.build();
    assertThat(inspected("hello:latest", "{{.Digest}}"))
        .isEqualTo(images.hello().digest().toString());
    assertThat(inspected("job:latest", "{{.Digest}}")).isEqualTo(images.job().digest().toString());
    assertThat(inspected("crash:latest", "{{.Architecture}}")).isEqualTo("amd64");
    assertThat(inspected("wrong-port:latest", "{{.Env}}")).contains("LISTEN=9999");
    assertThat(inspected("arm64:latest", "{{.Architecture}}", "--override-arch=arm64"))
        .isEqualTo("arm64");
    assertThat(inspected("arm64:index", "{{.Os}}", "--override-arch=arm64")).isEqualTo("linux");
  }

  @Test
  void offersNothingButArm64InItsIndex() throws Exception {
    Samples.fill(address, Optional.empty());
    assertThatThrownBy(() -> inspected("arm64:index", "{{.Os}}", "--override-arch=amd64"))
        .hasMessageContaining("for architecture amd64");
  }

  private String inspected(String image, String format, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("skopeo"));
    command.addAll(List.of(options));
    var name = "docker://" + address.getAuthority() + "/samples/" + image;
    command.addAll(List.of("inspect", "--tls-verify=false", "--format", format, name));
    return Commands.output(command);
  }

  @Test
  void givesTheSameBytesEachTimeAndOthersForAnotherVersion() throws Exception {
    assertThat(SampleImages.build().hello().digest())
        .isEqualTo(SampleImages.build().hello().digest())
        .isNotEqualTo(SampleImages.build().hello("v2").digest());
  }

  @Test
  void overwritesATag() throws Exception {
    var images = SampleImages.build();
    var none = Optional.<Credential>empty();
    Samples.push(images.hello(), address, "samples/hello", "latest", none);
    Samples.push(images.hello("v2"), address, "samples/hello", "latest", none);
    assertThat(inspected("hello:latest", "{{.Digest}}"))
        .isEqualTo(images.hello("v2").digest().toString());
  }

  @Test
  void signsInWhereItHasTo() throws Exception {
    var image = SampleImages.build().crash();
    var owner = Optional.of(new Credential("iamapikey", KEY));
    Samples.push(image, address, "private/crash", "v1", owner);

    assertThatThrownBy(() -> Samples.push(image, address, "private/crash", "v1", Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answered 401")
        .hasMessageContaining("credentials of somebody");
    var wrong = Optional.of(new Credential("iamapikey", new Secret("hush")));
    assertThatThrownBy(() -> Samples.push(image, address, "private/crash", "v1", wrong))
        .hasMessageContaining("check the user name")
        .hasMessageNotContaining("hush");
  }

  @Test
  void packsLargeImagesThatAnybodyCanRead(@TempDir Path folder) throws Exception {
    Path source = Files.createDirectories(folder.resolve("source"));
    for (int i = 0; i < 6; i++) {
      Files.write(source.resolve("file" + i), new byte[600_000]);
    }
    var luggage = new Luggage(source, 2, 1 << 20).pack(folder);
    assertThat(luggage).hasSize(2);
    for (Layer layer : luggage) {
      try (var in = layer.blob().open()) {
        assertThat(Digest.of(in.readAllBytes())).isEqualTo(layer.blob().digest());
      }
      var file = ((Blob.OnDisk) layer.blob()).file().toString();
      assertThat(Commands.output(List.of("tar", "-tzf", file)))
          .contains("luggage" + source + "/file");
    }
  }

  @Test
  void showsItsFoldersAndLinksAsOneIsUsedToThem(@TempDir Path folder) throws Exception {
    var ground = SampleImages.build().hello().blobs().getFirst();
    Path file = folder.resolve("ground.tar.gz");
    try (var in = ground.open()) {
      Files.copy(in, file);
    }
    var list = Commands.output(List.of("tar", "-tvzf", file.toString()));
    assertThat(list)
        .contains("drwxrwxrwt 0/0")
        .contains("bin/ls -> busybox")
        .contains("etc/passwd");
  }
}
