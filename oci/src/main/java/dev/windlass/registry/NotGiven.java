// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Refusal;
import java.util.Map;

/// What a client of a cache hears when the registry behind it does not give something: that one's
/// own refusal, when it has one, and never a 401, which would be about the client.
final class NotGiven {
  private static final int BAD_GATEWAY = 502;
  private static final int GATEWAY_TIMEOUT = 504;

  private NotGiven() {}

  /// @param missing what it is called when there is no such thing
  static Rejected because(Failure why, Elsewhere from, ErrorCode missing) {
    var detail = from.repository();
    var words = words(why, from);
    return switch (why) {
      case Failure.UnknownManifest _, Failure.UnknownImage _ ->
          Rejected.because(missing, words, detail);
      case Failure.UnknownRepository _ -> Rejected.because(ErrorCode.NAME_UNKNOWN, words, detail);
      case Failure.MissingCredentials _,
          Failure.SecretForOtherHost _,
          Failure.WrongCredentials _,
          Failure.NotShown _,
          Failure.Denied _ ->
          Rejected.because(ErrorCode.DENIED, words, detail);
      case Failure.Throttled(_, var wait, _, _) ->
          Rejected.because(
              ErrorCode.TOOMANYREQUESTS,
              words,
              detail,
              Map.of("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
      case Failure.Unreachable(_, _, _, var trouble, _) ->
          Rejected.because(ErrorCode.UNAVAILABLE, words, detail)
              .with(isPatienceOver(trouble) ? GATEWAY_TIMEOUT : BAD_GATEWAY);
      case Failure.Misbehaved _, Failure.Corrupt _, Failure.LostContent _ ->
          Rejected.because(ErrorCode.UNAVAILABLE, words, detail).with(BAD_GATEWAY);
      case Failure.Local _ -> Rejected.because(ErrorCode.UNAVAILABLE, words, detail);
      case Failure.MissingSecret _,
          Failure.WrongPlatform _,
          Failure.Unsupported _,
          Failure.BrokenDocument _,
          Failure.BadLayer _,
          Failure.Mirrored _ ->
          throw unasked(why);
    };
  }

  private static boolean isPatienceOver(Trouble trouble) {
    return switch (trouble) {
      case TIMEOUT, NO_ANSWER, TOO_SLOW, NAME_SERVER -> true;
      case UNKNOWN_HOST,
          REFUSED,
          UNKNOWN_AUTHORITY,
          EXPIRED_CERTIFICATE,
          CERTIFICATE_OF_ANOTHER,
          NO_TLS,
          ONLY_TLS,
          TLS,
          NOT_HTTP,
          BROKEN ->
          false;
    };
  }

  static Rejected unusable(Elsewhere from, String what) {
    return Rejected.because(ErrorCode.UNAVAILABLE, from.host() + " gave " + what, from.repository())
        .with(BAD_GATEWAY);
  }

  /// Whether the registry says that it has no such thing, as opposed to not giving it.
  static boolean isUnknown(Failure why) {
    return why instanceof Failure.UnknownManifest
        || why instanceof Failure.UnknownRepository
        || why instanceof Failure.UnknownImage;
  }

  /// What happened, why, and what to do.
  static String words(Failure why, Elsewhere from) {
    var host = from.host();
    var namespace = from.name().namespace();
    return switch (why) {
      case Failure.UnknownManifest(_, var refusal) ->
          "%s has no such thing: %s".formatted(host, said(refusal));
      case Failure.UnknownImage(_, var refusal) ->
          "%s has no such thing: %s".formatted(host, said(refusal));
      case Failure.LostContent(_, var part, var refusal) ->
          "%s has lost %s: %s".formatted(host, part, said(refusal));
      case Failure.UnknownRepository(_, var refusal) ->
          "%s has no such repository: %s".formatted(host, said(refusal));
      case Failure.Unreachable(_, _, _, _, var detail) ->
          "%s cannot be reached: %s; check the network of this machine, or the upstream of namespace '%s'"
              .formatted(host, detail, namespace);
      case Failure.SecretForOtherHost(_, _, var nearest, var refusal) ->
          "%s wants to know who asks: %s; the credentials of namespace '%s' do not fit: %s"
              .formatted(host, said(refusal), namespace, nearest.difference());
      case Failure.NotShown(_, var refusal) ->
          "%s has no such repository, or does not show it to us: %s; give the upstream of namespace '%s' a username and password that may see it"
              .formatted(host, said(refusal), namespace);
      case Failure.MissingCredentials(_, var refusal) ->
          "%s wants to know who asks: %s; give the upstream of namespace '%s' a username and password"
              .formatted(host, said(refusal), namespace);
      case Failure.WrongCredentials(_, var who, _, var refusal) ->
          "%s does not accept the credentials of '%s': %s; give the upstream of namespace '%s' others"
              .formatted(host, who.username(), said(refusal), namespace);
      case Failure.Denied(_, _, var refusal) ->
          "%s does not give it to us: %s".formatted(host, said(refusal));
      case Failure.Throttled(_, var wait, _, var refusal) ->
          "%s limits how often we may ask: %s; try again in %d s"
              .formatted(host, said(refusal), wait.toSeconds());
      case Failure.Misbehaved(_, _, var refusal) ->
          "%s gave an answer that makes no sense: %s; try again later"
              .formatted(host, said(refusal));
      case Failure.Corrupt(_, var wanted, var received) ->
          "%s gave other bytes than it was asked for: wanted %s, received %s; try again later"
              .formatted(host, wanted, received);
      case Failure.Local(_, var cause) ->
          "the storage failed: %s; see the log of the registry".formatted(cause.getMessage());
      case Failure.MissingSecret _,
          Failure.WrongPlatform _,
          Failure.Unsupported _,
          Failure.BrokenDocument _,
          Failure.BadLayer _,
          Failure.Mirrored _ ->
          throw unasked(why);
    };
  }

  private static IllegalStateException unasked(Failure why) {
    return new IllegalStateException("nobody looked into an image, and yet: " + why);
  }

  private static String said(Refusal refusal) {
    return refusal.message().isEmpty()
        ? "it answered %d%s"
            .formatted(refusal.status(), refusal.code().isEmpty() ? "" : " " + refusal.code())
        : refusal.message();
  }
}
