// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A pull that did not work, and the evidence. Callers `switch` over it without a `default`, so a
/// new way to fail does not compile until every caller has said what it does then.
public sealed interface Failure extends Resolution, Pull, Inspection {
  Reference image();

  /// The repository is there, the tag or digest is not.
  record UnknownManifest(Reference image, Refusal refusal) implements Failure {}

  record UnknownRepository(Reference image, Refusal refusal) implements Failure {}

  /// The repository or the tag is not there, and the registry does not say which.
  record UnknownImage(Reference image, Refusal refusal) implements Failure {}

  /// The repository is not there, or whoever asks may not see it; the registry does not say which.
  record NotShown(Reference image, Refusal refusal) implements Failure {}

  /// The registry has the image, and lost a part of it.
  record LostContent(Reference image, Digest part, Refusal refusal) implements Failure {}

  /// The name does not resolve, nobody listens, the connection cannot be made safe, or it broke.
  record Unreachable(Reference image, URI endpoint, Server server, Trouble trouble, String detail)
      implements Failure {
    /// Who it is that cannot be reached.
    public enum Server {
      REGISTRY,
      /// Where the registry sends those who have to say who they are.
      TOKEN_SERVER,
      /// Where the registry sends those who want its bytes.
      STORAGE
    }

    /// How far the connection came.
    public enum Trouble {
      UNKNOWN_HOST,
      /// Nobody says what the host's address is, nor that it has none.
      NAME_SERVER,
      REFUSED,
      /// Nobody answered at the address.
      TIMEOUT,
      UNKNOWN_AUTHORITY,
      EXPIRED_CERTIFICATE,
      CERTIFICATE_OF_ANOTHER,
      /// The port speaks plain HTTP.
      NO_TLS,
      /// The port speaks nothing but TLS.
      ONLY_TLS,
      /// Any other trouble with making the connection safe.
      TLS,
      NOT_HTTP,
      /// The request was taken, and no answer came.
      NO_ANSWER,
      /// The answer began, and then came too slowly, or not at all.
      TOO_SLOW,
      BROKEN
    }

    /// The registry itself.
    public Unreachable(Reference image, URI endpoint, Trouble trouble, String detail) {
      this(image, endpoint, Server.REGISTRY, trouble, detail);
    }
  }

  /// The registry wants to know who asks and we have nothing to say.
  record MissingCredentials(Reference image, Refusal refusal) implements Failure {}

  /// The registry wants to know who asks, and the workload's secret is for others.
  ///
  /// @param keys what the secret is for
  record SecretForOtherHost(
      Reference image, List<String> keys, Credentials.NearMiss nearest, Refusal refusal)
      implements Failure {
    public SecretForOtherHost {
      keys = List.copyOf(keys);
    }
  }

  /// The workload names a registry secret that does not exist.
  record MissingSecret(Reference image, String secret) implements Failure {}

  /// We said who we are, and the registry did not believe it.
  ///
  /// @param expired whether it says that it did once
  record WrongCredentials(Reference image, Identity who, boolean expired, Refusal refusal)
      implements Failure {
    public WrongCredentials(Reference image, String username, Refusal refusal) {
      this(image, new Identity(Optional.empty(), "", username), false, refusal);
    }
  }

  /// The registry knows us and will not give us this.
  record Denied(Reference image, Reason reason, Refusal refusal) implements Failure {
    /// Why not, so far as the registry says it.
    public enum Reason {
      NO_RIGHT,
      /// Our IP address is not among those that may ask.
      ADDRESS,
      PRIVATE_NETWORK_ONLY,
      TRAFFIC_QUOTA,
      STORAGE_QUOTA
    }

    public Denied(Reference image, Refusal refusal) {
      this(image, Reason.NO_RIGHT, refusal);
    }
  }

  /// We asked too often.
  ///
  /// @param allowance how often we may, as far as the registry says so
  record Throttled(Reference image, Duration retryAfter, Allowance allowance, Refusal refusal)
      implements Failure {
    public Throttled(Reference image, Duration retryAfter, Refusal refusal) {
      this(image, retryAfter, Allowance.NONE, refusal);
    }
  }

