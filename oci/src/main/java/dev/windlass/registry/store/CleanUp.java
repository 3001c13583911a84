// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.sqlite.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Deletes images by the retention policies, and those without a tag: into the trash. What goes is
/// said by [Retention] first, and is done by what was true then: an image that was tagged or pinned
/// meanwhile is looked at again. Safe to share between threads.
public final class CleanUp {
  private static final Duration DAY = Duration.ofDays(1);

  private final Database database;
  private final Namespaces namespaces;
  private final Images images;
  private final Trash trash;
  private final Pins pins;
  private final InstantSource clock;

  CleanUp(
      Database database,
      Namespaces namespaces,
      Images images,
      Trash trash,
      Pins pins,
      InstantSource clock) {
    this.database = database;
    this.namespaces = namespaces;
    this.images = images;
    this.trash = trash;
    this.pins = pins;
    this.clock = clock;
  }

  /// Says what a policy would delete from a namespace now.
  public Retention preview(String namespace, RetentionPolicy policy, boolean ignorePins) {
    return Retention.byPolicy(images.list(namespace), rules(policy, ignorePins));
  }

  /// Says which images without a tag would go.
  ///
  /// @param within a namespace, a repository, or empty for all
  public Retention previewUntagged(String within, boolean ignorePins) {
    return Retention.untagged(images.list(within), rules(RetentionPolicy.ALL, ignorePins));
  }

  private Retention.Rules rules(RetentionPolicy policy, boolean ignorePins) {
    return new Retention.Rules(policy, pins.list(), ignorePins, clock.instant());
  }

  /// Deletes by a policy, once.
  public Retention run(String namespace, RetentionPolicy policy, boolean ignorePins) {
    var rules = rules(policy, ignorePins);
    return discarded(Retention.byPolicy(images.list(namespace), rules), rules);
  }

  public Retention runUntagged(String within, boolean ignorePins) {
    var rules = rules(RetentionPolicy.ALL, ignorePins);
    return discarded(Retention.untagged(images.list(within), rules), rules);
  }

  private Retention discarded(Retention retention, Retention.Rules rules) {
    var gone = new ArrayList<Image>();
    for (Image image : retention.deleted()) {
      if (trash.discardUnchanged(image, Retention.users(image, rules.pins()))) {
        gone.add(image);
      }
    }
    return new Retention(gone, retention.kept());
  }

  /// Runs the policy of each namespace whose last run is a day ago.
  void runDaily() {
    var now = clock.instant();
    for (String namespace : due(now)) {
      var policy = namespaces.find(namespace).map(Namespace::retention).orElse(RetentionPolicy.ALL);
      run(namespace, policy, false);
      database.write(sql ->
          sql.update(
              "update namespace set retained = ? where name = ?", now.toEpochMilli(), namespace));
    }
  }

  private List<String> due(Instant now) {
    return database.read(sql ->
        sql.select(
            row -> row.getString(1),
            "select name from namespace where images_per_repo >= 0 and retained <= ?",
            now.minus(DAY).toEpochMilli()));
  }
}
