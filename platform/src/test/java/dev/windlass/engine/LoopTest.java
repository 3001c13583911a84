// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Reconciler.Next;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LoopTest {
  private final BlockingQueue<Duration> rung = new LinkedBlockingQueue<>();
  private final Alarm alarm = (after, _) -> rung.add(after);

  @Test
  void nudgesDuringACallMeltIntoOneMore() throws Exception {
    var calls = new AtomicInteger();
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var done = new ArrayBlockingQueue<Integer>(10);
    Reconciler<String> slow =
        _ -> {
          entered.countDown();
          leave.await();
          done.add(calls.incrementAndGet());
          return new Next.Settled();
        };
    try (var loop = new Loop<>(slow, alarm)) {
      loop.nudge("shop");
      entered.await();
      for (int i = 0; i < 100; i++) {
        loop.nudge("shop");
      }
      leave.countDown();
      assertThat(done.take()).isEqualTo(1);
      assertThat(done.take()).isEqualTo(2);
    }
    assertThat(calls).hasValue(2);
  }

  @Test
  void failuresAreTriedAgainEvenErrors() throws Exception {
    Reconciler<String> broken =
        _ -> {
          throw new StackOverflowError();
        };
    try (var loop = new Loop<>(broken, alarm)) {
      loop.nudge("shop");
      assertThat(rung.take()).isEqualTo(Duration.ofMillis(200));
      loop.nudge("shop");
      assertThat(rung.take()).isEqualTo(Duration.ofMillis(400));
    }
  }

  @Test
  void aNudgeAfterTheEndDoesNothing() {
    var loop = new Loop<String>(_ -> new Next.Settled(), alarm);
    loop.close();
    loop.nudge("shop");
  }

  @Test
  void onlyTheLastAlarmOfAKeyCounts() throws Exception {
    var calls = new LinkedBlockingQueue<String>();
    var alarms = new LinkedBlockingQueue<Runnable>();
    Reconciler<String> waiting =
        key -> {
          calls.add(key);
          return new Next.Again(Duration.ofSeconds(1));
        };
    try (var loop = new Loop<>(waiting, (_, action) -> alarms.add(action))) {
      loop.nudge("shop");
      var first = alarms.take();
      loop.nudge("shop");
      var second = alarms.take();
      calls.clear();
      first.run();
      second.run();
      alarms.take();
      assertThat(calls).hasSize(1);
    }
  }

  @Test
  void waitsLongerEachTimeUpToALimit() {
    assertThat(Loop.retryAfter(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(Loop.retryAfter(4)).isEqualTo(Duration.ofMillis(1600));
    assertThat(Loop.retryAfter(99)).isEqualTo(Duration.ofMinutes(5));
  }
}
