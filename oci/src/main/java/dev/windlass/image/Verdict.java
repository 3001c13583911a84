// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.Denied.Reason;
import dev.windlass.image.Failure.Misbehaved.Oddity;
import dev.windlass.image.Failure.Unreachable;
import dev.windlass.image.Failure.Unreachable.Server;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an answer that says no means. Pure: all the judging is here, and none of the asking. Where
/// registries answer the same to different causes, their words decide; whose words they are stands
/// beside each.
final class Verdict {
  private static final Duration LATER = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int SERVER_ERROR = 500;

  /// IBM Cloud Container Registry.
  private static final Pattern STORAGE_QUOTA = words("storage quota");

  private static final Pattern QUOTA = words("quota");
  private static final Pattern PRIVATE_ONLY = words("private network|private-only");

  /// Docker Hub, and what stands before others.
  private static final Pattern LIMIT = words("rate.?limit|pull limit|too many requests");

  /// IBM Cloud; Azure: `client with IP '…' is not allowed access`.
  private static final Pattern ADDRESS =
      words("\\bIP\\b.*\\b(not allowed|denied|blocked)|(not allowed|denied|blocked).*\\bIP\\b");

  /// Amazon, and token servers.
  private static final Pattern EXPIRED = words("\\b(token|login|credentials?|key)\\b.*\\bexpired");

  /// GHCR says `denied`, GitLab `access forbidden`, Google `(or it may not exist)`, of what is
  /// private or absent alike.
  private static final Pattern HIDDEN =
      words("\\A\\s*denied\\s*\\z|access forbidden|may not exist|either .* not exist");

  /// Nothing about rights: as if nobody had said who asks.
  private static final Pattern WHO_ASKS =
      words("\\A\\s*((authentication|authorization|login) (is )?required\\.?)?\\s*\\z");

  /// Harbor, Amazon.
  private static final Pattern NO_REPOSITORY =
      words("repository .*(not found|not exist|unknown|not known)|no such repository");

  private static final Pattern LOGIN = words("log.?in|sign.?in|sso\\b|authenticat");

  /// Go; nginx; Apache.
  private static final Pattern WANTS_TLS =
      words("HTTP request (was sent )?to (an )?HTTPS|SSL-enabled server port|use the HTTPS scheme");

  private Verdict() {}

