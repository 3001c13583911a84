// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.image.Credentials;
import dev.windlass.image.Reference;
import dev.windlass.image.Told;
import java.util.List;
import java.util.Optional;

/// What a registry that we run ourselves knows besides what it answers to those who pull. Safe to
/// share between threads.
@FunctionalInterface
public interface OwnRegistry {
  /// Nobody runs one.
  OwnRegistry NONE = _ -> Optional.empty();

  /// What there is to know around an image; empty when it is of another registry, or when ours does
  /// not answer.
  Optional<Knowledge> about(Reference image) throws InterruptedException;

  /// Signs in, and asks for nothing. Empty when it is another registry, or when ours does not
  /// answer.
  default Optional<Told<Boolean>> login(Reference at, Credentials credentials)
      throws InterruptedException {
    return Optional.empty();
  }

  /// @param quota what may be used and what is
  /// @param trashed names with digests of the repository that are in the trash, and for how many
  ///   days
  /// @param pinnedBy who uses the image, in words for people
  /// @param repositories those of the same namespace
  /// @param privateHost where the private address is
  /// @param allowed from where one may sign in; empty from everywhere
  record Knowledge(
      Quota quota,
      List<Trashed> trashed,
      List<String> pinnedBy,
      List<String> repositories,
      String privateHost,
      List<String> allowed) {
    public Knowledge {
      trashed = List.copyOf(trashed);
      pinnedBy = List.copyOf(pinnedBy);
      repositories = List.copyOf(repositories);
      allowed = List.copyOf(allowed);
    }
  }

  /// In bytes; a negative limit is none. It starts anew with each month.
  record Quota(long storageUsed, long storageLimit, long trafficUsed, long trafficLimit) {}

  /// An image in the trash.
  ///
  /// @param image its name with its digest
  /// @param tags that it had
  /// @param days until it is gone for good
  record Trashed(String image, List<String> tags, int days) {
    public Trashed {
      tags = List.copyOf(tags);
    }
  }
}
