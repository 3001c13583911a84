// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Sweep.Swept;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of a registry: after each step all that is counted is counted anew.
class HistoryTest {
  private static final int STEPS = 150;
  private static final int MANY = Integer.getInteger("windlass.histories", 4);
  private static final List<String> REPOSITORIES = List.of("a/x", "a/y", "b/x");
  private static final List<String> TAGS = List.of("v1", "v2", "latest");

  @TempDir private Path folder;

  static List<Long> seeds() {
    var given = Long.getLong("windlass.seed");
    return given == null ? new Random().longs(MANY).boxed().toList() : List.of(given);
  }

  /// The seed of one that failed is in its name: run it again with `-Dwindlass.seed=…`, or more of
  /// them with `-Dwindlass.histories=…`.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void addsUp(long seed) throws Exception {
    try (var stock = Stock.in(folder)) {
      var history = new History(stock, new Random(seed));
      var done = new ArrayList<String>();
      for (int i = 0; i < STEPS; i++) {
        done.add(history.step());
        assertThat(stock.audit().problems()).as("after %s", done).isEmpty();
      }
      history.sweepAll();
      assertThat(stock.audit().files()).as("at the end").isEqualTo(stock.audit().needed());
    }
  }

  private record History(Stock stock, Random random) {
    private <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    private String repository() {
      return any(REPOSITORIES);
    }

    /// Ten blobs of different sizes.
    private String blob() {
      int number = random.nextInt(10);
      return "blob " + number + "x".repeat(1 << number);
    }

    private String step() throws IOException {
      int dice = random.nextInt(100);
      if (dice < 30) {
        return image();
      } else if (dice < 38) {
        return index();
      } else if (dice < 44) {
        return referrer();
      } else if (dice < 50) {
        return foreign();
      } else if (dice < 55) {
        var repository = repository();
        return "push " + repository + " " + stock.blob(repository, blob()).brief();
      } else if (dice < 60) {
        return mount();
      } else if (dice < 72) {
        return discard();
      } else if (dice < 80) {
        return restore();
      } else if (dice < 84) {
        var repository = repository();
        return "untag " + stock.store().manifests().untag(new Name(repository), any(TAGS));
      } else if (dice < 89) {
        return "rm blob "
            + stock.store().blobs().remove(new Name(repository()), Stock.digest(blob()));
      } else if (dice < 91) {
        return "rm namespace "
            + stock.store().namespaces().remove(random.nextBoolean() ? "a" : "b");
      } else if (dice < 92) {
        return cleanUp();
      } else if (dice < 93) {
        return copy();
      } else if (dice < 94) {
        stock.restart();
        return "restart";
      } else {
        return sweep();
      }
    }

    private Stock.Making making(String repository) {
      var layers = IntStream.range(0, 1 + random.nextInt(3)).mapToObj(_ -> blob()).distinct();
      var day = random.nextInt(5) == 0 ? "" : "2024-01-0" + (1 + random.nextInt(9));
      var making = stock.image(repository).created(day).layers(layers.toArray(String[]::new));
      return random.nextBoolean() ? making.tags(any(TAGS)) : making;
    }

    private String image() {
      var repository = repository();
      return "put " + repository + " " + making(repository).push().brief();
    }

    private String index() {
      var repository = repository();
      var live = stock.live(repository);
      var children = live.stream().limit(random.nextInt(4)).toArray(Digest[]::new);
      return "index "
          + repository
          + " "
          + stock.index(repository, children).tags("v1").push().brief();
    }

    private String referrer() {
      var repository = repository();
      var live = stock.live(repository);
      var subject = live.isEmpty() ? Stock.digest("nothing") : any(live);
      return "about " + subject.brief() + " " + making(repository).about(subject).push().brief();
    }

    /// A manifest whose blobs come later, or never.
    private String foreign() throws IOException {
      var repository = repository();
      var layer = blob();
      var pushed = stock.image(repository).elsewhere().layers(layer).push();
      if (random.nextBoolean()) {
        stock.blob(random.nextBoolean() ? repository : repository(), layer);
      }
      return "foreign " + repository + " " + pushed.brief();
    }

    private String mount() {
      var from = new Name(repository());
      var to = new Name(repository());
      return "mount " + to + " " + stock.store().blobs().mount(from, to, Stock.digest(blob()));
    }

    private String discard() {
      var repository = repository();
      var live = stock.live(repository);
      if (live.isEmpty()) {
        return "nothing";
      }
      var image = any(live);
      return "discard " + image.brief() + " " + stock.discard(repository, image);
    }

    private String restore() {
      var repository = repository();
      var trash =
          stock.store().trash().list("").stream()
              .filter(old -> old.repository().path().equals(repository))
              .map(Trash.Discarded::digest)
              .toList();
      return trash.isEmpty() || random.nextBoolean()
          ? "restore " + stock.restore(repository, any(TAGS))
          : "restore " + stock.restore(repository, any(trash));
    }

    private String copy() {
      var from = repository();
      var live = stock.live(from);
      var image = live.isEmpty() ? Stock.digest("nothing") : any(live);
      var to = new Name(repository());
      var copied = stock.store().manifests().copy(new Name(from), image, to, any(TAGS), "me");
      return "copy " + image.brief() + " to " + to + " " + copied;
    }

    private String cleanUp() {
      var cleanUp = stock.store().cleanUp();
      int gone =
          random.nextBoolean()
              ? cleanUp.run("a", new RetentionPolicy(2, false, 0), false).deleted().size()
              : cleanUp.runUntagged("b", false).deleted().size();
      return "clean up " + gone;
    }

    private String sweep() throws IOException {
      var times =
          List.of(
              Duration.ofMinutes(20), Duration.ofHours(2), Duration.ofDays(9), Duration.ofDays(31));
      stock.clock.forward(any(times));
      return "sweep " + swept();
    }

    private Swept swept() throws IOException {
      var preview = stock.store().sweep().preview();
      var run = stock.store().sweep().run();
      assertThat(preview)
          .isEqualTo(
              new Swept(
                  run.began(),
                  run.ended(),
                  true,
                  run.images(),
                  run.blobs(),
                  run.bytes(),
                  run.strays(),
                  run.uploads()));
      return run;
    }

    private void sweepAll() throws IOException {
      stock.clock.forward(StoreLimits.STANDARD.grace().plusSeconds(1));
      swept();
    }
  }
}
