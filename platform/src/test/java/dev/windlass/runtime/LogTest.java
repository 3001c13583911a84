// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What real containers print, and how much of it is kept.
class LogTest {
  @Test
  void aLongLineAndOneWithoutEndAreWhole() throws Exception {
    try (var here = new LocalFixture()) {
      here.started(
          Samples.shell(
              "a",
              here.busybox,
              "/bin/busybox head -c 100000 /dev/zero | /bin/busybox tr '\\0' x; echo; echo -n end"));
      here.ended("a");
      assertThat(here.log("a"))
          .extracting(Log.Line::text)
          .containsExactly("x".repeat(100_000), "end");
    }
  }

  /// 4,000 lines of 500 characters.
  private static final String MUCH =
      """
      x=$(/bin/busybox head -c 490 /dev/zero | /bin/busybox tr '\\0' x)
      for i in 0 1 2 3 4 5 6 7; do
        for j in $(/bin/busybox seq 0 499); do echo $((500 * i + j)) $x; done
        sleep 0.1
      done
      """;

  private static List<String> numbers(Stream<String> lines) {
    return lines.map(line -> line.substring(0, line.indexOf(' '))).toList();
  }

  @Test
  void nothingIsLostWhenTheLogGoesOnInAnotherFile() throws Exception {
    try (var here = new LocalFixture(new LogLimits(600_000, 100))) {
      var followed = new ConcurrentLinkedQueue<String>();
      here.started(Samples.shell("a", here.busybox, MUCH));
      here.containers.log("a").read(-1, () -> true, line -> followed.add(line.text()));
      var expected = IntStream.range(0, 4000).mapToObj(String::valueOf).toList();
      assertThat(numbers(followed.stream())).isEqualTo(expected);
      assertThat(numbers(here.log("a").stream().map(Log.Line::text))).isEqualTo(expected);
      assertThat(new Layout(here.state, Memory.of("test")).bundle("a").logs().numbers())
          .hasSizeGreaterThan(2);
    }
  }

  @Test
  void onlySoMuchIsKept() throws Exception {
    try (var here = new LocalFixture(new LogLimits(200_000, 3))) {
      here.started(Samples.shell("a", here.busybox, MUCH));
      here.ended("a");
      Wait.until(
          "3 files",
          () -> new Layout(here.state, Memory.of("test")).bundle("a").logs().numbers().size() == 3);
      // the beginning of a line may have gone with the file that it was in
      var whole = here.log("a").stream().map(Log.Line::text).filter(line -> line.contains(" "));
      var kept = numbers(whole);
      assertThat(kept.size()).isBetween(300, 1300);
      assertThat(kept.getLast()).isEqualTo("3999");
    }
  }
}
