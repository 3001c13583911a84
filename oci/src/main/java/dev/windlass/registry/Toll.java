// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Account.Quota;
import dev.windlass.registry.store.Account.Terms;
import dev.windlass.registry.store.Store;
import java.util.Map;
import java.util.Optional;

/// Refuses pulls and pushes that the terms of the account do not allow. A pull is refused when its
/// manifest is fetched, and a push when it begins, because there every client shows the message;
/// who got past that may finish.
record Toll(Store store) {
  private static final double NEARLY = 0.8;

  void checkPull(Request request, Pass pass) {
    checkAddress(request, pass);
    long limit = terms().quota().traffic();
    if (request.side() == Side.PUBLIC && Quota.isReached(store.meter().used(), limit)) {
      throw refused(
          request,
          pass,
          "pull.refused",
          "pull traffic limit of %d bytes until %s".formatted(limit, store.meter().reset()),
          "You have exceeded your pull traffic quota for the current month."
              + " Review your pull traffic quota and pricing plan.");
    }
  }

  void checkPush(Request request, Pass pass) {
    checkAddress(request, pass);
    checkOwn(request);
    checkStorage(request, pass);
  }

  /// What a cache shows is what the registry behind it shows, so nothing is pushed there.
  void checkOwn(Request request) {
    var from = Elsewhere.of(store, request.name());
    if (from.isPresent()) {
      throw Rejected.because(
          ErrorCode.DENIED,
          "namespace '%s' is a cache of %s, and takes no pushes; push to %s itself, or to another namespace"
              .formatted(request.name().namespace(), from.get().host(), from.get().host()),
          request.name());
    }
  }

  /// Also what a cache fetches needs room.
  void checkStorage(Request request, Pass pass) {
    long limit = terms().quota().storage();
    if (Quota.isReached(store.account().storageUsed(), limit)) {
      throw refused(
          request,
          pass,
          "push.refused",
          "storage limit of %d bytes".formatted(limit),
          "You have exceeded your storage quota."
              + " Delete one or more images, or review your storage quota and pricing plan.");
    }
  }

  void checkAddress(Request request, Pass pass) {
    if (terms().privateOnly() && request.side() == Side.PUBLIC) {
      throw refused(
          request,
          pass,
          "pull.refused",
          "private-only access",
          "Private-only access is enabled on this account, but this request was over the public"
              + " network. You must access this account over the private network.");
    }
  }

  private Terms terms() {
    return store.account().terms();
  }

  private Rejected refused(Request request, Pass pass, String type, String rule, String message) {
    store
        .events()
        .add(
            type,
            request.from().getHostAddress(),
            pass.caller().shown(),
            request.name().path(),
            rule,
            message);
    return Rejected.because(ErrorCode.DENIED, message, rule);
  }

  /// What to warn a client of whose pulls will soon be refused.
  Map<String, String> warning(Request request) {
    long limit = terms().quota().traffic();
    return Optional.of(store.meter().used())
        .filter(used -> request.side() == Side.PUBLIC && limit > 0 && used >= limit * NEARLY)
        .map(used -> Map.of("Warning", "299 - \"" + nearly(used, limit) + "\""))
        .orElse(Map.of());
  }

  private String nearly(long used, long limit) {
    return "%d of %d bytes of this month's pull traffic quota are used; it starts anew on %s"
        .formatted(used, limit, store.meter().reset());
  }

  /// Counts what a pull sent.
  void count(Request request, long bytes) {
    if (request.side() == Side.PUBLIC) {
      store.meter().traffic(bytes);
    }
  }
}
