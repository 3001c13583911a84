// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// Too many requests, and what registries say of when to come back.
final class RateLimits {
  private static final String SECONDS = "1"; // so that whoever waits as told is told again soon
  private static final Duration WAIT = Duration.ofMinutes(5);

  static final Family FAMILY =
      Family.of(
          "Rate limits",
          limited(
              "rate-limit-seconds",
              "Answers 429, and to wait for one second, each time.",
              _ -> tooMany().with("Retry-After", SECONDS)),
          limited(
              "rate-limit-date",
              "Answers 429, and a date to wait for, in five minutes.",
              _ -> tooMany().with("Retry-After", date())),
          limited("rate-limit-silent", "Answers 429, and not how long to wait.", _ -> tooMany()),
          limited(
              "rate-limit-nonsense",
              "Answers 429, and a time to wait that is none, as GHCR does.",
              _ -> tooMany().with("Retry-After", "880.092us")),
          limited(
              "rate-limit-page",
              "Answers 429 and a web page, as what protects a registry does.",
              _ -> Answer.page(429, "429 Too Many Requests")),
          limited(
              "docker-hub-rate-limit",
              "Answers 429, and what the limit is, as Docker Hub does.",
              RateLimits::dockerHub),
          Fault.of(
              "rate-limit-blobs",
              "Gives the manifest and answers 429 to all blobs.",
              Cause.RATE_LIMIT,
              Healthy.REGISTRY.butBlobs(_ -> tooMany().with("Retry-After", SECONDS))));

  private RateLimits() {}

  private static Fault limited(String name, String says, Behaviour refusal) {
    return Fault.of(
        name, says, Cause.RATE_LIMIT, Healthy.REGISTRY.butManifests(refusal).butTags(refusal));
  }

  static Answer tooMany() {
    return Answer.error(429, "TOOMANYREQUESTS", "too many requests");
  }

  private static String date() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.now(ZoneOffset.UTC).plus(WAIT));
  }

  private static Answer dockerHub(Ask ask) {
    return Answer.error(
            429,
            "TOOMANYREQUESTS",
            "You have reached your pull rate limit. You may increase the limit by authenticating"
                + " and upgrading: https://www.docker.com/increase-rate-limit")
        .with("ratelimit-limit", "100;w=21600")
        .with("ratelimit-remaining", "0;w=21600")
        .with("docker-ratelimit-source", ask.client());
  }
}
