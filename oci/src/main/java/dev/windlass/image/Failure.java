// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// A pull that did not work, and the evidence. Callers `switch` over it without a `default`, so a
/// new way to fail does not compile until every caller has said what it does then.
public sealed interface Failure extends Resolution, Pull, Inspection {
  Reference image();

  /// The repository is there, the tag or digest is not.
  record UnknownManifest(Reference image, Refusal refusal) implements Failure {}

  record UnknownRepository(Reference image, Refusal refusal) implements Failure {}

  /// The name does not resolve, nobody listens, or the connection cannot be made safe.
  record Unreachable(Reference image, URI endpoint, Trouble trouble, String detail)
      implements Failure {
    /// How far the connection came.
    public enum Trouble {
      UNKNOWN_HOST,
      REFUSED,
      TIMEOUT,
      TLS,
      BROKEN
    }
  }

  /// The registry wants to know who asks and we have nothing to say for its host.
  ///
  /// @param secretHosts the hosts that the workload's secret is for, empty when it names no secret
  record MissingCredentials(Reference image, List<String> secretHosts, Refusal refusal)
      implements Failure {}

  /// The workload names a registry secret that does not exist.
  record MissingSecret(Reference image, String secret) implements Failure {}

  /// We said who we are, and the registry did not believe it.
  record WrongCredentials(Reference image, String username, Refusal refusal) implements Failure {}

  /// The registry knows us and will not give us this: quota, policy, no pull right.
  record Denied(Reference image, Refusal refusal) implements Failure {}

  record Throttled(Reference image, Duration retryAfter, Refusal refusal) implements Failure {}

  /// The registry, or its token server, answered what no registry should.
  record Misbehaved(Reference image, Refusal refusal) implements Failure {}

  record WrongPlatform(Reference image, Platform wanted, List<Platform> offered)
      implements Failure {
    public WrongPlatform {
      offered = List.copyOf(offered);
    }
  }

  /// The manifest, config or layer is of a kind that cannot be run.
  record Unsupported(Reference image, String mediaType) implements Failure {}

  /// The bytes are not those that the digest names.
  record Corrupt(Reference image, Digest wanted, Digest received) implements Failure {}

  /// A layer has the right digest and is no tar, or one that nobody should unpack.
  record BadLayer(Reference image, Digest layer, String detail) implements Failure {}

  /// No place gave the image: its mirror did not, and the registry itself did not either or was not
  /// to be asked.
  ///
  /// @param tries what happened where, in this order, with the names that the image has there
  record Mirrored(Reference image, List<Failure> tries) implements Failure {
    public Mirrored {
      tries = List.copyOf(tries);
    }

    /// The one that tells most: what the registry itself said, unless nobody was there to say it.
    public Failure decisive() {
      return tries.getLast() instanceof Unreachable ? tries.getFirst() : tries.getLast();
    }
  }

  /// Our own disk: full, read-only, broken.
  record Local(Reference image, IOException cause) implements Failure {}
}
