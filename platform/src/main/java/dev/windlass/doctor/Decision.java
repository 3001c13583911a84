// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.diagnose.Cause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// What it is, or may be, and what it is not. The table of all decisions; it asks nobody.
///
/// @param cause what decides
/// @param candidates what it may be; only the cause itself, where that is certain
/// @param not what it is not, and why
record Decision(Cause cause, Set<Cause> candidates, Map<Cause, String> not) {
  private static final String BELIEVED =
      "the registry accepts the user and the password when nothing is asked for";
  private static final String REFUSED =
      "the user and the password are refused even when nothing is asked for";
  private static final String LISTED = "the registry lists the tags of the repository";

  Decision {
    candidates = Set.copyOf(candidates);
    not = Map.copyOf(not);
  }

  /// What was seen of a pull that failed.
  ///
  /// @param first what the pull itself says
  /// @param byDigest whether the image was asked for by digest
  /// @param loggedIn whether there was something to show to the registry
  /// @param silent whether the token server said no and not why
  record Seen(Cause first, boolean byDigest, boolean loggedIn, boolean silent, Answers answers) {}

  static Decision of(Seen seen) {
    return switch (seen.first()) {
      case CREDENTIALS_WRONG, CREDENTIALS_EXPIRED -> ofCredentials(seen);
      case ACCESS_MISSING -> ofAccess(seen);
      case ABSENT_OR_NO_ACCESS -> ofHidden(seen);
      case IMAGE_ABSENT -> ofImage(seen);
      case TAG_ABSENT, DIGEST_ABSENT ->
          seen.answers().tags().isPresent()
              ? certain(seen.first(), Map.of(Cause.REPOSITORY_ABSENT, LISTED))
              : certain(seen.first(), Map.of());
      default -> certain(seen.first(), Map.of());
    };
  }

  private static Decision certain(Cause cause, Map<Cause, String> not) {
    return new Decision(cause, EnumSet.of(cause), not);
  }

  private static Decision ofCredentials(Seen seen) {
    var believed = seen.answers().believed();
    if (believed.isEmpty()) {
      return certain(seen.first(), Map.of());
    }
    if (believed.get()) {
      return certain(Cause.ACCESS_MISSING, Map.of(Cause.CREDENTIALS_WRONG, BELIEVED));
    }
    return seen.silent()
        ? new Decision(
            Cause.CREDENTIALS_WRONG,
            EnumSet.of(Cause.CREDENTIALS_WRONG, Cause.ADDRESS_NOT_ALLOWED),
            Map.of(Cause.ACCESS_MISSING, REFUSED))
        : certain(seen.first(), Map.of(Cause.ACCESS_MISSING, REFUSED));
  }

  private static Decision ofAccess(Seen seen) {
    var believed = seen.answers().believed();
    if (believed.isEmpty()) {
      return certain(Cause.ACCESS_MISSING, Map.of());
    }
    return believed.get()
        ? certain(Cause.ACCESS_MISSING, Map.of(Cause.CREDENTIALS_WRONG, BELIEVED))
        : certain(Cause.CREDENTIALS_WRONG, Map.of(Cause.ACCESS_MISSING, REFUSED));
  }

  /// The registry says the same of what is not there and of what is not shown.
  private static Decision ofHidden(Seen seen) {
    var answers = seen.answers();
    var hidden = seen.loggedIn() ? Cause.ACCESS_MISSING : Cause.CREDENTIALS_MISSING;
    if (answers.other().isPresent()) {
      return certain(
          hidden,
          Map.of(
              Cause.REPOSITORY_ABSENT,
              "the registry shows it to the secret '%s'".formatted(answers.other().get())));
    }
    if (answers.believed().isPresent() && !answers.believed().get()) {
      return certain(Cause.CREDENTIALS_WRONG, Map.of(Cause.ACCESS_MISSING, REFUSED));
    }
    var not = new EnumMap<Cause, String>(Cause.class);
    answers.believed().ifPresent(_ -> not.put(Cause.CREDENTIALS_WRONG, BELIEVED));
    return new Decision(
        Cause.ABSENT_OR_NO_ACCESS, EnumSet.of(Cause.REPOSITORY_ABSENT, hidden), not);
  }

  /// The registry says the same of repositories and of tags that are not there.
  private static Decision ofImage(Seen seen) {
    var absent = seen.byDigest() ? Cause.DIGEST_ABSENT : Cause.TAG_ABSENT;
    return seen.answers().tags().isPresent()
        ? certain(absent, Map.of(Cause.REPOSITORY_ABSENT, LISTED))
        : new Decision(Cause.IMAGE_ABSENT, EnumSet.of(Cause.REPOSITORY_ABSENT, absent), Map.of());
  }

  boolean isCertain() {
    return candidates.size() == 1;
  }

  /// The same, where somebody knows that it is not one of the candidates.
  Decision without(Cause known, String because) {
    var left = EnumSet.copyOf(candidates);
    left.remove(known);
    if (left.size() == 1) {
      return settled(left.iterator().next(), because);
    }
    return this;
  }

  /// The same, where somebody knows that it is one of the candidates.
  Decision settled(Cause known, String because) {
    var ruledOut = new EnumMap<Cause, String>(Cause.class);
    ruledOut.putAll(not);
    new ArrayList<>(candidates)
        .stream().filter(one -> one != known).forEach(one -> ruledOut.put(one, because));
    ruledOut.remove(known);
    return new Decision(known, EnumSet.of(known), ruledOut);
  }
}
