// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many instances follow from what is asked, over the time.
class ScalingTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private static Scale scale(int min, int max, int target, int delay) {
    return new Scale(min, max, target, Duration.ofSeconds(delay), Duration.ofMinutes(1));
  }

  /// The number of instances after each second. Instances are ready some seconds after they are
  /// wanted.
  private static List<Integer> run(
      Scale scale, int first, int seconds, int slow, IntToDoubleFunction asked) {
    var wanted = new ArrayList<Integer>();
    var scaling = Scaling.begin(first, NOON);
    for (int second = 1; second <= seconds; second++) {
      int ready = second - 2 - slow < 0 ? first : wanted.get(second - 2 - slow);
      var sample = new Scaling.Sample(NOON.plusSeconds(second), asked.applyAsDouble(second));
      scaling = scaling.after(sample, scale, ready);
      wanted.add(scaling.instances());
    }
    return wanted;
  }

  @Test
  void nobodyAsksForAMinuteAndItSleeps() {
    var wanted = run(scale(0, 10, 100, 0), 1, 70, 0, _ -> 0);
    assertThat(wanted.subList(0, 59)).containsOnly(1);
    assertThat(wanted.subList(60, 70)).containsOnly(0);
  }

  @Test
  void oneQuickRequestAMinuteKeepsItAwake() {
    var wanted = run(scale(0, 10, 1000, 0), 1, 600, 0, second -> second % 59 == 0 ? 0.001 : 0);
    assertThat(wanted).containsOnly(1);
  }

  @Test
  void theDelayIsKeptAfterTheLastRequest() {
    var wanted = run(scale(0, 10, 100, 120), 1, 300, 0, second -> second <= 60 ? 1 : 0);
    assertThat(wanted.indexOf(0)).isBetween(60 + 60 + 118, 60 + 60 + 121);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 100, 50, 1",
    "0, 10, 10, 50, 5",
    "0, 10, 10, 51, 6",
    "0, 3, 10, 50, 3",
    "2, 10, 10, 5, 2",
    "4, 4, 1, 50, 4",
    "0, 250, 1, 20, 20"
  })
  void aSteadyLoadIsDividedByTheTarget(int min, int max, int target, double asked, int instances) {
    var wanted = run(scale(min, max, target, 0), 1, 200, 2, _ -> asked);
    assertThat(wanted.getLast()).isEqualTo(instances);
  }

  @Test
  void aBurstIsAnsweredWithinSecondsAndOutlived() {
    var wanted =
        run(scale(0, 20, 10, 0), 1, 300, 1, second -> second > 100 && second <= 110 ? 150 : 5);
    assertThat(wanted.get(99)).isEqualTo(1);
    assertThat(wanted.get(105)).as("six seconds of it").isEqualTo(15);
    assertThat(wanted.subList(105, 155)).as("nothing goes for most of a minute").containsOnly(15);
    assertThat(wanted.getLast()).isEqualTo(1);
  }

  @Test
  void aRampIsFollowed() {
    var wanted = run(scale(0, 20, 10, 0), 1, 200, 3, second -> second);
    for (int second = 20; second < 200; second++) {
      double now = (second + 1) / 10.0;
      assertThat(wanted.get(second)).isBetween((int) (now / 2), (int) Math.ceil(now) + 1);
    }
  }

  @Test
  void aLoadThatFlapsSixTimesAMinuteMovesItTwiceAtMost() {
    var wanted = run(scale(0, 20, 10, 0), 1, 600, 1, second -> second / 10 % 2 == 0 ? 60 : 0);
    var late = wanted.subList(200, 600);
    int changes = 0;
    for (int i = 1; i < late.size(); i++) {
      changes += late.get(i).equals(late.get(i - 1)) ? 0 : 1;
    }
    assertThat(changes).isLessThanOrEqualTo(400 / 60 * 2);
  }

  @Test
  void slowStartersAreNotStartedWithoutEnd() {
    var wanted = run(scale(0, 100, 10, 0), 1, 120, 30, _ -> 80);
    assertThat(wanted).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(8));
  }

  @Test
  void itShrinksByHalvesAtMost() {
    var wanted = run(scale(0, 100, 1, 0), 64, 200, 0, _ -> 0);
    for (int i = 1; i < wanted.size(); i++) {
      assertThat(wanted.get(i)).isGreaterThanOrEqualTo(wanted.get(i - 1) / 2);
    }
    assertThat(wanted.getLast()).isZero();
  }

  @Test
  void whoIsWokenStaysForAMinute() {
    var scale = scale(0, 10, 100, 0);
    var scaling = Scaling.begin(0, NOON).woken(scale, NOON);
    for (int second = 1; second < 60; second++) {
      var at = NOON.plusSeconds(second);
      scaling = scaling.after(new Scaling.Sample(at, 0), scale, 1);
      assertThat(scaling.instances()).isEqualTo(1);
    }
    var at = NOON.plusSeconds(61);
    assertThat(scaling.after(new Scaling.Sample(at, 0), scale, 1).instances()).isZero();
  }
}
