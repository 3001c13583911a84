// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.windlass.linux.Linux;
import dev.windlass.linux.LinuxException;
import dev.windlass.linux.UserNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mounts for real, so it needs root.
class RootFsTest {
  @TempDir Path temp;

  private Path folder() {
    return temp.resolve("container");
  }

  @AfterEach
  void unmount() throws IOException {
    RootFs.unmount(folder());
  }

  private Path layer(String name, byte[] tar) throws IOException {
    var layer = Files.createDirectories(temp.resolve("layers").resolve(name));
    Unpacking.unpack(TarBall.pieces(tar), layer, Limits.STANDARD);
    return layer;
  }

  private static Image image(List<Path> layers) {
    return new Image(
        new Reference.Pinned(Repository.parse("test"), Digest.of(new byte[0])),
        new Image.Config(Platform.here(), List.of(), List.of(), Map.of(), "", ""),
        layers);
  }

  private Image shop() throws IOException {
    return image(
        List.of(
            layer(
                "low",
                new TarBall()
                    .folder("etc")
                    .file("etc/passwd", "low")
                    .file("etc/kept", "low")
                    .folder("cache")
                    .file("cache/old", "low")
                    .tar()),
            layer(
                "high",
                new TarBall()
                    .file("etc/.wh.passwd", "")
                    .folder("cache")
                    .file("cache/.wh..wh..opq", "")
                    .file("cache/new", "high")
                    .file("etc/owned", new byte[0], entry -> entry.setIds(7, 8))
                    .tar())));
  }

  private static Object owner(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void layersLieOnEachOther() throws IOException {
    var root = RootFs.mount(shop(), folder(), Optional.empty());
    assertThat(root).isEqualTo(folder().resolve("rootfs"));
    assertThat(root.resolve("etc/kept")).hasContent("low");
    assertThat(root.resolve("etc/passwd")).doesNotExist();
    assertThat(root.resolve("cache/old")).doesNotExist();
    assertThat(root.resolve("cache/new")).hasContent("high");
    assertThat(owner(root.resolve("etc/owned"))).isEqualTo(7);
    Files.writeString(root.resolve("etc/kept"), "changed");
    assertThat(folder().resolve("upper/etc/kept")).hasContent("changed");
    assertThat(temp.resolve("layers/low/etc/kept")).hasContent("low");
  }

  /// As builders make them that write the same empty layer again and again.
  @Test
  void aLayerMayComeTwice() throws IOException {
    var shop = shop();
    var layers =
        List.of(shop.layers().getFirst(), shop.layers().getLast(), shop.layers().getFirst());
    var twice = new Image(shop.reference(), shop.config(), layers);
    var root = RootFs.mount(twice, folder(), Optional.empty());
    assertThat(root.resolve("etc/kept")).hasContent("low");
    assertThat(root.resolve("etc/passwd")).as("not hidden any more").exists();
  }

  @Test
  void unmountingTwiceIsUnmountingOnce() throws IOException {
    var root = RootFs.mount(shop(), folder(), Optional.empty());
    RootFs.unmount(folder());
    assertThat(root).isEmptyDirectory();
    RootFs.unmount(folder());
    RootFs.unmount(temp.resolve("never-mounted"));
  }

  @Test
  void usersAreMappedWithoutCopying() throws IOException, InterruptedException {
    assumeThat(UserNamespace.allowed()).isTrue();
    try (var namespace = UserNamespace.make(100_000, 65_536)) {
      var shop = shop();
      assumeThat(RootFs.canMapIds(temp.resolve("layers"), IdMap.of(namespace))).isTrue();
      var root = RootFs.mount(shop, folder(), Optional.of(IdMap.of(namespace)));
      assertThat(owner(root)).isEqualTo(100_000);
      assertThat(owner(root.resolve("etc/kept"))).isEqualTo(100_000);
      assertThat(owner(root.resolve("etc/owned"))).isEqualTo(100_007);
      assertThat(root.resolve("etc/passwd")).doesNotExist();
      assertThat(owner(temp.resolve("layers/high/etc/owned"))).isEqualTo(7);
      try (var left = Files.newDirectoryStream(folder(), "mapped-*")) {
        assertThat(left).isEmpty();
      }
    }
  }

  /// What root in the container does, root here cannot: the copy goes to the mapped user.
  @Test
  void theMappedRootMayWrite() throws IOException, InterruptedException {
    assumeThat(UserNamespace.allowed()).isTrue();
    try (var namespace = UserNamespace.make(100_000, 65_536)) {
      assumeThat(RootFs.canMapIds(temp, IdMap.of(namespace))).isTrue();
      var shop = shop();
      Linux.mode(temp, 0755);
      var root = RootFs.mount(shop, folder(), Optional.of(IdMap.of(namespace)));
      var write =
          new ProcessBuilder(
              "setpriv",
              "--reuid=100000",
              "--regid=100000",
              "--clear-groups",
              "sh",
              "-c",
              "echo mine > " + root.resolve("etc/kept"));
      assertThat(write.inheritIO().start().waitFor()).isZero();
      assertThat(root.resolve("etc/kept")).hasContent("mine\n");
      assertThat(owner(folder().resolve("upper/etc/kept"))).isEqualTo(100_000);
    }
  }

  @Test
  void manyLayersAreFine() throws IOException {
    var layers = new ArrayList<Path>();
    for (int i = 0; i < 200; i++) {
      layers.add(
          layer(
              "layer-with-a-rather-long-name-" + i,
              new TarBall().file("f" + i, "" + i).file("last", "" + i).tar()));
    }
    var root = RootFs.mount(image(layers), folder(), Optional.empty());
    assertThat(root.resolve("f0")).hasContent("0");
    assertThat(root.resolve("last")).hasContent("199");
  }

  @Test
  void anImageWithoutLayersIsEmpty() throws IOException {
    assertThat(RootFs.mount(image(List.of()), folder(), Optional.empty())).isEmptyDirectory();
  }

  @Test
  void aFailedMountLeavesNothingMounted() throws IOException {
    var image = image(List.of(temp.resolve("no-such-layer")));
    try {
      RootFs.mount(image, folder(), Optional.empty());
    } catch (LinuxException e) {
      assertThat(e.number()).isEqualTo(LinuxException.ENOENT);
    }
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(temp.toString());
  }

  @Test
  void layersAreTriedOutWithoutAPlace(@TempDir Path temp) throws IOException {
    var empty = Files.createDirectories(temp.resolve("empty"));
    var one = Files.createDirectories(temp.resolve("one"));
    var two = Files.createDirectories(temp.resolve("two"));
    RootFs.tryOut(List.of(one), empty);
    RootFs.tryOut(List.of(one, two), empty);
    if (RootFs.takesLayersOneByOne(System.getProperty("os.version"))) {
      assertThatThrownBy(() -> RootFs.tryOut(List.of(temp.resolve("gone")), empty))
          .isInstanceOf(LinuxException.class);
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(temp.toString());
  }

  @Test
  void olderKernelsAreNotAsked() {
    assertThat(RootFs.takesLayersOneByOne("6.1.0-37-amd64")).isFalse();
    assertThat(RootFs.takesLayersOneByOne("6.8")).isTrue();
    assertThat(RootFs.takesLayersOneByOne("6.18.44-fc")).isTrue();
    assertThat(RootFs.takesLayersOneByOne("5.10.0")).isFalse();
  }
}
