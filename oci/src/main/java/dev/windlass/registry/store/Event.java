// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

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
  /// What it says, whenever.
  record Gist(String type, String client, String caller, String subject, String rule) {}

  Gist gist() {
    return new Gist(type, client, caller, subject, rule);
  }
}
