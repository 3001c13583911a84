// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Clearing.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClearingTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final long MB = 1_000_000;

  /// @param hours since it was used
  record Img(String name, boolean named, int hours, List<String> layers) {
    StoredImage stored() {
      return new StoredImage(
          digest(name),
          digest(name),
          digest(name + " config"),
          0,
          layers.stream()
              .map(l -> new StoredLayer(digest(l + "z"), digest(l), MB, 10 * MB))
              .toList(),
          named ? List.of(Reference.parse("icr.io/shop/" + name)) : List.of(),
          List.of(),
          true,
          List.of(),
          NOW.minus(Duration.ofHours(100)),
          NOW.minus(Duration.ofHours(hours)));
    }
  }

  private static Digest digest(String of) {
    return Digest.of(of.getBytes(UTF_8));
  }

  private static Img named(String name, int hours, String... layers) {
    return new Img(name, true, hours, List.of(layers));
  }

  private static Img unnamed(String name, int hours, String... layers) {
    return new Img(name, false, hours, List.of(layers));
  }

  private static Rule all() {
    return new Rule(true, Duration.ZERO, 0);
  }

  private static Rule unnamedOnly() {
    return new Rule(false, Duration.ZERO, 0);
  }

  private static Rule olderThan(int hours) {
    return new Rule(true, Duration.ofHours(hours), 0);
  }

  private static Rule keeping(long megabytes) {
    return new Rule(true, Duration.ZERO, megabytes * MB);
  }

  private static List<Img> here(Img... images) {
    return Arrays.asList(images);
  }

  record Row(
      String says,
      Rule rule,
      List<Img> here,
      List<String> orphans,
      Set<String> held,
      String goes,
      long freed,
      long left) {}

  private static Row row(
      String says, Rule rule, List<Img> here, String goes, long freed, long left) {
    return new Row(says, rule, here, List.of(), Set.of(), goes, freed, left);
  }

  static final List<Row> rows =
      List.of(
          row("nothing is here", all(), here(), "", 0, 0),
          row(
              "only what has lost its name",
              unnamedOnly(),
              here(named("a", 9, "1"), unnamed("b", 1, "2")),
              "b",
              10,
              10),
          row(
              "all, the longest unused first",
              all(),
              here(named("a", 1, "1"), unnamed("b", 3, "2"), named("c", 2, "3")),
              "b c a",
              30,
              0),
          new Row(
              "never what somebody holds",
              all(),
              here(named("a", 9, "1"), unnamed("b", 9, "2")),
              List.of(),
              Set.of("a", "b"),
              "",
              0,
              20),
          row(
              "what two share goes with the second",
              all(),
              here(named("a", 2, "base", "1"), named("b", 1, "base", "2")),
              "a b",
              30,
              0),
          new Row(
              "what a held one shares stays",
              all(),
              here(named("a", 2, "base", "1"), named("b", 1, "base", "2")),
              List.of(),
              Set.of("b"),
              "a",
              10,
              20),
          row(
              "a layer that an image has twice counts once",
              all(),
              here(named("a", 2, "1", "1")),
              "a",
              10,
              0),
          row(
              "what was used lately stays",
              olderThan(3),
              here(named("a", 2, "1"), named("b", 3, "2"), named("c", 4, "3")),
              "c b",
              20,
              10),
          row(
              "no more than needed",
              keeping(20),
              here(named("a", 1, "1"), named("b", 2, "2"), named("c", 3, "3")),
              "c",
              10,
              20),
          row("nothing while there is room", keeping(20), here(named("a", 1, "1")), "", 0, 10),
          row(
              "age and size together",
              new Rule(true, Duration.ofHours(3), 0),
              here(unnamed("a", 1, "1"), unnamed("b", 5, "2")),
              "b",
              10,
              10),
          new Row(
              "leftovers go first, and may be enough",
              keeping(10),
              here(named("a", 1, "1")),
              List.of("left"),
              Set.of(),
              "",
              10,
              10),
          new Row(
              "leftovers go also when nothing else may",
              unnamedOnly(),
              here(named("a", 1, "1")),
              List.of("left"),
              Set.of("a"),
              "",
              10,
              10));

  @ParameterizedTest
  @FieldSource("rows")
  void clears(Row row) {
    var stock =
        new Stock(
            row.here().stream().map(Img::stored).toList(),
            row.orphans().stream().collect(Collectors.toMap(ClearingTest::digest, _ -> 10 * MB)));
    var held = row.held().stream().map(ClearingTest::digest).collect(Collectors.toSet());

    var plan = Clearing.of(stock, held, row.rule(), NOW);

    assertThat(names(plan, row.here())).as(row.says()).isEqualTo(row.goes());
    assertThat(plan.freed()).as(row.says()).isEqualTo(row.freed() * MB);
    assertThat(plan.left()).as(row.says()).isEqualTo(row.left() * MB);
    long sum =
        plan.images().stream().mapToLong(Clearing.Going::frees).sum()
            + plan.orphans().values().stream().mapToLong(Long::longValue).sum();
    assertThat(sum).as("the parts of it").isEqualTo(plan.freed());
  }

  private static String names(Clearing plan, List<Img> images) {
    var byDigest = images.stream().collect(Collectors.toMap(i -> digest(i.name()), Img::name));
    var names = new ArrayList<String>();
    plan.images().forEach(going -> names.add(Map.copyOf(byDigest).get(going.image().digest())));
    return String.join(" ", names);
  }
}
