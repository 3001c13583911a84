// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.doctor.OwnRegistry.Knowledge;
import dev.windlass.doctor.OwnRegistry.Quota;
import dev.windlass.image.Failure;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The words for a cause with all that is known in this case: what was tried instead, what is
/// there, and the command with the real names in it.
///
/// @param failure as it was decided
record Remedy(
    Patient patient,
    Failure failure,
    Cause cause,
    Answers answers,
    Optional<Knowledge> own,
    EgressAddresses addresses,
    Instant now) {
  private static final long MEGABYTE = 1L << 20;
  private static final long LEAST_RAISE = 1_000;
  private static final int MOST_NAMES = 3;

  private static final List<String> HOSTS =
      List.of(
          "docker.io",
          "ghcr.io",
          "quay.io",
          "icr.io",
          "us.icr.io",
          "uk.icr.io",
          "de.icr.io",
          "jp.icr.io",
          "au.icr.io",
          "gcr.io",
          "registry.gitlab.com",
          "public.ecr.aws",
          "mcr.microsoft.com",
          "registry.k8s.io",
          "registry.access.redhat.com",
          "localhost");

  Diagnosis words() {
    var words = Diagnosis.of(failure);
    return new Diagnosis(
        cause.id(),
        words.problem(),
        words.cause(),
        commands().named(fix(words)),
        evidence(words.evidence()));
  }

  private Commands commands() {
    return new Commands(patient.target(), patient.name());
  }

  private String fix(Diagnosis words) {
    return switch (cause) {
      case CREDENTIALS_MISSING, ACCESS_MISSING, SECRET_ABSENT, SECRET_FOR_OTHER_HOST ->
          secret().orElse(words.fix());
      case TAG_ABSENT -> fromTrash().or(this::nearestTag).orElse(words.fix());
      case DIGEST_ABSENT -> fromTrash().or(this::whatTheTagNames).orElse(words.fix());
      case REPOSITORY_ABSENT -> nearestRepository().orElse(words.fix());
      case TRAFFIC_QUOTA ->
          own.map(ours -> raise("traffic", ours.quota().trafficUsed())).orElse(words.fix());
      case STORAGE_QUOTA ->
          own.map(ours ->
                  "delete images (windlass cr image-list, windlass cr image-rm IMAGE), or "
                      + raise("storage", ours.quota().storageUsed()))
              .orElse(words.fix());
      case ADDRESS_NOT_ALLOWED -> allow();
      case PRIVATE_NETWORK_ONLY -> own.map(this::privately).orElse(words.fix());
      case HOST_UNKNOWN -> nearestHost().orElse(words.fix());
      default -> words.fix();
    };
  }

  private Optional<String> secret() {
    return answers
        .other()
        .map(secret ->
            "use the registry secret '%s', which may pull it: %s"
                .formatted(secret, commands().withSecret(secret)));
  }

  /// Where none comes near, any that there are.
  private Optional<String> nearestTag() {
    var tags = answers.tags().orElse(List.of());
    var near = Nearest.of(failure.image().name(), tags, MOST_NAMES);
    var shown = near.isEmpty() ? tags.stream().limit(MOST_NAMES).toList() : near;
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "use a tag that is there, such as %s: %s"
                .formatted(
                    String.join(", ", shown),
                    commands().withImage(patient.name().repository() + ":" + shown.getFirst())));
  }

  /// What is wanted, or what had the tag that is wanted.
  private Optional<String> fromTrash() {
    var wanted = failure.image().name();
    return own.stream()
        .flatMap(ours -> ours.trashed().stream())
        .filter(gone -> gone.image().endsWith("@" + wanted) || gone.tags().contains(wanted))
        .findFirst()
        .map(gone ->
            "it is in the trash for %d more days; bring it back: windlass cr image-restore %s"
                .formatted(gone.days(), gone.image()));
  }

  private Optional<String> whatTheTagNames() {
    return answers
        .tagNow()
        .map(now ->
            "go on with %s, which the tag '%s' names now: %s"
                .formatted(now.brief(), patient.name().name(), commands().again()));
  }

  private Optional<String> nearestRepository() {
    var near =
        own.map(ours ->
                Nearest.of(failure.image().repository().path(), ours.repositories(), MOST_NAMES))
            .orElse(List.of());
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "use a repository that is there, such as %s: %s"
                .formatted(
                    String.join(", ", near),
                    commands()
                        .withImage(
                            "%s/%s%s"
                                .formatted(
                                    patient.name().repository().host(), near.getFirst(), tag()))));
  }

  private String tag() {
    return patient.name() instanceof Reference.Tagged(_, var tag) ? ":" + tag : "";
  }

  /// Twice what is used, and not too little.
  private static String raise(String what, long used) {
    return "raise it%s: windlass cr quota-set --%s %d"
        .formatted(
            what.equals("traffic") ? ", or wait for the next month" : "",
            what,
            Math.max(LEAST_RAISE, 2 * used / MEGABYTE));
  }

  private String allow() {
    return own.map(ours ->
            "allow this machine too: windlass cr ip-allow-set "
                + String.join(
                    " ",
                    Stream.concat(ours.allowed().stream(), Stream.of("127.0.0.1/32")).toList()))
        .orElseGet(() ->
            "have the owner of the account allow the addresses of this project (%s; behind a router, what it makes of them): windlass project get --name PROJECT"
                .formatted(addresses));
  }

  private String privately(Knowledge ours) {
    return "use the private address: "
        + commands()
            .withImage(patient.name().toString().replaceFirst("^[^/]+", ours.privateHost()));
  }

  private Optional<String> nearestHost() {
    var host = failure.image().repository().host();
    var near = Nearest.of(host, HOSTS, 1);
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "if %s was meant: %s"
                .formatted(
                    near.getFirst(),
                    commands()
                        .withImage(
                            patient.name().toString().replaceFirst("^[^/]+", near.getFirst()))));
  }

  private String evidence(String seen) {
    var more =
        switch (cause) {
          case TRAFFIC_QUOTA -> own.map(Knowledge::quota).map(this::traffic).orElse("");
          case STORAGE_QUOTA -> own.map(Knowledge::quota).map(Remedy::storage).orElse("");
          case DIGEST_ABSENT -> ofDigest();
          case ADDRESS_NOT_ALLOWED -> ofAddress();
          default -> "";
        };
    return more.isEmpty() ? seen : seen + "\n" + more;
  }

  private String traffic(Quota quota) {
    LocalDate anew = YearMonth.from(now.atZone(ZoneOffset.UTC)).plusMonths(1).atDay(1);
    return "pull traffic used: %s of %s; it starts anew on %s"
        .formatted(megabytes(quota.trafficUsed()), megabytes(quota.trafficLimit()), anew);
  }

  private static String storage(Quota quota) {
    return "storage used: %s of %s"
        .formatted(megabytes(quota.storageUsed()), megabytes(quota.storageLimit()));
  }

  private static String megabytes(long bytes) {
    return bytes < 0 ? "no limit" : "%.1f MB".formatted(bytes / (double) MEGABYTE);
  }

  private String ofDigest() {
    var now =
        answers
            .tagNow()
            .map(digest -> "the tag '%s' names %s now".formatted(patient.name().name(), digest));
    var pins =
        own.map(Knowledge::pinnedBy)
            .filter(users -> !users.isEmpty())
            .map(users -> "in use by " + String.join("; ", users));
    return String.join("; ", Stream.of(now, pins).flatMap(Optional::stream).toList());
  }

  private String ofAddress() {
    var allowed =
        own.map(Knowledge::allowed)
            .filter(from -> !from.isEmpty())
            .map(from -> "allowed: " + String.join(", ", from));
    return String.join(
        "; ",
        Stream.of(allowed, Optional.of("this machine goes out as: " + addresses))
            .flatMap(Optional::stream)
            .toList());
  }

  /// The failure in the form of the cause that was decided for.
  static Failure decided(Failure failure, Cause cause) {
    if (Cause.of(failure) == cause) {
      return failure;
    }
    var image = failure.image();
    return refusal(failure)
        .<Failure>map(no ->
            switch (cause) {
              case ACCESS_MISSING -> new Failure.Denied(image, no);
              case CREDENTIALS_MISSING -> new Failure.MissingCredentials(image, no);
              case TAG_ABSENT, DIGEST_ABSENT -> new Failure.UnknownManifest(image, no);
              case REPOSITORY_ABSENT -> new Failure.UnknownRepository(image, no);
              case ADDRESS_NOT_ALLOWED ->
                  new Failure.Denied(image, Failure.Denied.Reason.ADDRESS, no);
              default -> failure;
            })
        .orElse(failure);
  }

  private static Optional<Refusal> refusal(Failure failure) {
    return switch (failure) {
      case Failure.WrongCredentials(_, _, _, var no) -> Optional.of(no);
      case Failure.Denied(_, _, var no) -> Optional.of(no);
      case Failure.NotShown(_, var no) -> Optional.of(no);
      case Failure.UnknownImage(_, var no) -> Optional.of(no);
      case Failure.UnknownManifest(_, var no) -> Optional.of(no);
      case Failure.UnknownRepository(_, var no) -> Optional.of(no);
      case Failure.MissingCredentials(_, var no) -> Optional.of(no);
      default -> Optional.empty();
    };
  }

  /// Whether a token server said no without a word.
  static boolean isSilent(Failure failure) {
    return failure instanceof Failure.WrongCredentials(_, _, _, var no)
        && no.status() == 400
        && no.code().isEmpty();
  }
}
