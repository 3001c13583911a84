// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is in a tar, it is unpacked or refused as a bad one, and nothing outside its folder is
/// made, changed or removed.
class TarFuzzTest {
  private static final Limits LIMITS = Limits.STANDARD.withUnpacked(4 << 20, 1000);
  private static final int BLOCK = 512;

  /// An entry that is nearly right.
  record Entry(char type, String name, String link, int mode, int user, String content) {
    byte[] bytes() {
      boolean full = type == '0' || type == 'L' || type == 'x';
      byte[] body = full ? content.getBytes(ISO_8859_1) : new byte[0];
      byte[] all = new byte[BLOCK + (body.length + BLOCK - 1) / BLOCK * BLOCK];
      put(all, 0, 100, name);
      put(all, 100, 8, Integer.toOctalString(mode));
      put(all, 108, 8, Integer.toOctalString(user));
      put(all, 116, 8, "0");
      put(all, 124, 12, Integer.toOctalString(body.length));
      put(all, 136, 12, "14000000000");
      all[156] = (byte) type;
      put(all, 157, 100, link);
      put(all, 257, 8, "ustar\00000");
      System.arraycopy(body, 0, all, BLOCK, body.length);
      sum(all);
      return all;
    }

    private static void put(byte[] block, int at, int most, String text) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      System.arraycopy(bytes, 0, block, at, Math.min(most, bytes.length));
    }
  }

  private static void sum(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += header[i] & 0xff;
    }
    Entry.put(header, 148, 8, "%06o\0 ".formatted(sum));
  }

  private static byte[] tar(List<Entry> entries) {
    var tar = new ByteArrayOutputStream();
    entries.forEach(entry -> tar.writeBytes(entry.bytes()));
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    return entry().list().ofMinSize(1).ofMaxSize(30);
  }

  private static Arbitrary<Entry> entry() {
    return Combinators.combine(
            Arbitraries.of(
                '0', '0', '0', '1', '1', '2', '2', '2', '3', '4', '5', '5', '5', '6', 'L', 'x', 'g',
                '?'),
            path(),
            path(),
            Arbitraries.integers().between(0, 07777),
            Arbitraries.of(0, 0, 1000, 2097151),
            content())
        .as(Entry::new);
  }

  private static Arbitrary<String> path() {
    var parts =
        Arbitraries.of(
            "a",
            "a",
            "a",
            "b",
            "b",
            "c",
            "..",
            ".",
            "",
            ".wh.a",
            ".wh.b",
            ".wh..wh..opq",
            ".wh.",
            ".wh...",
            "outside",
            "\u00ff",
            "a\0b");
    return parts.list().ofMinSize(1).ofMaxSize(4).map(all -> String.join("/", all));
  }

  private static Arbitrary<String> content() {
    return Arbitraries.of(
        "",
        "content",
        "x".repeat(1500),
        "../outside/canary",
        "18 path=../canary\n",
        "30 SCHILY.xattr.user.note=yes\n",
        "21 GNU.sparse.major=1\n",
        "25 GNU.sparse.size=100000\n",
        "999999 path=a\n",
        "17 size=99999999\n",
        "21 mtime=1e999999999\n",
        "22 mtime=1700000000.5\n");
  }

  @Property
  void staysInItsFolder(@ForAll("entries") List<Entry> entries) throws IOException {
    unpack(tar(entries));
  }

  @Property
  void takesNoHarmFromChangedBytes(
      @ForAll("entries") List<Entry> entries, @ForAll("changes") List<Integer> changes)
      throws IOException {
    byte[] tar = tar(entries);
    for (int change : changes) {
      int at = Math.floorMod(change, tar.length);
      tar[at] ^= (byte) (1 << (change >>> 29));
      byte[] header = Arrays.copyOfRange(tar, at / BLOCK * BLOCK, at / BLOCK * BLOCK + BLOCK);
      sum(header);
      System.arraycopy(header, 148, tar, at / BLOCK * BLOCK + 148, 8);
    }
    unpack(tar);
  }

  @Provide
  Arbitrary<List<Integer>> changes() {
    return Arbitraries.integers().list().ofMinSize(1).ofMaxSize(8);
  }

  private static void unpack(byte[] tar) throws IOException {
    var top = Files.createTempDirectory("windlass-tar-");
    try {
      var layer = Files.createDirectories(top.resolve("x/layer"));
      var canary = Files.createDirectories(top.resolve("x/outside")).resolve("canary");
      Files.writeString(canary, "sings");
      try {
        Unpacking.unpack(TarBall.pieces(tar), layer, LIMITS);
      } catch (BadTar refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
      assertThat(names(top, layer))
          .containsExactlyInAnyOrder(top, top.resolve("x"), canary.getParent(), canary);
      assertThat(canary).hasContent("sings");
      assertThat(Files.getAttribute(canary, "unix:nlink", LinkOption.NOFOLLOW_LINKS)).isEqualTo(1);
    } finally {
      ImageFolder.delete(top);
    }
  }

  /// All that is there, without what is in the layer.
  private static List<Path> names(Path top, Path layer) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(path -> !path.startsWith(layer)).toList();
    }
  }
}
