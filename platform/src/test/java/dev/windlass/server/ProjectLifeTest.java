// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.api.ProjectPrototype;
import dev.windlass.engine.FakeStore;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ProjectLifeTest {
  private final FakeStore store = new FakeStore(InstantSource.system());

  @Test
  void theFirstProjectIsMadeOnce() {
    ProjectLife.first(store, "default");
    ProjectLife.first(store, "default");
    assertThat(ProjectLife.all(store)).hasSize(1);
    var made = ProjectLife.all(store).getFirst();
    assertThat(made.wanted().name()).isEqualTo("default");
    assertThat(made.observed().status()).isEqualTo("active");
    assertThat(made.observed().subdomain()).matches("[a-z][a-z0-9]{10}");
  }

  @Test
  void aProjectThatWasHalfMadeIsFinished() {
    var key = new Key("", "p1");
    store.create(Kind.PROJECT, key, new ProjectPrototype("half", null, null));
    ProjectLife.finish(store);
    var finished = store.find(Kind.PROJECT, key).orElseThrow();
    assertThat(finished.observed().status()).isEqualTo("active");
    ProjectLife.finish(store);
    assertThat(store.find(Kind.PROJECT, key)).contains(finished);
  }

  @Test
  void aProjectThatWasHalfDeletedIsFinished() {
    var made = ProjectLife.of(store, new ProjectPrototype("going", null, null), _ -> {});
    var content = new Key(made.key().name(), "c");
    store.create(Kind.CONFIG_MAP, content, new ConfigMapPrototype("c", null));
    ProjectLife.announceEnd(store, made.key());
    ProjectLife.finish(store);
    assertThat(ProjectLife.all(store)).isEmpty();
    assertThat(store.find(Kind.CONFIG_MAP, content)).isEmpty();
  }

  @Test
  void whatIsSoftDeletedKeepsAllUntilItsTimeIsOver() {
    var now = Instant.parse("2026-11-26T12:00:00Z");
    var made = ProjectLife.of(store, new ProjectPrototype("going", null, null), _ -> {});
    var content = new Key(made.key().name(), "c");
    store.create(Kind.CONFIG_MAP, content, new ConfigMapPrototype("c", null));
    ProjectLife.suspend(store, made.key(), now);
    ProjectLife.suspend(store, made.key(), now.plusSeconds(60));
    ProjectLife.finish(store);
    ProjectLife.expire(store, now.plus(Duration.ofDays(7)).minusMillis(1));
    assertThat(store.find(Kind.CONFIG_MAP, content)).isPresent();
    ProjectLife.expire(store, now.plus(Duration.ofDays(7)));
    assertThat(ProjectLife.all(store)).isEmpty();
    assertThat(store.find(Kind.CONFIG_MAP, content)).isEmpty();
  }

  @Test
  void whatIsRestoredIsAsItWas() {
    var made = ProjectLife.of(store, new ProjectPrototype("going", null, null), _ -> {});
    ProjectLife.suspend(store, made.key(), Instant.EPOCH);
    ProjectLife.restore(store, made.key());
    assertThat(store.find(Kind.PROJECT, made.key())).contains(made);
  }
}
