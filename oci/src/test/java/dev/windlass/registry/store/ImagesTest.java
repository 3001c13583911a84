// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
  private static final String WEB = "shop/web";

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

  @Test
  void sayWhatThereIsToSay() {
    var image =
        stock.image(WEB).layers("base", "app").created("2024-05-01").tags("v1", "latest").push();
    var signature = stock.image(WEB).layers("sig").about(image).push();
    var index = stock.index(WEB, image).tags("all").push();
    var second = stock.index(WEB, image).created("2024-05-02").push();

    var found =
        stock.store().images().list(WEB).stream()
            .filter(one -> one.digest().equals(image))
            .findFirst()
            .orElseThrow();
    assertThat(found.tags()).containsExactly("latest", "v1");
    assertThat(found.within()).containsExactlyInAnyOrder(index, second);
    assertThat(found.created()).contains(Instant.parse("2024-05-01T00:00:00Z"));
    assertThat(found.pushed()).isEqualTo(stock.clock.instant());
    assertThat(found.pulled()).isEmpty();
    assertThat(found.size()).isGreaterThan("base".length() + "app".length());
    assertThat(found.platform()).isEqualTo("linux/amd64");
    assertThat(stock.store().images().list(WEB))
        .filteredOn(one -> one.digest().equals(signature))
        .extracting(Image::subject)
        .containsExactly(Optional.of(image));
  }

  @Test
  void comeByRepositoryTheNewestFirst() {
    var old = stock.image(WEB).created("2024-01-01").push();
    var newer = stock.image(WEB).created("2024-02-01").push();
    var api = stock.image("shop/api").created("2023-01-01").push();
    var other = stock.image("lab/web").created("2025-01-01").push();
    assertThat(stock.live("")).isEqualTo(List.of(other, api, newer, old));
    assertThat(stock.live("shop")).isEqualTo(List.of(api, newer, old));
    assertThat(stock.live(WEB)).isEqualTo(List.of(newer, old));
    assertThat(stock.live("none")).isEmpty();
  }

  @Test
  void areCopiedWithAllTheyNeedAndCountOnce() throws Exception {
    var image = stock.image(WEB).layers("base", "app").created("2024-05-01").push();
    var index = stock.index(WEB, image).tags("v1").push();
    var lab = new Name("lab/web");
    var manifests = stock.store().manifests();
    assertThat(manifests.copy(new Name(WEB), index, lab, "v2", "me"))
        .isEqualTo(new Manifests.Copied.Done());

    stock.store().namespaces().remove("shop");

    assertThat(stock.live("")).containsExactlyInAnyOrder(image, index);
    assertThat(stock.tag("lab/web", "v2")).contains(index);
    assertThat(stock.has("lab/web", "app")).isTrue();
    assertThat(stock.used()).isEqualTo("base".length() + "app".length());
    assertThat(stock.audit().problems()).isEmpty();
    assertThat(manifests.copy(new Name(WEB), index, lab, "v3", "me"))
        .isEqualTo(new Manifests.Copied.Missing(index));
    stock.store().blobs().remove(lab, Stock.digest("app"));
    assertThat(manifests.copy(lab, index, new Name(WEB), "v3", "me"))
        .isEqualTo(new Manifests.Copied.Missing(Stock.digest("app")));
    stock.blob("lab/web", "app");
    stock.discard("lab/web", image);
    assertThat(manifests.copy(lab, index, new Name(WEB), "v3", "me"))
        .isEqualTo(new Manifests.Copied.Missing(image));
  }

  @Test
  void indexesThatListTheSameManyTimesAreCopiedOnce() {
    var left = stock.image(WEB).layers("left").push();
    var right = stock.image(WEB).layers("right").push();
    for (int level = 0; level < 40; level++) {
      var next = stock.index(WEB, left, right).created("2024-01-01").push();
      right = stock.index(WEB, left, right).created("2024-01-02").push();
      left = next;
    }
    var copied =
        stock.store().manifests().copy(new Name(WEB), left, new Name("lab/web"), "v1", "me");
    assertThat(copied).isEqualTo(new Manifests.Copied.Done());
  }

  @Test
  void theSamePushedAsAnotherTypeIsThatFromThenOn() throws Exception {
    var draft =
        new Draft(
            Stock.digest("{}"),
            2,
            "application/x-thing",
            Draft.Kind.ARTIFACT,
            List.of(),
            Optional.empty(),
            "",
            "",
            "",
            Optional.empty());
    stock.store().manifests().put(new Name(WEB), draft, Stock.bytes("{}"), List.of("a"), "x");
    var again =
        new Draft(
            draft.digest(),
            2,
            Stock.IMAGE,
            Draft.Kind.IMAGE,
            List.of(),
            Optional.empty(),
            "",
            "",
            "linux/arm64",
            Optional.of(Instant.EPOCH));
    stock.store().manifests().put(new Name(WEB), again, Stock.bytes("{}"), List.of("b"), "x");
    stock.store().manifests().put(new Name(WEB), draft, Stock.bytes("{}"), List.of(), "x");
    assertThat(stock.store().images().list(WEB))
        .singleElement()
        .satisfies(image -> {
          assertThat(image.tags()).containsExactly("a", "b");
          assertThat(image.kind()).isEqualTo(Draft.Kind.ARTIFACT);
          assertThat(image.platform()).as("known from before").isEqualTo("linux/arm64");
          assertThat(image.created()).contains(Instant.EPOCH);
        });
  }
}
