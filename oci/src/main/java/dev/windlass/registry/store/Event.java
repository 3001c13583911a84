// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import java.time.Duration;
import java.time.Instant;

/// Something that the registry did, or would not do, and that its clients do not show.
///
/// @param type in the way of `token.refused`
/// @param client the address of who asked
/// @param caller who that is: the name of an API key, as a rule
/// @param subject the repository or image that it is about
/// @param rule what decided
public record Event(
    Instant time,
    String type,
    String client,
    String caller,
    String subject,
    String rule,
    String message) {
  /// Whether this says the same as another one did not long before.
  boolean repeats(Event other, Duration pause) {
    return type.equals(other.type)
        && client.equals(other.client)
        && caller.equals(other.caller)
        && subject.equals(other.subject)
        && rule.equals(other.rule)
        && time.minus(pause).isBefore(other.time);
  }
}
