// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterTest {
  @TempDir private Path folder;
  private Stock stock;

  @BeforeEach
  void open() throws IOException {
    stock = Stock.in(folder);
  }

  @AfterEach
  void close() {
    stock.close();
  }

  private Meter meter() {
    return stock.store().meter();
  }

  @Test
  void countsTheBytesOfTheMonthAlsoOverARestart() throws Exception {
    meter().traffic(100);
    meter().flush();
    meter().traffic(20);
    assertThat(meter().used()).isEqualTo(120);
    stock.restart();
    assertThat(meter().used()).isEqualTo(120);
    meter().traffic(3);
    assertThat(meter().used()).isEqualTo(123);
  }

  @Test
  void startsAnewWithTheMonthOfUtc() throws Exception {
    stock.clock.set("2024-06-30T23:59:59Z");
    meter().traffic(100);
    assertThat(meter().reset()).isEqualTo(LocalDate.parse("2024-07-01"));

    stock.clock.set("2024-07-01T00:00:00Z");
    assertThat(meter().used()).isZero();
    assertThat(meter().reset()).isEqualTo(LocalDate.parse("2024-08-01"));
    meter().traffic(5);
    meter().flush();
    assertThat(meter().used()).isEqualTo(5);

    stock.clock.set("2024-06-30T23:59:59Z"); // a clock that was set right
    assertThat(meter().used()).isEqualTo(100);
    stock.restart();
    assertThat(meter().used()).isEqualTo(100);
  }

  @Test
  void theNextYearFollowsDecember() {
    stock.clock.set("2024-12-31T23:00:00Z");
    assertThat(meter().reset()).isEqualTo(LocalDate.parse("2025-01-01"));
  }

  @Test
  void losesAndInventsNothingWhenItIsWrittenDownMeanwhile() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Integer>>();
      for (int thread = 0; thread < 8; thread++) {
        work.add(() -> {
          for (int i = 0; i < 5_000; i++) {
            meter().traffic(1);
          }
          return 0;
        });
      }
      for (int flush = 0; flush < 20; flush++) {
        work.add(() -> {
          meter().flush();
          assertThat(meter().used()).isBetween(0L, 40_000L);
          return 0;
        });
      }
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    }
    assertThat(meter().used()).isEqualTo(40_000);
    stock.restart();
    assertThat(meter().used()).isEqualTo(40_000);
  }

  @Test
  void remembersWhenAnImageWasPulledLast() {
    var image = stock.image("shop/web").layers("app").push();
    meter().pulled(new Name("shop/web"), image);
    stock.clock.forward(Duration.ofMinutes(1));
    meter().pulled(new Name("shop/web"), image);
    meter().pulled(new Name("shop/none"), image);
    meter().flush();
    meter().flush();
    assertThat(stock.store().images().list(""))
        .extracting(Image::pulled)
        .singleElement()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.optional(Instant.class))
        .contains(Instant.parse("2024-06-15T12:01:00Z"));
  }
}
