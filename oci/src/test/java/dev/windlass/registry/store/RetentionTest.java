// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static dev.windlass.registry.store.Draft.Kind.ARTIFACT;
import static dev.windlass.registry.store.Draft.Kind.INDEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Pins.Pin;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2024-06-15T12:00:00Z");

  /// An image by one letter.
  record Pic(
      String letter,
      String repository,
      Draft.Kind kind,
      String created,
      String pushed,
      List<String> tags,
      String subject,
      List<String> within) {
    Pic in(String other) {
      return new Pic(letter, other, kind, created, pushed, tags, subject, within);
    }

    Pic pushed(String day) {
      return new Pic(letter, repository, kind, created, day, tags, subject, within);
    }

    Pic is(Draft.Kind other) {
      return new Pic(letter, repository, other, created, pushed, tags, subject, within);
    }

    Pic about(String other) {
      return new Pic(letter, repository, kind, created, pushed, tags, other, within);
    }

    Pic within(String... indexes) {
      return new Pic(letter, repository, kind, created, pushed, tags, subject, List.of(indexes));
    }

    Image image() {
      return new Image(
          new Name(repository),
          digest(letter),
          tags,
          "type",
          kind,
          "",
          1,
          Optional.of(created).filter(day -> !day.isEmpty()).map(RetentionTest::day),
          day(pushed),
          Optional.empty(),
          Optional.of(subject).filter(text -> !text.isEmpty()).map(Stock::digest),
          within.stream().map(Stock::digest).toList());
    }

    private static Digest digest(String letter) {
      return Stock.digest(letter);
    }
  }

  private static Instant day(String day) {
    return LocalDate.parse(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
  }

  private static Pic pic(String letter, String created, String... tags) {
    return new Pic(
        letter, "shop/web", Draft.Kind.IMAGE, created, "2024-06-01", List.of(tags), "", List.of());
  }

  private static Pin pin(String letter, String user) {
    return new Pin("engine", new Name("shop/web"), Stock.digest(letter), user);
  }

  private static RetentionPolicy keep(int images) {
    return new RetentionPolicy(images, false, 0);
  }

  private static RetentionPolicy keepTagged(int images) {
    return new RetentionPolicy(images, true, 0);
  }

  /// @param expected `-a` is deleted, `+b PINNED by c` is kept against the policy
  record Row(
      String claim,
      RetentionPolicy policy,
      List<Pic> images,
      List<Pin> pins,
      boolean ignorePins,
      List<String> expected) {
    static Row of(String claim, RetentionPolicy policy, Pic... images) {
      return new Row(claim, policy, List.of(images), List.of(), false, List.of());
    }

    Row pinned(Pin... pins) {
      return new Row(claim, policy, images, List.of(pins), ignorePins, expected);
    }

    Row ignoringPins() {
      return new Row(claim, policy, images, pins, true, expected);
    }

    Row gives(String... expected) {
      return new Row(claim, policy, images, pins, ignorePins, List.of(expected));
    }

    Retention run(Function<Retention.Rules, Retention> decide) {
      return decide.apply(new Retention.Rules(policy, pins, ignorePins, NOW));
    }

    List<Image> drawn() {
      return images.stream().map(Pic::image).toList();
    }

    private String letter(Digest digest) {
      return Stream.concat(images.stream().map(Pic::letter), Stream.of("i", "o"))
          .filter(letter -> Stock.digest(letter).equals(digest))
          .findFirst()
          .orElseThrow();
    }

    List<String> said(Retention retention) {
      var said = new ArrayList<String>();
      retention.deleted().forEach(image -> said.add("-" + letter(image.digest())));
      retention.kept().forEach(kept -> said.add("+" + reason(kept)));
      return said;
    }

    private String reason(Retention.Kept kept) {
      var users =
          kept.users().stream()
              .map(user -> user.startsWith("sha256:") ? letter(Digest.parse(user)) : user)
              .toList();
      return letter(kept.image().digest())
          + " "
          + kept.reason()
          + (users.isEmpty() ? "" : " by " + String.join(", ", users));
    }

    @Override
    public String toString() {
      return claim;
    }
  }

  static final List<Row> policies =
      List.of(
          Row.of(
                  "the newest are kept",
                  keep(2),
                  pic("a", "2024-01-01", "v1"),
                  pic("b", "2024-03-01", "v3"),
                  pic("c", "2024-02-01", "v2"))
              .gives("-a"),
          Row.of(
                  "when it was made counts, not when it was pushed",
                  keep(1),
                  pic("a", "2024-01-01", "v1").pushed("2024-06-14"),
                  pic("b", "2024-02-01", "v2").pushed("2024-06-02"))
              .gives("-a"),
          Row.of(
                  "what goes is told the newest first",
                  keep(1),
                  pic("a", "2024-01-01", "v1"),
                  pic("b", "2024-02-01", "v2"),
                  pic("c", "2024-03-01", "v3"))
              .gives("-b", "-a"),
          Row.of("fewer than the policy keeps all stay", keep(3), pic("a", "2024-01-01", "v1")),
          Row.of(
                  "an image with several tags counts once",
                  keep(2),
                  pic("a", "2024-03-01", "v3", "latest", "stable"),
                  pic("b", "2024-02-01", "v2"),
                  pic("c", "2024-01-01", "v1"))
              .gives("-c"),
          Row.of(
                  "images with and without a tag compete",
                  keep(1),
                  pic("a", "2024-03-01"),
                  pic("b", "2024-02-01", "v2"))
              .gives("-b"),
          Row.of(
                  "retain-untagged: those without a tag stay and do not count",
                  keepTagged(1),
                  pic("a", "2024-03-01"),
                  pic("b", "2024-02-01", "v2"),
                  pic("c", "2024-01-15"),
                  pic("d", "2024-01-01", "v1"))
              .gives("-d"),
          Row.of("keep 0 deletes all that count", keep(0), pic("a", "2024-03-01", "v1"))
              .gives("-a"),
          Row.of("keep all deletes nothing", RetentionPolicy.ALL, pic("a", "2024-03-01")),
          Row.of(
                  "images younger than the threshold stay, and which is said",
                  new RetentionPolicy(1, false, 10),
                  pic("a", "2024-06-14", "v4"),
                  pic("b", "2024-06-06", "v3"),
                  pic("c", "2024-06-04", "v2"))
              .gives("-c", "+b YOUNG"),
          Row.of(
              "young ones take places, too",
              new RetentionPolicy(2, false, 10),
              pic("a", "2024-06-14", "v4"),
              pic("b", "2024-06-13", "v3")),
          Row.of(
                  "an image exactly as old as the threshold goes",
                  new RetentionPolicy(0, false, 10),
                  pic("a", "2024-06-05", "v4"))
              .gives("-a"),
          Row.of(
                  "indexes are never deleted and do not count",
                  keep(1),
                  pic("i", "2024-05-01", "all").is(INDEX),
                  pic("a", "2024-03-01", "v2"),
                  pic("b", "2024-02-01", "v1"))
              .gives("-b"),
          Row.of(
                  "an image without a date is never deleted and does not count",
                  keep(1),
                  pic("a", "", "dateless"),
                  pic("b", "2024-02-01", "v1"),
                  pic("c", "2024-01-01"))
              .gives("-c"),
          Row.of("one of 1970 is not, either", keep(0), pic("a", "1970-01-01", "distroless")),
          Row.of("one of 1980 is not, either", keep(0), pic("a", "1980-01-01", "buildpack")),
          Row.of(
                  "the first day that counts is the one Docker began",
                  keep(0),
                  pic("a", "2013-01-18", "before"),
                  pic("b", "2013-01-20", "after"))
              .gives("-b"),
          Row.of(
              "artifacts are never deleted", keep(0), pic("a", "2024-01-01", "chart").is(ARTIFACT)),
          Row.of(
                  "what is about an image goes by that image",
                  keep(1),
                  pic("a", "2024-02-01", "v2"),
                  pic("s", "2024-03-01").about("a"),
                  pic("b", "2024-01-01", "v1"),
                  pic("t", "2024-05-01", "signed").about("b"))
              .gives("-b"),
          Row.of(
                  "what an index lists does not count",
                  keep(1),
                  pic("a", "2024-05-01").within("i"),
                  pic("b", "2024-05-01").within("i"),
                  pic("c", "2024-02-01", "v2"),
                  pic("d", "2024-01-01", "v1"))
              .gives("-d"),
          Row.of(
                  "what an index lists is kept although it has a tag of its own",
                  keep(0),
                  pic("a", "2024-05-01", "v1-amd64").within("i"))
              .gives("+a LISTED_BY_AN_INDEX by i"),
          Row.of(
                  "a pinned image is kept, and who needs it is said",
                  keep(1),
                  pic("a", "2024-02-01", "v2"),
                  pic("b", "2024-01-01"))
              .pinned(pin("b", "app shop, revision shop-00001"), pin("b", "job night, run night-7"))
              .gives("+b PINNED by app shop, revision shop-00001, job night, run night-7"),
          Row.of(
                  "a pinned image takes a place like any other",
                  keep(1),
                  pic("a", "2024-02-01", "v2"),
                  pic("b", "2024-01-01", "v1"))
              .pinned(pin("a", "shop-00001"))
              .gives("-b"),
          Row.of(
                  "a pinned index protects what it lists",
                  keep(0),
                  pic("a", "2024-01-01", "v1-amd64").within("i"),
                  pic("i", "2024-01-01", "v1").is(INDEX))
              .pinned(pin("i", "shop-00001"))
              .gives("+a PINNED by shop-00001"),
          Row.of(
                  "a pin in another repository does not matter",
                  keep(0),
                  pic("a", "2024-01-01", "v1").in("shop/other"))
              .pinned(pin("a", "shop-00001"))
              .gives("-a"),
          Row.of("pins can be ignored", keep(0), pic("a", "2024-01-01", "v1"))
              .pinned(pin("a", "shop-00001"))
              .ignoringPins()
              .gives("-a"),
          Row.of(
                  "who ignores pins does not break an index",
                  keep(0),
                  pic("a", "2024-01-01", "v1-amd64").within("i"))
              .pinned(pin("i", "shop-00001"))
              .ignoringPins()
              .gives("+a LISTED_BY_AN_INDEX by i"),
          Row.of(
                  "each repository keeps its own",
                  keep(1),
                  pic("a", "2024-01-01", "v1").in("shop/b"),
                  pic("b", "2024-02-01", "v2").in("shop/b"),
                  pic("c", "2023-01-01", "v1").in("shop/a"),
                  pic("d", "2023-02-01", "v2").in("shop/a"))
              .gives("-c", "-a"));

  static final List<Row> prunes =
      List.of(
          Row.of(
                  "images without a tag go, whatever their age",
                  RetentionPolicy.ALL,
                  pic("a", "2024-06-14"),
                  pic("b", "1970-01-01"),
                  pic("c", ""),
                  pic("d", "2024-06-01", "v1"))
              .gives("-a", "-b", "-c"),
          Row.of(
                  "indexes without a tag go, too, and what they list stays until then",
                  RetentionPolicy.ALL,
                  pic("i", "").is(INDEX),
                  pic("a", "2024-01-01").within("i"))
              .gives("-i"),
          Row.of(
              "what is about an image that is there stays",
              RetentionPolicy.ALL,
              pic("a", "2024-01-01", "v1"),
              pic("s", "").is(ARTIFACT).about("a")),
          Row.of(
                  "what is about an image that is not there goes",
                  RetentionPolicy.ALL,
                  pic("s", "").is(ARTIFACT).about("a"))
              .gives("-s"),
          Row.of(
                  "an image of another repository is not there",
                  RetentionPolicy.ALL,
                  pic("a", "2024-01-01", "v1").in("shop/other"),
                  pic("s", "").is(ARTIFACT).about("a"))
              .gives("-s"),
          Row.of(
                  "a pinned image stays, also one that is pinned by its index",
                  RetentionPolicy.ALL,
                  pic("a", "2024-01-01"),
                  pic("i", "").is(INDEX))
              .pinned(pin("a", "shop-00001"), pin("i", "shop-00002"))
              .gives("+a PINNED by shop-00001", "+i PINNED by shop-00002"),
          Row.of("unless pins are ignored", RetentionPolicy.ALL, pic("a", "2024-01-01"))
              .pinned(pin("a", "shop-00001"))
              .ignoringPins()
              .gives("-a"));

  @ParameterizedTest
  @FieldSource("policies")
  void byPolicy(Row row) {
    var decided = row.run(rules -> Retention.byPolicy(row.drawn(), rules));
    assertThat(row.said(decided)).isEqualTo(row.expected());
  }

  @ParameterizedTest
  @FieldSource("prunes")
  void withoutATag(Row row) {
    var decided = row.run(rules -> Retention.untagged(row.drawn(), rules));
    assertThat(row.said(decided)).isEqualTo(row.expected());
  }

  @Test
  void theOrderInWhichImagesComeDoesNotMatter() {
    for (Row row : policies) {
      var turned = row.drawn().reversed();
      var decided = row.run(rules -> Retention.byPolicy(turned, rules));
      assertThat(row.said(decided)).as(row.claim()).isEqualTo(row.expected());
    }
  }
}
