// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.InvalidName;
import java.util.List;
import java.util.stream.IntStream;

/// How many resources of each kind there may be in a project, and how many projects.
public record Quotas(
    int projects,
    int apps,
    int revisions,
    int jobs,
    int jobRuns,
    int secrets,
    int configMaps,
    int outbounds,
    int domainMappings,
    int cronSubscriptions) {
  /// Code Engine's.
  public static final Quotas STANDARD = new Quotas(20, 40, 120, 100, 100, 100, 100, 100, 80, 100);

  private static final List<String> WORDS =
      List.of(
          "projects",
          "apps",
          "app_revisions",
          "jobs",
          "job_runs",
          "secrets",
          "config_maps",
          "allowed_outbound_destinations",
          "domain_mappings",
          "cron_subscriptions");

  private static final int MOST = 1_000_000;

  /// The standard ones with others for what is named: `apps=200`. Throws [InvalidName] for what
  /// cannot be read.
  public static Quotas parse(List<String> words) {
    var all = STANDARD.numbers();
    for (var word : words) {
      var parts = word.split("=", 2);
      int kind = WORDS.indexOf(parts[0]);
      if (parts.length < 2 || kind < 0 || !parts[1].matches("[1-9][0-9]{0,6}")) {
        throw new InvalidName(
            "quota",
            word,
            "needs to be KIND=NUMBER, of 1 to %d, KIND one of %s"
                .formatted(MOST, String.join(", ", WORDS)));
      }
      all[kind] = Math.min(MOST, Integer.parseInt(parts[1]));
    }
    return new Quotas(
        all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8], all[9]);
  }

  private int[] numbers() {
    return new int[] {
      projects,
      apps,
      revisions,
      jobs,
      jobRuns,
      secrets,
      configMaps,
      outbounds,
      domainMappings,
      cronSubscriptions
    };
  }

  /// What has to be said to get these again.
  public List<String> words() {
    var standard = STANDARD.numbers();
    var mine = numbers();
    return IntStream.range(0, mine.length)
        .filter(kind -> mine[kind] != standard[kind])
        .mapToObj(kind -> WORDS.get(kind) + "=" + mine[kind])
        .toList();
  }

  /// Refuses one more.
  static void refuseAbove(Noun noun, long now, String where) {
    if (now >= noun.most()) {
      throw Refused.of(
          409,
          new Problem(
                  "quota_exceeded",
                  "%s has %d %s, and the quota for %s is %d; delete some that are no longer needed"
                      .formatted(where, now, noun.quota(), noun.quota(), noun.most()),
                  "")
              .because(
                  Cause.QUOTA_REACHED,
                  "see which there are, and delete what is not needed: windlass %s list"
                      .formatted(noun.command())));
    }
  }
}
