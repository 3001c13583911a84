// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decides which images a clean-up deletes, and says of those that it keeps against the policy why.
/// Looks at nothing but what it is given.
///
/// @param deleted the newest first within a repository
public record Retention(List<Image> deleted, List<Kept> kept) {
  /// Images that claim to be older lie: tools that want the same digest from each build do so.
  private static final Instant FIRST_DOCKER = Instant.parse("2013-01-19T00:13:39Z");

  /// Builds that always give the same digest give all their images the same date.
  private static final Comparator<Image> NEWEST_FIRST =
      Comparator.comparing(Retention::created).thenComparing(Image::pushed).reversed();

  public Retention {
    deleted = List.copyOf(deleted);
    kept = List.copyOf(kept);
  }

  /// An image that the policy would delete and that is kept.
  ///
  /// @param users who needs it; for an image that an index lists, that index
  public record Kept(Image image, Reason reason, List<String> users) {
    public Kept {
      users = List.copyOf(users);
    }
  }

  /// Why an image is kept against the policy.
  public enum Reason {
    PINNED,
    LISTED_BY_AN_INDEX,
    YOUNG
  }

  /// What a clean-up looks at besides the images.
  ///
  /// @param ignorePins whether images go that somebody needs
  public record Rules(
      RetentionPolicy policy, List<Pins.Pin> pins, boolean ignorePins, Instant now) {
    public Rules {
      pins = List.copyOf(pins);
    }
  }

  /// The clean-up by a policy: all images of a namespace go but the newest few of each repository.
  public static Retention byPolicy(List<Image> images, Rules rules) {
    if (rules.policy().keepsAll()) {
      return new Retention(List.of(), List.of());
    }
    var surplus =
        images.stream().collect(Collectors.groupingBy(Image::repository)).entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(repository -> surplus(repository.getValue(), rules.policy()).stream())
            .toList();
    return sorted(surplus, rules);
  }

  /// Images that count, the newest first, without those that the policy leaves.
  private static List<Image> surplus(List<Image> repository, RetentionPolicy policy) {
    return repository.stream()
        .filter(Retention::isEligible)
        .filter(image -> image.isTagged() || !policy.retainUntagged())
        .filter(image -> image.within().isEmpty() || image.isTagged())
        .sorted(NEWEST_FIRST)
        .skip(policy.imagesPerRepo())
        .toList();
  }

  /// Indexes, what is about other images, and images that do not say when they were made are never
  /// deleted and do not count.
  private static boolean isEligible(Image image) {
    return image.kind() == Draft.Kind.IMAGE
        && image.subject().isEmpty()
        && !created(image).isBefore(FIRST_DOCKER);
  }

  private static Instant created(Image image) {
    return image.created().orElse(Instant.EPOCH);
  }

  /// The clean-up of images without a tag. Those that an index lists, and what is about an image
  /// that is there, belong to something.
  public static Retention untagged(List<Image> images, Rules rules) {
    var there = images.stream().map(Place::of).collect(Collectors.toSet());
    return sorted(
        images.stream()
            .filter(image -> !image.isTagged())
            .filter(image -> image.within().isEmpty())
            .filter(image -> subject(image).filter(there::contains).isEmpty())
            .toList(),
        rules);
  }

  private record Place(Name repository, Digest digest) {
    static Place of(Image image) {
      return new Place(image.repository(), image.digest());
    }
  }

  private static Optional<Place> subject(Image image) {
    return image.subject().map(digest -> new Place(image.repository(), digest));
  }

  private static Retention sorted(List<Image> surplus, Rules rules) {
    var deleted = new ArrayList<Image>();
    var kept = new ArrayList<Kept>();
    for (Image image : surplus) {
      reason(image, rules).ifPresentOrElse(kept::add, () -> deleted.add(image));
    }
    return new Retention(deleted, kept);
  }

  private static Optional<Kept> reason(Image image, Rules rules) {
    var users = users(image, rules.pins());
    if (!users.isEmpty() && !rules.ignorePins()) {
      return Optional.of(new Kept(image, Reason.PINNED, users));
    }
    if (!image.within().isEmpty()) {
      var indexes = image.within().stream().map(Digest::toString).toList();
      return Optional.of(new Kept(image, Reason.LISTED_BY_AN_INDEX, indexes));
    }
    var youngest = rules.now().minus(Duration.ofDays(rules.policy().deletionThresholdDays()));
    return created(image).isAfter(youngest) && rules.policy().deletionThresholdDays() > 0
        ? Optional.of(new Kept(image, Reason.YOUNG, List.of()))
        : Optional.empty();
  }

  /// Who needs an image. A pin of an index is one of what the index lists, too.
  public static List<String> users(Image image, List<Pins.Pin> pins) {
    return pins.stream()
        .filter(pin -> pin.repository().equals(image.repository()))
        .filter(pin -> pin.digest().equals(image.digest()) || image.within().contains(pin.digest()))
        .map(Pins.Pin::user)
        .distinct()
        .toList();
  }
}
