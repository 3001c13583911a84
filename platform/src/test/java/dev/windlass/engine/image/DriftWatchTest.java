// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.Drift;
import dev.windlass.engine.Event;
import dev.windlass.engine.FakeStore;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Prototypes;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Images;
import dev.windlass.image.Inspection;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import dev.windlass.image.Resolution;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DriftWatchTest {
  private static final Key REVISION = new Key("p1", "web-00001");
  private static final Key APP = new Key("p1", "web");

  private final FakeStore store = new FakeStore(this::now);
  private final Source source = new Source();
  private final List<Duration> alarms = new ArrayList<>(); // guarded by itself
  private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private DriftWatch watch;

  private Instant now() {
    return now;
  }

  /// What a registry has under one tag.
  private static final class Source implements Images {
    private volatile String content = "old";
    private volatile boolean keeps = true;
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Resolution resolve(Reference image, Credentials credentials, Progress progress) {
      asked.incrementAndGet();
      return new Resolution.Resolved(image.at(digest(content)));
    }

    @Override
    public Resolution check(Reference.Pinned image, Credentials credentials, Progress progress) {
      var refusal = new Refusal("HEAD", URI.create("https://icr.io"), 404, "", "");
      return keeps ? new Resolution.Resolved(image) : new Failure.UnknownManifest(image, refusal);
    }

    @Override
    public Inspection inspect(Reference.Pinned image, Credentials credentials, Progress progress) {
      throw new AssertionError("nobody compares here");
    }

    @Override
    public Pull pull(Reference.Pinned image, Credentials credentials, Progress progress) {
      throw new AssertionError("nobody pulls here");
    }
  }

  private static Digest digest(String content) {
    return Digest.of(content.getBytes(UTF_8));
  }

  @BeforeEach
  void open() {
    store.create(Kind.APP, APP, Prototypes.app("web"));
    store.create(Kind.REVISION, REVISION, RevisionSpec.of("web", Prototypes.app("web")));
    watch =
        DriftWatch.start(
            store,
            source,
            this::now,
            Duration.ofDays(1),
            (after, _) -> {
              synchronized (alarms) {
                alarms.add(after);
              }
            });
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private void pin() {
    store.observe(Kind.REVISION, REVISION, seen -> seen.pinned(digest("old").toString()));
  }

  @Test
  void looksWhenADayIsOverAndNotBefore() throws Exception {
    pin();
    until(() -> alarm(Duration.ofDays(1)));
    assertThat(source.asked.get()).isZero();
    now = now.plus(Duration.ofDays(1));
    store.observe(Kind.REVISION, REVISION, seen -> seen.ready(1)); // a reason to look
    until(() -> store.drift(REVISION).isPresent());
    assertThat(source.asked.get()).isEqualTo(1);
    assertThat(store.drift(REVISION).map(Drift::state)).contains("current");
  }

  private boolean alarm(Duration after) {
    synchronized (alarms) {
      return alarms.contains(after);
    }
  }

  @Test
  void tellsOnceWhenSomethingBecameAnother() throws Exception {
    pin();
    source.content = "new";
    assertThat(watch.check(REVISION).orElseThrow().state()).isEqualTo("tag_moved");
    assertThat(watch.check(REVISION).orElseThrow().state()).isEqualTo("tag_moved");
    source.keeps = false;
    assertThat(watch.check(REVISION).orElseThrow().state()).isEqualTo("digest_gone");
    assertThat(store.drift(REVISION).map(Drift::tagDigest)).contains(digest("new").toString());
    for (var events : List.of(store.events(Kind.REVISION, REVISION), store.events(Kind.APP, APP))) {
      assertThat(events).extracting(Event::reason).containsExactly("ImageDrift", "ImageDrift");
      assertThat(events).extracting(Event::type).containsExactly("Normal", "Warning");
      assertThat(events).extracting(Event::count).containsExactly(1, 1);
    }
  }

  @Test
  void aRevisionThatIsPinnedToNothingIsLeftAlone() throws Exception {
    assertThat(watch.check(REVISION)).isEmpty();
    assertThat(watch.check(new Key("p1", "ghost"))).isEmpty();
    assertThat(source.asked.get()).isZero();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }
}
