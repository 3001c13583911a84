// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Pins.Pin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanUpTest {
  private static final String WEB = "shop/web";
  private static final RetentionPolicy KEEP_ONE = new RetentionPolicy(1, false, 0);

  @TempDir private Path folder;
  private Stock stock;
  private CleanUp cleanUp;

  @BeforeEach
  void open() throws IOException {
    stock = Stock.in(folder);
    cleanUp = stock.store().cleanUp();
  }

  @AfterEach
  void close() throws Exception {
    assertThat(stock.audit().problems()).isEmpty();
    stock.close();
  }

  private Digest made(String repository, String day, String... tags) {
    return stock.image(repository).layers(day).created(day).tags(tags).push();
  }

  private static List<Digest> gone(Retention retention) {
    return retention.deleted().stream().map(Image::digest).toList();
  }

  @Test
  void putsWhatAPolicyDeletesIntoTheTrashAndNothingElse() {
    var old = made(WEB, "2024-01-01", "v1");
    var signature = stock.image(WEB).layers("signature").about(old).push();
    var newest = made(WEB, "2024-02-01", "v2");
    var elsewhere = made("other/web", "2023-01-01", "v1");
    made("other/web", "2023-02-01", "v2");

    assertThat(gone(cleanUp.preview("shop", KEEP_ONE, false))).containsExactly(old);
    assertThat(stock.live("shop")).as("a preview deletes nothing").hasSize(3);
    assertThat(gone(cleanUp.run("shop", KEEP_ONE, false))).containsExactly(old);

    assertThat(stock.live("shop")).containsExactly(newest);
    assertThat(stock.live("other")).contains(elsewhere);
    assertThat(stock.trash()).containsExactlyInAnyOrder(old, signature);
  }

  @Test
  void prunesWhatHasNoTagOfANamespaceOrARepositoryOrAll() {
    var untagged = made(WEB, "2024-01-01");
    var beside = made("shop/api", "2024-01-02");
    var other = made("other/web", "2024-01-03");
    var tagged = made(WEB, "2024-01-04", "v1");

    assertThat(gone(cleanUp.previewUntagged("", false)))
        .containsExactlyInAnyOrder(untagged, beside, other);
    assertThat(gone(cleanUp.runUntagged(WEB, false))).containsExactly(untagged);
    assertThat(gone(cleanUp.runUntagged("shop", false))).containsExactly(beside);
    assertThat(gone(cleanUp.runUntagged("", false))).containsExactly(other);
    assertThat(stock.live("")).containsExactly(tagged);
  }

  @Test
  void keepsWhatARevisionNeedsUnlessToldOtherwise() {
    var pinned = made(WEB, "2024-01-01");
    made(WEB, "2024-02-01", "v2");
    stock
        .store()
        .pins()
        .replace("engine", List.of(new Pin("engine", new Name(WEB), pinned, "shop-00001")));

    var kept = cleanUp.run("shop", KEEP_ONE, false);
    assertThat(kept.deleted()).isEmpty();
    assertThat(kept.kept())
        .extracting(Retention.Kept::users)
        .containsExactly(List.of("shop-00001"));
    assertThat(gone(cleanUp.run("shop", KEEP_ONE, true))).containsExactly(pinned);
  }

  @Test
  void aHolderReplacesOnlyItsOwnPins() {
    var image = made(WEB, "2024-01-01");
    var pin = new Pin("one", new Name(WEB), image, "a");
    stock.store().pins().replace("one", List.of(pin, pin));
    stock.store().pins().replace("two", List.of(new Pin("two", new Name(WEB), image, "b")));
    stock.store().pins().replace("one", List.of());
    assertThat(stock.store().pins().list()).extracting(Pin::user).containsExactly("b");
  }

  /// An image as a clean-up saw it before something happened to it.
  private Image seen(Digest digest) {
    return stock.store().images().list(WEB).stream()
        .filter(image -> image.digest().equals(digest))
        .findFirst()
        .orElseThrow();
  }

  private boolean goes(Image seen) {
    return stock.store().trash().discardUnchanged(seen, List.of());
  }

  @Test
  void whatChangedMeanwhileStays() {
    var tagged = seen(made(WEB, "2024-01-01"));
    stock.image(WEB).layers("2024-01-01").created("2024-01-01").tags("v1").push();
    assertThat(goes(tagged)).as("tagged").isFalse();

    var pinned = seen(made(WEB, "2024-01-02"));
    stock
        .store()
        .pins()
        .replace(
            "engine", List.of(new Pin("engine", new Name(WEB), pinned.digest(), "shop-00001")));
    assertThat(goes(pinned)).as("pinned").isFalse();

    var listed = seen(made(WEB, "2024-01-03"));
    var index = stock.index(WEB, listed.digest()).push();
    assertThat(goes(listed)).as("listed").isFalse();

    stock.discard(WEB, index);
    assertThat(goes(listed)).as("no longer listed").isTrue();
    assertThat(goes(listed)).as("gone already").isFalse();
  }

  @Test
  void aPinOfAnotherRepositoryIsNoChange() {
    var image = seen(made(WEB, "2024-01-01"));
    stock
        .store()
        .pins()
        .replace(
            "engine",
            List.of(new Pin("engine", new Name("shop/api"), image.digest(), "api-00001")));
    assertThat(goes(image)).isTrue();
  }

  @Test
  void runsThePolicyOfEachNamespaceOnceADay() {
    var first = made(WEB, "2024-01-01", "v1");
    var second = made(WEB, "2024-01-02", "v2");
    var other = made("other/web", "2023-01-01", "v1");
    made("other/web", "2023-01-02", "v2");
    stock.store().namespaces().retain("shop", KEEP_ONE);

    cleanUp.runDaily();
    assertThat(stock.trash()).containsExactly(first);

    made(WEB, "2024-01-03", "v3");
    stock.clock.forward(Duration.ofHours(23));
    cleanUp.runDaily();
    assertThat(stock.trash()).as("not yet again").containsExactly(first);

    stock.clock.forward(Duration.ofHours(1));
    cleanUp.runDaily();
    assertThat(stock.trash()).containsExactly(first, second).doesNotContain(other);
  }

  @Test
  void aPolicySurvivesARestartAndCanBeTakenBack() throws Exception {
    made(WEB, "2024-01-01", "v1");
    var policy = new RetentionPolicy(3, true, 14);
    stock.store().namespaces().retain("shop", policy);
    stock.restart();
    assertThat(stock.store().namespaces().find("shop").orElseThrow().retention()).isEqualTo(policy);
    stock.store().namespaces().retain("shop", RetentionPolicy.ALL);
    stock.store().cleanUp().runDaily();
    assertThat(stock.live("shop")).hasSize(1);
  }
}
