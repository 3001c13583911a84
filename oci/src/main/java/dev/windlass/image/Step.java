// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One step of an [Attempt]: what was done, how long it took, how it ended and what was seen.
///
/// @param at what it was about: a host, an address, a digest; empty when the name says it all
/// @param seen the evidence, in the order in which it was seen: `status` is `401`, `address` is
///   `10.0.0.1:443`. Never holds a secret
public record Step(
    Name name,
    String at,
    Instant started,
    Duration took,
    Outcome outcome,
    Map<String, String> seen) {
  /// What is done, in the order in which it is done.
  public enum Name {
    /// The text becomes a reference.
    PARSE,
    /// What the engine allows, and whether anything has to be fetched at all.
    POLICY,
    /// The host becomes addresses.
    DNS,
    /// An address takes a connection.
    TCP,
    /// The connection is made safe.
    TLS,
    /// The host is asked whether it is a registry.
    PING,
    /// The registry says how it wants to know who asks.
    CHALLENGE,
    /// The token server says yes or no to who asks.
    TOKEN,
    /// The document that names the image's parts.
    MANIFEST,
    /// Whether it runs on this machine.
    PLATFORM,
    /// How it wants to be run.
    CONFIG,
    /// The layers come.
    BLOBS,
    /// What came is what was named.
    DIGEST,
    /// A layer becomes files.
    UNPACK,
    /// A layer gets its place.
    DISK,
    /// The layers become the root of a container.
    MOUNT;

    /// As it is written for people and programs: `dns`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How a step ended.
  public enum Outcome {
    DONE,
    FAILED,
    /// There was nothing to do: a connection that was open, a layer that was here.
    SKIPPED;

    /// As it is written for people and programs: `done`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Step {
    seen = Collections.unmodifiableMap(new LinkedHashMap<>(seen));
  }
}
