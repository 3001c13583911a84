// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CrewTest {
  @Test
  void worksTogetherAndKeepsTheOrder() throws Exception {
    var all = new CyclicBarrier(3);
    assertThat(Crew.atMost(3).all(tasks(3, all::await))).containsExactly(0, 1, 2);
  }

  @Test
  void noMoreThanItMayAtATime() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    Crew.atMost(2)
        .all(
            tasks(
                50,
                () -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  assertThat(now.get()).isPositive();
                  return now.decrementAndGet();
                }));
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void aFailureIsTheCallersAndTheOthersEndFirst() {
    var failed = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    Callable<Integer> broken =
        () -> {
          failed.countDown();
          throw new IOException("broken");
        };
    Callable<Integer> slow =
        () -> {
          failed.await();
          ended.set(true);
          return 1;
        };
    assertThatThrownBy(() -> Crew.atMost(2).all(List.of(broken, slow)))
        .hasRootCauseMessage("broken");
    assertThat(ended).isTrue();
  }

  private static List<Callable<Integer>> tasks(int count, Callable<Integer> work) {
    return IntStream.range(0, count)
        .<Callable<Integer>>mapToObj(number ->
            () -> {
              work.call();
              return number;
            })
        .toList();
  }
}
