// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every way to inflate must do. The JDK's is tried on each machine, ISA-L where it is there.
class GzipTest {
  private static final byte[] TEXT = text();

  record Way(String name, Supplier<GzipMember> member) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.concat(
        Stream.of(new Way("JDK", JdkMember::new)),
        IsalMember.LIBRARY.stream()
            .map(library -> new Way("ISA-L", () -> new IsalMember(library))));
  }

  /// Some of it can be compressed and some cannot.
  private static byte[] text() {
    var random = new Random(4);
    var text = new ByteArrayOutputStream();
    for (int i = 0; i < 400; i++) {
      text.writeBytes(
          "a line that comes again and again ".repeat(random.nextInt(20)).getBytes(UTF_8));
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      text.writeBytes(noise);
    }
    return text.toByteArray();
  }

  /// @param piece how many bytes come at once
  /// @param room how many there is room for
  private static byte[] gunzip(Way way, byte[] bytes, int piece, int room) throws IOException {
    var all = new ByteArrayOutputStream();
    var in = ByteBuffer.allocateDirect(piece);
    var out = ByteBuffer.allocateDirect(room);
    try (var gzip = new Gzip(way.member.get())) {
      for (int at = 0; at < bytes.length; at += piece) {
        in.clear().put(bytes, at, Math.min(piece, bytes.length - at)).flip();
        boolean full;
        do {
          gzip.inflate(in, out.clear());
          full = !out.hasRemaining();
          byte[] some = new byte[out.flip().remaining()];
          out.get(some);
          all.writeBytes(some);
        } while (full || in.hasRemaining());
      }
      gzip.end();
    }
    return all.toByteArray();
  }

  private static byte[] gunzip(Way way, byte[] bytes) throws IOException {
    return gunzip(way, bytes, 1 << 16, 1 << 16);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void givesWhatWasPutInHoweverItComes(Way way) throws IOException {
    byte[] gzip = TarBall.gzip(TEXT);
    for (int piece : new int[] {1, 2, 7, 100, 4096, 1 << 20}) {
      for (int room : new int[] {1, 3, 1000, 1 << 20}) {
        assertThat(gunzip(way, gzip, piece, room)).as("%d, %d", piece, room).isEqualTo(TEXT);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void readsAllMembers(Way way) throws IOException {
    byte[] half = Arrays.copyOf(TEXT, 30_000);
    byte[] rest = Arrays.copyOfRange(TEXT, 30_000, TEXT.length);
    byte[] gzip = TarBall.gzip(new byte[0], half, new byte[0], rest);
    for (int piece : new int[] {1, 5, 999, 1 << 20}) {
      assertThat(gunzip(way, gzip, piece, 512)).as("%d", piece).isEqualTo(TEXT);
    }
    assertThat(gunzip(way, TarBall.gzip(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void leavesAloneWhatIsBehind(Way way) throws IOException {
    byte[] gzip = TarBall.gzip(TEXT);
    for (var behind : new String[] {"\0", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "noise and more noise"}) {
      byte[] both = concat(gzip, behind.getBytes(UTF_8));
      assertThat(gunzip(way, both)).isEqualTo(TEXT);
      assertThat(gunzip(way, both, 1, 100)).isEqualTo(TEXT);
    }
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    Stream.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void readsEveryHeader(Way way) throws IOException {
    byte[] plain = TarBall.gzip(TEXT);
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    for (int flags = 0; flags < 32; flags++) {
      var header = new ByteArrayOutputStream();
      header.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 3});
      if ((flags & 4) != 0) {
        header.writeBytes(new byte[] {3, 0, 'x', 'y', 'z'});
      }
      if ((flags & 8) != 0) {
        header.writeBytes("name\0".getBytes(UTF_8));
      }
      if ((flags & 16) != 0) {
        header.writeBytes("\0".getBytes(UTF_8));
      }
      if ((flags & 2) != 0) {
        var sum = new CRC32();
        sum.update(header.toByteArray());
        header.writeBytes(new byte[] {(byte) sum.getValue(), (byte) (sum.getValue() >> 8)});
      }
      byte[] gzip = concat(header.toByteArray(), body);
      assertThat(gunzip(way, gzip)).as("flags %d", flags).isEqualTo(TEXT);
      assertThat(gunzip(way, gzip, 1, 1 << 16)).as("flags %d", flags).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void seesThatTheEndIsMissing(Way way) throws IOException {
    byte[] gzip = TarBall.gzip(Arrays.copyOf(TEXT, 3000));
    for (int length = 1; length < gzip.length; length++) {
      byte[] cut = Arrays.copyOf(gzip, length);
      assertThatThrownBy(() -> gunzip(way, cut))
          .as("%d of %d bytes", length, gzip.length)
          .isInstanceOf(IOException.class)
          .hasMessage("the gzip ends too early");
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void seesAWrongSumAndAWrongLength(Way way) throws IOException {
    byte[] gzip = TarBall.gzip(TEXT);
    for (int i = 1; i <= 8; i++) {
      byte[] wrong = gzip.clone();
      wrong[wrong.length - i] ^= 4;
      assertThatThrownBy(() -> gunzip(way, wrong))
          .isInstanceOf(IOException.class)
          .hasMessage("broken gzip: its checksum is wrong");
      assertThatThrownBy(() -> gunzip(way, wrong, 1, 100)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aChangedByteNeverChangesTheContent(Way way) throws IOException {
    byte[] gzip = TarBall.gzip(Arrays.copyOf(TEXT, 2000));
    for (int i = 10; i < gzip.length; i++) {
      byte[] wrong = gzip.clone();
      wrong[i] ^= (byte) (1 << (i % 8));
      try {
        assertThat(gunzip(way, wrong)).as("%d", i).isEqualTo(gunzip(way, gzip)); // a bit of no use
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("broken");
      }
    }
  }
}
