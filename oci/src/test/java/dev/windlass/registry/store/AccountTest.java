// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.registry.store.Account.Plan;
import dev.windlass.registry.store.Account.Quota;
import dev.windlass.registry.store.Account.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {
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

  private Account account() {
    return stock.store().account();
  }

  @Test
  void beginsWithoutLimits() {
    assertThat(account().terms())
        .isEqualTo(new Terms(Plan.STANDARD, Quota.NONE, false, List.of(), List.of()));
  }

  @Test
  void termsSurviveARestart() throws Exception {
    var terms =
        new Terms(
            Plan.FREE,
            new Quota(100, 200),
            true,
            List.of(Network.parse("10.0.0.0/8"), Network.parse("fd00::/8")),
            List.of(Network.parse("127.0.0.1")));
    assertThat(account().change(_ -> terms)).isEqualTo(terms);
    stock.restart();
    assertThat(account().terms()).isEqualTo(terms);
  }

  @Test
  void changesOfManyAtOnceAreAllInForceAndWrittenDown() throws Exception {
    account().change(old -> old.with(old.plan(), new Quota(0, 0)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Terms>>();
      for (int i = 0; i < 100; i++) {
        work.add(() ->
            account().change(old -> old.with(old.plan(), new Quota(old.quota().storage() + 1, 0))));
      }
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    }
    assertThat(account().terms().quota().storage()).isEqualTo(100);
    stock.restart();
    assertThat(account().terms().quota().storage()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, 100, 100, true",
    "101, 100, 100, 100, false",
    "100, 101, 100, 100, false",
    "-1,  100, 100, 100, false",
    "100, 100, -1,  -1,  true",
    "-1,  -1,  -1,  -1,  true"
  })
  void oneQuotaIsWithinAnother(
      long storage, long traffic, long most, long mostTraffic, boolean is) {
    assertThat(new Quota(storage, traffic).isWithin(new Quota(most, mostTraffic))).isEqualTo(is);
  }
}
