// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an answer that says no means. Pure: all the judging is here, and none of the asking.
final class Verdict {
  private static final Pattern QUOTA =
      Pattern.compile("quota|exceeded|rate.?limit|pull limit", Pattern.CASE_INSENSITIVE);
  private static final Duration LATER = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private Verdict() {}

  /// What a registry's answer means.
  ///
  /// @param grant what we had to show; if a token server has checked us for it, a 401 is about
  ///   rights, and if the registry calls its own token invalid, about them
  static Failure ofRegistry(
      Asking asking, Refusal refusal, HttpHeaders headers, Optional<Grant> grant) {
    return switch (refusal.status()) {
      case 401 -> unauthorized(asking, refusal, headers, grant);
      case 403 -> forbidden(asking, refusal);
      case 404 -> missing(asking, refusal);
      case 429 -> throttled(asking, refusal, headers);
      default -> other(asking, refusal, headers);
    };
  }

  private static Failure unauthorized(
      Asking asking, Refusal refusal, HttpHeaders headers, Optional<Grant> grant) {
    if (grant.isPresent() && errors(headers).contains("invalid_token")) {
      return new Failure.Misbehaved(asking.image(), refusal);
    }
    boolean believed = grant.map(Grant::believed).orElse(false);
    return believed ? denied(asking, refusal) : unknownToThem(asking, refusal);
  }

  private static List<String> errors(HttpHeaders headers) {
    return Challenge.parse(headers.allValues("WWW-Authenticate")).stream()
        .map(challenge -> challenge.attribute("error"))
        .toList();
  }

  /// What a token server's answer means.
  static Failure ofTokenServer(Asking asking, Refusal refusal, HttpHeaders headers) {
    return switch (refusal.status()) {
      case 400, 401 -> unknownToThem(asking, refusal);
      case 403 -> forbidden(asking, refusal);
      case 429 -> throttled(asking, refusal, headers);
      default -> other(asking, refusal, headers);
    };
  }

  private static Failure unknownToThem(Asking asking, Refusal refusal) {
    return asking
        .credential()
        .<Failure>map(
            ours -> new Failure.WrongCredentials(asking.image(), ours.username(), refusal))
        .orElseGet(
            () -> new Failure.MissingCredentials(asking.image(), asking.secretHosts(), refusal));
  }

  private static Failure forbidden(Asking asking, Refusal refusal) {
    boolean quota = QUOTA.matcher(refusal.message()).find();
    return quota || asking.credential().isPresent()
        ? denied(asking, refusal)
        : unknownToThem(asking, refusal);
  }

  private static Failure denied(Asking asking, Refusal refusal) {
    return new Failure.Denied(asking.image(), refusal);
  }

  private static Failure missing(Asking asking, Refusal refusal) {
    return refusal.code().equals("NAME_UNKNOWN")
        ? new Failure.UnknownRepository(asking.image(), refusal)
        : new Failure.UnknownManifest(asking.image(), refusal);
  }

  private static Failure other(Asking asking, Refusal refusal, HttpHeaders headers) {
    return refusal.code().toUpperCase(Locale.ROOT).equals("TOOMANYREQUESTS")
        ? throttled(asking, refusal, headers)
        : new Failure.Misbehaved(asking.image(), refusal);
  }

  private static Failure throttled(Asking asking, Refusal refusal, HttpHeaders headers) {
    var told = headers.firstValue("Retry-After").flatMap(Verdict::wait);
    return new Failure.Throttled(asking.image(), told.orElse(LATER), refusal);
  }

  /// Seconds, or the date of an hour.
  static Optional<Duration> wait(String retryAfter) {
    var text = retryAfter.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      var then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(Instant.now(), then)));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // neither, so it says nothing
    }
  }

  private static Duration bounded(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait.isPositive() ? wait : Duration.ofSeconds(1);
  }
}
