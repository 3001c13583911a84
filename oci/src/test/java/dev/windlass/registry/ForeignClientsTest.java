// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs that people push and pull with, as they come from Debian.
class ForeignClientsTest {
  private static final List<String> SIGN_IN = List.of("--creds", "iamapikey:" + Client.KEY);

  private EmbeddedRegistry registry;
  private Client client;
  private Path layout;
  private Digest manifest;
  @TempDir private Path scratch;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    registry = Fresh.registry(folder);
    client = Client.owner(registry);
    Files.writeString(scratch.resolve("auth.json"), "{}");
    layout = Files.createDirectories(scratch.resolve("layout"));
    manifest = writeLayout(layout);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  /// An image with one file in it, as a folder that clients can read.
  private static Digest writeLayout(Path folder) throws IOException {
    byte[] tar = tar();
    byte[] layer = gzip(tar);
    byte[] config =
        bytes(
            """
            {"architecture":"amd64","os":"linux","config":{"Cmd":["/hello"]},
            "rootfs":{"type":"layers","diff_ids":["%s"]}}\
            """
                .formatted(Digest.of(tar)));
    byte[] manifest = Images.manifest(config, layer, "");
    Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    for (byte[] blob : List.of(layer, config, manifest)) {
      Files.write(blobs.resolve(Digest.of(blob).hex()), blob);
    }
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.write(folder.resolve("index.json"), Images.index(manifest));
    return Digest.of(manifest);
  }

  private static byte[] tar() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      var entry = new TarArchiveEntry("hello");
      entry.setSize(5);
      entry.setModTime(0L);
      tar.putArchiveEntry(entry);
      tar.write(bytes("hello"));
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(content);
    }
    return out.toByteArray();
  }

  /// @param output what it said, on both ways
  record Ended(int code, String output) {}

  private Ended run(Stream<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command.toList()).redirectErrorStream(true);
    process.environment().put("HOME", scratch.toString()); // nobody's passwords but ours
    process.environment().put("XDG_RUNTIME_DIR", scratch.toString());
    process.environment().put("REGISTRY_AUTH_FILE", scratch.resolve("auth.json").toString());
    var started = process.start();
    try (var out = started.getInputStream()) {
      var output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(started.waitFor(), output);
    } finally {
      started.destroyForcibly();
    }
  }

  private Ended skopeo(List<String> options, String... words)
      throws IOException, InterruptedException {
    var all = Stream.of(Stream.of("skopeo", "copy"), options.stream(), Stream.of(words));
    return run(all.flatMap(part -> part));
  }

  private String at(String image) {
    return "docker://" + client.host() + "/" + image;
  }

  @Test
  void skopeoPushesAndPullsTheSameBytes() throws Exception {
    var pushed = skopeo(List.of("--dest-tls-verify=false"), "oci:" + layout, at("a/b:v1"));
    assertThat(pushed.code).as(pushed.output).isZero();
    assertThat(client.head("/v2/a/b/manifests/v1").header("Docker-Content-Digest"))
        .isEqualTo(manifest.toString());

    Path back = scratch.resolve("back");
    var pulled = skopeo(List.of("--src-tls-verify=false"), at("a/b:v1"), "dir:" + back);
    assertThat(pulled.code).as(pulled.output).isZero();
    assertThat(Digest.of(Files.readAllBytes(back.resolve("manifest.json")))).isEqualTo(manifest);
  }

  @Test
  void skopeoMountsAndDeletes() throws Exception {
    skopeo(List.of("--dest-tls-verify=false"), "oci:" + layout, at("a:v1"));
    var copied =
        skopeo(
            List.of("--src-tls-verify=false", "--dest-tls-verify=false"), at("a:v1"), at("b:v1"));
    assertThat(copied.code).as(copied.output).isZero();
    var deleted = run(Stream.of("skopeo", "delete", "--tls-verify=false", at("b:v1")));
    assertThat(deleted.code).as(deleted.output).isZero();
    assertThat(client.get("/v2/b/manifests/v1").status()).isEqualTo(404);
    assertThat(client.get("/v2/a/manifests/v1").status()).isEqualTo(200);
  }

  @Test
  void skopeoGetsIntoPrivateOnlyWithThePassword() throws Exception {
    var tls = List.of("--dest-tls-verify=false");
    var nameless = skopeo(tls, "oci:" + layout, at("private/a:v1"));
    assertThat(nameless.code).isNotZero();
    assertThat(nameless.output).contains("requested access to the resource is denied");

    var wrong = Stream.of("--dest-creds", "iamapikey:wrong");
    var refused =
        skopeo(Stream.concat(tls.stream(), wrong).toList(), "oci:" + layout, at("private/a:v1"));
    assertThat(refused.output).contains("invalid username/password");

    var right = Stream.of("--dest-creds", "iamapikey:" + Client.KEY);
    var taken =
        skopeo(Stream.concat(tls.stream(), right).toList(), "oci:" + layout, at("private/a:v1"));
    assertThat(taken.code).as(taken.output).isZero();
  }

  @Test
  void podmanPullsAndPushes() throws Exception {
    var into =
        Stream.concat(
            Stream.of("--dest-tls-verify=false"),
            Stream.of("--dest-creds", "iamapikey:" + Client.KEY));
    skopeo(into.toList(), "oci:" + layout, at("private/a:v1"));

    var name = client.host() + "/private/a:v1";
    var denied = podman("pull", List.of(), name);
    assertThat(denied.code).isNotZero();
    var pulled = podman("pull", SIGN_IN, name);
    assertThat(pulled.code).as(pulled.output).isZero();

    var pushed = podman("push", List.of(), name, client.host() + "/open/b:v2");
    assertThat(pushed.code).as(pushed.output).isZero();
    assertThat(client.get("/v2/open/b/manifests/v2").status()).isEqualTo(200);
  }

  private Ended podman(String command, List<String> options, String... words)
      throws IOException, InterruptedException {
    var store =
        Stream.of(
            "podman",
            "--root=" + scratch.resolve("podman"),
            "--runroot=" + scratch.resolve("podman-run"),
            "--storage-driver=vfs",
            command,
            "--tls-verify=false");
    var all = Stream.of(store, options.stream(), Stream.of(words));
    return run(all.flatMap(part -> part));
  }
}
