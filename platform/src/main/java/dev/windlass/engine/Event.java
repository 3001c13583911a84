// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.time.Instant;

/// Something that happened to a resource, kept as long as the resource. The same thing happening
/// again is counted, not written again.
///
/// @param type `Normal` or `Warning`
/// @param reason one word: `Pulling`, `Failed`, `BackOff`
/// @param source the part that tells it
/// @param instance the instance that it happened to; empty when to the resource itself
public record Event(
    String type,
    String reason,
    String source,
    String instance,
    String message,
    Instant first,
    Instant last,
    int count) {}