  private static Pattern words(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  private static boolean says(Rebuff no, Pattern words) {
    return words.matcher(no.refusal().message()).find();
  }

  /// What a registry's answer means.
  ///
  /// @param grant what we had to show; if a token server has checked us for it, a 401 is about
  ///   rights, and if the registry calls its own token invalid, about them
  static Failure ofRegistry(Asking asking, Rebuff no, Optional<Grant> grant) {
    if (no.isPage() && no.challenges().isEmpty() && isOfAccess(no)) {
      return misbehaved(asking, no, says(no, LOGIN) ? Oddity.LOGIN_PAGE : Oddity.NO_REGISTRY);
    }
    if (no.ask().server() == Server.STORAGE && isOfAccess(no)) {
      return misbehaved(asking, no, Oddity.STORAGE);
    }
    return switch (no.status()) {
      case 401 -> unauthorized(asking, no, grant);
      case 403 -> forbidden(asking, no);
      case 404 -> missing(asking, no);
      case 407 -> misbehaved(asking, no, Oddity.PROXY_LOGIN);
      case 429 -> throttled(asking, no);
      default -> other(asking, no);
    };
  }

  private static boolean isOfAccess(Rebuff no) {
    return no.status() == 400 || no.status() == 401 || no.status() == 403;
  }

  private static Failure misbehaved(Asking asking, Rebuff no, Oddity oddity) {
    return new Failure.Misbehaved(asking.image(), oddity, no.refusal());
  }

  private static Failure unauthorized(Asking asking, Rebuff no, Optional<Grant> grant) {
    if (grant.isEmpty() || grant.get().isPassword()) {
      return unknownToThem(asking, no);
    }
    boolean aboutRights = no.hasError("insufficient_scope") || no.isPage() || !says(no, WHO_ASKS);
    if (no.hasError("invalid_token") || !aboutRights) {
      return misbehaved(asking, no, Oddity.TOKEN_REFUSED);
    }
    return grant.get().believed() ? denied(asking, no, Reason.NO_RIGHT) : hidden(asking, no);
  }

  /// What a token server's answer means.
  static Failure ofTokenServer(Asking asking, Rebuff no) {
    if (no.isPage() && no.status() != 429) {
      return misbehaved(asking, no, Oddity.TOKEN_SERVER);
    }
    return switch (no.status()) {
      case 400, 401 ->
          says(no, ADDRESS) ? denied(asking, no, Reason.ADDRESS) : unknownToThem(asking, no);
      case 403 -> forbidden(asking, no);
      case 407 -> misbehaved(asking, no, Oddity.PROXY_LOGIN);
      case 429 -> throttled(asking, no);
      default -> misbehaved(asking, no, Oddity.TOKEN_SERVER);
    };
  }

  private static Failure unknownToThem(Asking asking, Rebuff no) {
    return asking
        .identity()
        .<Failure>map(who -> wrong(asking, who, no))
        .orElseGet(() -> missingCredentials(asking, no));
  }

  private static Failure wrong(Asking asking, Identity who, Rebuff no) {
    return new Failure.WrongCredentials(asking.image(), who, says(no, EXPIRED), no.refusal());
  }

  private static Failure missingCredentials(Asking asking, Rebuff no) {
    return ofOtherHost(asking, no)
        .orElseGet(() -> new Failure.MissingCredentials(asking.image(), no.refusal()));
  }

  /// With a secret that is for others, that is what should be looked at first.
  private static Optional<Failure> ofOtherHost(Asking asking, Rebuff no) {
    return asking
        .credentials()
        .nearest(asking.repository())
        .map(nearest ->
            new Failure.SecretForOtherHost(
                asking.image(), asking.credentials().keys(), nearest, no.refusal()));
  }

  private static Failure hidden(Asking asking, Rebuff no) {
    return ofOtherHost(asking, no)
        .orElseGet(() -> new Failure.NotShown(asking.image(), no.refusal()));
  }

  private static Failure forbidden(Asking asking, Rebuff no) {
    if (says(no, LIMIT)) {
      return throttled(asking, no);
    }
    var reason = reason(no);
    if (reason != Reason.NO_RIGHT) {
      return denied(asking, no, reason);
    }
    if (says(no, HIDDEN)) {
      return hidden(asking, no);
    }
    return asking.credential().isPresent() && !says(no, EXPIRED)
        ? denied(asking, no, Reason.NO_RIGHT)
        : unknownToThem(asking, no);
  }

  private static Reason reason(Rebuff no) {
    if (says(no, STORAGE_QUOTA)) {
      return Reason.STORAGE_QUOTA;
    }
    if (says(no, QUOTA)) {
      return Reason.TRAFFIC_QUOTA;
    }
    if (says(no, PRIVATE_ONLY)) {
      return Reason.PRIVATE_NETWORK_ONLY;
    }
    return says(no, ADDRESS) ? Reason.ADDRESS : Reason.NO_RIGHT;
  }

  private static Failure denied(Asking asking, Rebuff no, Reason reason) {
    return new Failure.Denied(asking.image(), reason, no.refusal());
  }

  private static Failure missing(Asking asking, Rebuff no) {
    if (no.isPage()) {
      return misbehaved(asking, no, Oddity.NO_REGISTRY);
    }
    return no.refusal().code().equals("NAME_UNKNOWN") || says(no, NO_REPOSITORY)
        ? new Failure.UnknownRepository(asking.image(), no.refusal())
        : new Failure.UnknownManifest(asking.image(), no.refusal());
  }

  private static Failure other(Asking asking, Rebuff no) {
    if (no.refusal().code().toUpperCase(Locale.ROOT).equals("TOOMANYREQUESTS")) {
      return throttled(asking, no);
    }
    if (says(no, WANTS_TLS)) {
      return new Unreachable(
          asking.image(),
          no.refusal().address(),
          no.ask().server(),
          Unreachable.Trouble.ONLY_TLS,
          no.refusal().words());
    }
    boolean isOdd = no.isPage() && no.status() < SERVER_ERROR;
    return misbehaved(asking, no, isOdd ? Oddity.NO_REGISTRY : Oddity.BROKEN);
  }

  private static Failure throttled(Asking asking, Rebuff no) {
    var allowance = Allowance.of(no.headers());
    return new Failure.Throttled(
        asking.image(), wait(no.headers(), allowance).orElse(LATER), allowance, no.refusal());
  }

  private static Optional<Duration> wait(HttpHeaders headers, Allowance allowance) {
    return headers
        .firstValue("Retry-After")
        .flatMap(Verdict::wait)
        .or(() -> untilReset(allowance.reset()));
  }

  /// Seconds from now, or, as some have it, since 1970.
  private static Optional<Duration> untilReset(String reset) {
    return wait(reset)
        .map(wait ->
            wait.equals(LONGEST)
                ? bounded(
                    Duration.between(
                        Instant.now(), Instant.ofEpochSecond(Long.parseLong(reset.strip()))))
                : wait);
  }

  /// Seconds, or the date of an hour.
  static Optional<Duration> wait(String retryAfter) {
    var text = retryAfter.strip();
    if (text.matches("[0-9]{1,10}")) {
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