  /// The registry, or what stands in its place or before it, answered what no registry should.
  record Misbehaved(Reference image, Oddity oddity, Refusal refusal) implements Failure {
    /// What is odd about it.
    public enum Oddity {
      /// It is out of order.
      BROKEN,
      /// Its token server is.
      TOKEN_SERVER,
      /// It does not take the tokens of its own token server.
      TOKEN_REFUSED,
      /// It wants to know who asks and does not say how it wants to be told.
      CHALLENGE,
      /// A web page for people who log in.
      LOGIN_PAGE,
      /// Some other web site.
      NO_REGISTRY,
      /// A proxy that wants to know who asks.
      PROXY_LOGIN,
      /// Where it sends us, the bytes are not given out.
      STORAGE,
      REDIRECT_LOOP,
      /// It sends us to where everybody could listen.
      REDIRECT_UNSAFE
    }

    public Misbehaved(Reference image, Refusal refusal) {
      this(image, Oddity.BROKEN, refusal);
    }
  }

  record WrongPlatform(Reference image, Platform wanted, List<Platform> offered)
      implements Failure {
    public WrongPlatform {
      offered = List.copyOf(offered);
    }
  }

  /// The manifest or a layer is of a kind that cannot be run.
  record Unsupported(Reference image, Kind kind, String mediaType) implements Failure {
    /// What it is.
    public enum Kind {
      /// A manifest that nobody knows.
      MANIFEST,
      /// A manifest of schema 1, which everybody has given up.
      SCHEMA_1,
      /// Something that is no image: a chart, a signature.
      ARTIFACT,
      LAYER
    }

    public Unsupported(Reference image, String mediaType) {
      this(image, Kind.ARTIFACT, mediaType);
    }
  }

  /// A document of the image is what was pushed, and cannot be used.
  record BrokenDocument(Reference image, Defect defect, String detail) implements Failure {
    /// What is wrong with which.
    public enum Defect {
      MANIFEST,
      MANIFEST_TOO_BIG,
      CONFIG,
      /// Manifest and configuration do not tell of the same layers.
      LAYERS
    }
  }

  /// The bytes are not those that the digest names.
  record Corrupt(Reference image, Digest wanted, Digest received) implements Failure {}

  /// A layer has the right digest and is no tar, or one that nobody should unpack.
  record BadLayer(Reference image, Digest layer, Flaw flaw, String detail) implements Failure {
    /// What is wrong with it.
    public enum Flaw {
      /// It cannot be read.
      BROKEN,
      /// It unpacks to more than anybody should have to bear.
      TOO_BIG,
      /// It wants to write outside of itself.
      ESCAPES,
      /// It is another one than the image's configuration tells of.
      OTHER_CONTENT
    }

    public BadLayer(Reference image, Digest layer, String detail) {
      this(image, layer, Flaw.BROKEN, detail);
    }
  }

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

  /// What was seen, in the words of whoever said it. Holds no secret.
  default String evidence() {
    return switch (this) {
      case UnknownManifest(_, var refusal) -> refusal.toString();
      case UnknownRepository(_, var refusal) -> refusal.toString();
      case UnknownImage(_, var refusal) -> refusal.toString();
      case NotShown(_, var refusal) -> refusal.toString();
      case LostContent(_, _, var refusal) -> refusal.toString();
      case Unreachable(_, var endpoint, _, _, var detail) -> endpoint + ": " + detail;
      case MissingCredentials(_, var refusal) -> refusal.toString();
      case SecretForOtherHost(_, _, _, var refusal) -> refusal.toString();
      case MissingSecret(_, var secret) -> "registry secret " + secret;
      case WrongCredentials(_, _, _, var refusal) -> refusal.toString();
      case Denied(_, _, var refusal) -> refusal.toString();
      case Throttled(_, _, var allowance, var refusal) ->
          allowance.isEmpty() ? refusal.toString() : refusal + " (" + allowance + ")";
      case Misbehaved(_, _, var refusal) -> refusal.toString();
      case WrongPlatform(_, var wanted, var offered) ->
          "wanted %s, offered %s".formatted(wanted, Platform.list(offered));
      case Unsupported(_, _, var mediaType) -> mediaType;
      case BrokenDocument(_, _, var detail) -> detail;
      case Corrupt(_, var wanted, var received) ->
          "wanted %s, received %s".formatted(wanted, received);
      case BadLayer(_, var layer, _, var detail) -> "layer %s: %s".formatted(layer, detail);
      case Mirrored(_, var tries) ->
          String.join("; ", tries.stream().map(Failure::evidence).toList());
      case Local(_, var cause) -> Objects.toString(cause.getMessage(), cause.toString());
    };
  }
}
