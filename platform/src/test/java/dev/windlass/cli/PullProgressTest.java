// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.LayerProgress;
import dev.windlass.api.Pulling;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PullProgressTest {
  private static final String IMAGE = "icr.io/shop/web@sha256:" + "ab".repeat(32);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PullProgress progress;
  private long seconds;

  PullProgressTest() {
    var printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    var around =
        new Surroundings(
            InputStream.nullInputStream(),
            printed,
            printed,
            Map.of(),
            Path.of("."),
            InstantSource.system(),
            true,
            true);
    progress = new PullProgress(new Console(around), () -> TimeUnit.SECONDS.toNanos(seconds));
  }

  private static LayerProgress layer(int number, long done, long total) {
    return new LayerProgress("sha256:" + "%02d".formatted(number).repeat(32), done, total);
  }

  private String shown(LayerProgress... layers) {
    out.reset();
    progress.show(new Pulling(IMAGE, List.of(layers)));
    return out.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9]+[A-Z]", "");
  }

  @Test
  void aBarHasBytesSpeedAndTimeLeft() {
    shown(layer(1, 0, 40_000_000), layer(2, 8_000_000, 8_000_000), layer(3, 0, 2_000_000));
    seconds = 1;
    assertThat(
            shown(
                layer(1, 10_000_000, 40_000_000),
                layer(2, 8_000_000, 8_000_000),
                layer(3, 0, 2_000_000)))
        .isEqualTo(
            """
            Pulling icr.io/shop/web@sha256:ababab…  18.0 MB of 50.0 MB  10.0 MB/s  4s left
              sha256:010101010101  [######..................]  10.0 MB of 40.0 MB  10.0 MB/s  3s left
              sha256:020202020202  [########################]  8.0 MB of 8.0 MB  done
              sha256:030303030303  [........................]  0 B of 2.0 MB
            """);
  }

  @Test
  void ofManyLayersThoseAreShownThatAreUnderWay() {
    var layers =
        IntStream.range(0, 40)
            .mapToObj(i -> layer(i, i < 20 ? 10 : i < 23 ? 5 : 0, 10))
            .toArray(LayerProgress[]::new);
    assertThat(shown(layers))
        .contains("sha256:202020202020", "sha256:212121212121", "sha256:222222222222")
        .contains("and 37 other layers");
  }

  @Test
  void aLongTimeIsInHours() {
    shown(layer(1, 0, 100_000_000_000L));
    seconds = 1;
    assertThat(shown(layer(1, 10_000_000, 100_000_000_000L))).contains("2h46m left");
  }
}
