// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// The ways that the requests for one host may go. Each request is sent one of them by chance.
///
/// @param shares at least one, their weights not all 0
public record Split(List<Share> shares) {
  public Split {
    shares = List.copyOf(shares);
  }

  /// All go one way.
  public static Split of(String way) {
    return new Split(List.of(new Share(way, 1)));
  }

  String choose() {
    if (shares.size() == 1) {
      return shares.getFirst().way();
    }
    int sum = shares.stream().mapToInt(Share::weight).sum();
    int rest = ThreadLocalRandom.current().nextInt(sum);
    for (var share : shares) {
      rest -= share.weight();
      if (rest < 0) {
        return share.way();
      }
    }
    throw new IllegalStateException("weights that add up to less than their sum");
  }
}
