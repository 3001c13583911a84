// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.Digest;
import java.util.Arrays;
import java.util.function.Function;

/// Layers that arrive as they were pushed, and should not be unpacked. Those that try to get out
/// would make a file `/tmp/windlass-chaos-escaped`, or another name for `/etc/passwd`.
final class Layers {
  private static final String OUT = "../../../../../../../../../../";
  private static final String ESCAPED = "tmp/windlass-chaos-escaped";

  static final Family FAMILY =
      Family.of(
          "Layers",
          holding(
              "layer-bad-tar",
              "The layer has a tar header whose checksum is wrong.",
              Cause.LAYER_BROKEN,
              tar -> Layer.of(badHeader(tar))),
          holding(
              "layer-truncated-gzip",
              "The layer was cut off before it was pushed; its digest is right.",
              Cause.LAYER_BROKEN,
              tar -> Layer.of(tar, half(Tarball.gzip(tar)))),
          holding(
              "layer-not-gzip",
              "The layer is said to be a tar in gzip, and is a text.",
              Cause.LAYER_BROKEN,
              tar -> Layer.of(tar, "This is no archive.\n".getBytes(UTF_8))),
          holding(
              "layer-other-content",
              "The layer holds another tar than the configuration says.",
              Cause.LAYER_NOT_THE_CONFIGS,
              tar -> Layer.of(tar).holding(Digest.of("another".getBytes(UTF_8)))),
          holding(
              "layer-bomb",
              "The layer has one megabyte, and unpacks to a file of one gigabyte of zeros.",
              Cause.LAYER_TOO_BIG,
              _ -> Bomb.layer()),
          escaping(
              "layer-escapes-by-dots",
              "The layer has a file whose path climbs out by way of `..`.",
              new Tarball().file(OUT + ESCAPED, "out\n")),
          escaping(
              "layer-escapes-by-root",
              "The layer has a file whose path is absolute.",
              new Tarball().file("/" + ESCAPED, "out\n")),
          escaping(
              "layer-escapes-by-link",
              "The layer has a symbolic link that leads out, and a file behind it.",
              new Tarball().link("door", OUT).file("door/" + ESCAPED, "out\n")),
          escaping(
              "layer-escapes-by-hard-link",
              "The layer has a hard link to a file that is not in it.",
              new Tarball().hardLink("passwd", OUT + "etc/passwd")));

  private Layers() {}

  private static byte[] badHeader(byte[] tar) {
    tar[0] ^= 1; // a letter of the name, which the checksum still counts as it was
    return tar;
  }

  private static byte[] half(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static Fault escaping(String name, String says, Tarball tar) {
    byte[] bytes = tar.bytes();
    return holding(name, says, Cause.LAYER_ESCAPES, _ -> Layer.of(bytes));
  }

  /// @param layer is given a good tar, which no other fault has
  private static Fault holding(
      String name, String says, Cause cause, Function<byte[], Layer> layer) {
    return Documents.holding(
        name,
        says,
        cause,
        () -> {
          byte[] tar = new Tarball().file("etc/motd", Healthy.motd(name)).bytes();
          return new Draft().layer(layer.apply(tar)).stock();
        });
  }
}
