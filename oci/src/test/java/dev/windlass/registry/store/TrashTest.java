// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static dev.windlass.registry.store.Stock.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.registry.store.Trash.Restored;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrashTest {
  private static final String WEB = "shop/web";

  @TempDir private Path folder;
  private Stock stock;

  @BeforeEach
  void open() throws IOException {
    stock = Stock.in(folder);
  }

  @AfterEach
  void close() throws Exception {
    assertThat(stock.audit().problems()).isEmpty();
    stock.close();
  }

  private void later(Duration time) throws IOException {
    stock.clock.forward(time);
    stock.store().sweep().run();
  }

  @Test
  void anImageGoesWithItsTagsAndWithWhatIsAboutIt() throws Exception {
    var image = stock.image(WEB).layers("app").tags("v1", "latest").push();
    var signature = stock.image(WEB).layers("signature").about(image).push();
    var countersigned = stock.image(WEB).layers("again").about(signature).tags("c").push();
    var other = stock.image(WEB).layers("other").tags("v2").push();

    assertThat(stock.discard(WEB, image)).isTrue();

    assertThat(stock.live(WEB)).containsExactly(other);
    assertThat(stock.tag(WEB, "v1")).isEmpty();
    assertThat(stock.store().manifests().find(new Name(WEB), image)).isEmpty();
    assertThat(stock.trash()).containsExactlyInAnyOrder(image, signature, countersigned);
    assertThat(stock.discard(WEB, image)).as("once is enough").isFalse();
    assertThat(stock.discard("shop/none", image)).isFalse();
  }

  @Test
  void saysUntilWhenAndWithWhichTags() throws Exception {
    var image = stock.image(WEB).layers("app").tags("v1", "latest").push();
    stock.image("other/web").layers("app").push();
    stock.discard(WEB, image);
    stock.discard("other/web", image);

    stock.clock.forward(Duration.ofHours(1));
    var left = Duration.ofDays(30).minusHours(1);
    assertThat(stock.store().trash().list("shop"))
        .containsExactly(new Trash.Discarded(new Name(WEB), image, List.of("latest", "v1"), left));
    assertThat(stock.store().trash().list("")).hasSize(2);
  }

  @Test
  void byItsDigestAnImageComesBackWithTheTagsThatAreFree() throws Exception {
    var image = stock.image(WEB).layers("app").tags("v1", "latest").push();
    var signature = stock.image(WEB).layers("signature").about(image).push();
    stock.discard(WEB, image);
    var next = stock.image(WEB).layers("next").tags("latest").push();

    assertThat(stock.restore(WEB, image))
        .isEqualTo(new Restored.Back(image, List.of("v1"), List.of("latest")));

    assertThat(stock.live(WEB)).containsExactlyInAnyOrder(image, signature, next);
    assertThat(stock.tag(WEB, "v1")).contains(image);
    assertThat(stock.tag(WEB, "latest")).contains(next);
    assertThat(stock.trash()).as("stays listed").contains(image);
    assertThat(stock.restore(WEB, image))
        .isEqualTo(new Restored.Back(image, List.of(), List.of("latest")));
  }

  @Test
  void byATagOnlyThatOneComesBack() throws Exception {
    var image = stock.image(WEB).layers("app").tags("v1", "latest").push();
    stock.discard(WEB, image);

    assertThat(stock.restore(WEB, "v1"))
        .isEqualTo(new Restored.Back(image, List.of("v1"), List.of()));

    assertThat(stock.tag(WEB, "v1")).contains(image);
    assertThat(stock.tag(WEB, "latest")).isEmpty();
    assertThat(stock.store().trash().list(""))
        .extracting(Trash.Discarded::tags)
        .containsExactly(List.of("latest"));
    assertThat(stock.restore(WEB, "v1")).isEqualTo(new Restored.NotThere());
    assertThat(stock.restore(WEB, "latest")).isInstanceOf(Restored.Back.class);
  }

  @Test
  void aTagThatNamesSomethingElseMeanwhileIsNotTakenAway() throws Exception {
    var image = stock.image(WEB).layers("app").tags("v1").push();
    stock.discard(WEB, image);
    var next = stock.image(WEB).layers("next").tags("v1").push();

    assertThat(stock.restore(WEB, "v1")).isEqualTo(new Restored.TagTaken());

    assertThat(stock.tag(WEB, "v1")).contains(next);
    assertThat(stock.live(WEB)).containsExactly(next);
  }

  @Test
  void ofTwoThatHadATagTheLastOneComesBack() throws Exception {
    var first = stock.image(WEB).layers("first").tags("v1").push();
    stock.discard(WEB, first);
    stock.clock.forward(Duration.ofHours(1));
    var second = stock.image(WEB).layers("second").tags("v1").push();
    stock.discard(WEB, second);

    assertThat(stock.restore(WEB, "v1"))
        .isEqualTo(new Restored.Back(second, List.of("v1"), List.of()));
  }

  @Test
  void whatIsNotInTheTrashCannotComeBack() throws Exception {
    var image = stock.image(WEB).layers("app").tags("v1").push();

    assertThat(stock.restore(WEB, image)).isEqualTo(new Restored.NotThere());
    assertThat(stock.restore(WEB, "v1")).isEqualTo(new Restored.NotThere());
    assertThat(stock.restore("shop/none", image)).isEqualTo(new Restored.NotThere());
  }

  @Test
  void anIndexComesBackWithWhatItLists() throws Exception {
    var amd = stock.image(WEB).layers("amd64").push();
    var arm = stock.image(WEB).layers("arm64").push();
    var inner = stock.index(WEB, arm).push();
    var index = stock.index(WEB, amd, inner).tags("v1").push();
    stock.discard(WEB, index);
    stock.discard(WEB, inner);
    stock.discard(WEB, amd);
    stock.discard(WEB, arm);

    assertThat(stock.restore(WEB, "v1"))
        .isEqualTo(new Restored.Back(index, List.of("v1"), List.of()));

    assertThat(stock.live(WEB)).containsExactlyInAnyOrder(amd, arm, inner, index);
  }

  @Test
  void anImageWithoutABlobThatWasDeletedByItselfDoesNotComeBack() throws Exception {
    var image = stock.image(WEB).layers("base", "app").push();
    var index = stock.index(WEB, image).tags("v1").push();
    stock.discard(WEB, index);
    stock.discard(WEB, image);
    stock.store().blobs().remove(new Name(WEB), digest("app"));

    assertThat(stock.restore(WEB, image)).isEqualTo(new Restored.Broken(digest("app")));
    later(Duration.ofHours(2));
    assertThat(stock.restore(WEB, image))
        .as("also when the bytes are gone")
        .isEqualTo(new Restored.Broken(digest("app")));
    assertThat(stock.restore(WEB, "v1")).isEqualTo(new Restored.Broken(digest("app")));
    assertThat(stock.live(WEB)).isEmpty();

    stock.blob(WEB, "app");
    assertThat(stock.restore(WEB, "v1")).isInstanceOf(Restored.Back.class);
  }

  @Test
  void anIndexWithoutAnImageThatIsGoneForGoodDoesNotComeBack() throws Exception {
    var image = stock.image(WEB).layers("app").push();
    var index = stock.index(WEB, image).push();
    stock.discard(WEB, image);
    later(Duration.ofDays(10));
    stock.discard(WEB, index);
    later(Duration.ofDays(21));

    assertThat(stock.restore(WEB, index)).isEqualTo(new Restored.Broken(image));
  }

  @Test
  void layersThatAreKeptElsewhereNeedNotBeHereToComeBack() throws Exception {
    var image = stock.image(WEB).elsewhere().layers("foreign").push();
    stock.discard(WEB, image);
    assertThat(stock.restore(WEB, image)).isInstanceOf(Restored.Back.class);
  }

  @Test
  void afterThirtyDaysItIsGoneForGood() throws Exception {
    var image = stock.image(WEB).layers("app").tags("v1").push();
    stock.discard(WEB, image);

    later(Duration.ofDays(30));
    assertThat(stock.trash()).containsExactly(image);
    assertThat(stock.audit().files()).containsExactly(digest("app").toString());

    later(Duration.ofSeconds(1));
    assertThat(stock.trash()).isEmpty();
    assertThat(stock.audit().files()).isEmpty();
    assertThat(stock.restore(WEB, image)).isEqualTo(new Restored.NotThere());
    assertThat(stock.store().repositories().exists(new Name(WEB))).isFalse();
  }

  @Test
  void whatCameBackOutlivesItsTimeInTheTrash() throws Exception {
    var image = stock.image(WEB).layers("app").tags("v1", "latest").push();
    stock.discard(WEB, image);
    stock.restore(WEB, "v1");

    later(Duration.ofDays(31));

    assertThat(stock.trash()).isEmpty();
    assertThat(stock.tag(WEB, "v1")).contains(image);
    assertThat(stock.has(WEB, "app")).isTrue();
    assertThat(stock.restore(WEB, "latest")).isEqualTo(new Restored.NotThere());
  }

  @Test
  void whatIsPushedAgainIsLiveAndStaysListed() throws Exception {
    var making = stock.image(WEB).layers("app").tags("v1");
    var image = making.push();
    stock.discard(WEB, image);
    making.tags("v2").push();

    assertThat(stock.live(WEB)).containsExactly(image);
    assertThat(stock.trash()).containsExactly(image);
    assertThat(stock.tag(WEB, "v1")).isEmpty();

    later(Duration.ofDays(20));
    stock.discard(WEB, image);
    later(Duration.ofDays(20));
    assertThat(stock.trash()).as("the time begins anew").containsExactly(image);
    assertThat(stock.store().trash().list(""))
        .extracting(Trash.Discarded::tags)
        .containsExactly(List.of("v1", "v2"));
  }

  @Test
  void whatIsInTheTrashIsNoStorage() throws Exception {
    var one = stock.image(WEB).layers("base", "one").push();
    var two = stock.image("other/web").layers("base", "two!").push();
    assertThat(stock.used()).isEqualTo(4 + 3 + 4);

    stock.discard(WEB, one);
    assertThat(stock.used()).isEqualTo(4 + 4);
    stock.discard("other/web", two);
    assertThat(stock.used()).isZero();
    stock.restore(WEB, one);
    assertThat(stock.used()).isEqualTo(4 + 3);
    stock.restore(WEB, one);
    assertThat(stock.used()).isEqualTo(4 + 3);
  }

  @Test
  void anImageOfARemovedNamespaceIsGoneForGoodAndLeavesWhatOthersShare() throws Exception {
    var image = stock.image(WEB).layers("base", "app").tags("v1").push();
    stock.image(WEB).layers("signature").about(image).push();
    var gone = stock.image(WEB).layers("old").push();
    stock.discard(WEB, gone);
    var other = stock.image("other/web").layers("base", "signature").push();

    assertThat(stock.store().namespaces().remove("shop")).isTrue();

    assertThat(stock.live("")).containsExactly(other);
    assertThat(stock.trash()).isEmpty();
    assertThat(stock.used()).isEqualTo("base".length() + "signature".length());
    later(Duration.ofHours(2));
    assertThat(stock.audit().files()).isEqualTo(stock.audit().needed()).hasSize(2);
    assertThat(stock.store().namespaces().remove("shop")).isFalse();
  }

  @Test
  void aLongChainGoesAndComesBack() throws Exception {
    var chain = new ArrayList<Stock.Making>();
    chain.add(stock.image(WEB).layers("app"));
    for (int i = 0; i < 3_000; i++) {
      chain.add(stock.image(WEB).about(chain.getLast().digest()));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      chain.forEach(making -> threads.execute(making::push));
    }
    assertThat(stock.live(WEB)).hasSameSizeAs(chain);
    stock.discard(WEB, chain.getFirst().digest());
    assertThat(stock.live(WEB)).isEmpty();
    stock.restore(WEB, chain.getFirst().digest());
    assertThat(stock.live(WEB)).hasSameSizeAs(chain);
  }

  @Test
  void indexesThatListTheSameManyTimesAreLookedAtOnce() throws Exception {
    var left = stock.image(WEB).layers("left").push();
    var right = stock.image(WEB).layers("right").push();
    for (int level = 0; level < 40; level++) {
      var next = stock.index(WEB, left, right).created("2024-01-01").push();
      right = stock.index(WEB, left, right).created("2024-01-02").push();
      left = next;
    }
    var top = stock.index(WEB, left, right).push();
    stock.discard(WEB, top);
    assertThat(stock.restore(WEB, top)).isInstanceOf(Restored.Back.class);
  }
}
