// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.Unreachable.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// The one way out to the network. Follows redirects itself, so that what proves who we are stays
/// with the server it was meant for. Safe to share between threads.
final class Wire implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Wire.class.getName());

  private final Limits limits;
  private final HttpClient http;

  Wire(Limits limits) {
    this.limits = limits;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connecting())
            .build();
  }

  /// Asks and returns whatever came back, good or bad.
  ///
  /// @param authorization the header that proves who we are; dropped when another server is next
  Answer ask(Asking asking, Ask first, Optional<Secret> authorization)
      throws Refused, InterruptedException {
    var ask = first;
    for (int i = 0; i <= limits.redirects(); i++) {
      boolean home = Addresses.sameServer(first.address(), ask.address());
      var answer = once(asking, ask, home ? authorization : Optional.empty());
      var next = redirect(answer);
      if (next.isEmpty()) {
        return answer;
      }
      answer.close();
      LOG.log(System.Logger.Level.DEBUG, "{0} is at {1}", ask.address(), next.get().getHost());
      ask = followed(asking, answer, ask, next.get());
    }
    throw misbehaved(asking, ask, 0, "redirects more than %d times".formatted(limits.redirects()));
  }

  private static Ask followed(Asking asking, Answer answer, Ask ask, URI next) throws Refused {
    if (ask.form().isPresent()) { // it holds a password
      throw misbehaved(asking, ask, answer.status(), "redirects a sign-in to another address");
    }
    if (next.getHost() == null || !Addresses.isPrivate(next)) {
      throw misbehaved(asking, ask, answer.status(), "redirects to " + next.getScheme());
    }
    if (Addresses.isLoopback(next) && !Addresses.isLoopback(ask.address())) {
      throw misbehaved(asking, ask, answer.status(), "redirects to this very machine");
    }
    return ask.at(next);
  }

  private static Refused misbehaved(Asking asking, Ask ask, int status, String words) {
    return new Refused(
        new Failure.Misbehaved(
            asking.image(),
            new Refusal(
                ask.method(), Addresses.tellable(ask.address()), status, "", "it " + words)));
  }

  private static Optional<URI> redirect(Answer answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> answer.header("Location").flatMap(to -> next(answer, to));
      default -> Optional.empty();
    };
  }

  private static Optional<URI> next(Answer answer, String location) {
    try {
      return Optional.of(answer.address().resolve(location));
    } catch (IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "a redirect to no address: " + location, e);
      return Optional.empty();
    }
  }

  private Answer once(Asking asking, Ask ask, Optional<Secret> authorization)
      throws Refused, InterruptedException {
    try {
      var answer = http.send(request(ask, authorization), _ -> new Body(limits.silence()));
      return new Answer(
          ask.method(), ask.address(), answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new Refused(unreachable(asking, ask.address(), e));
    } catch (IllegalArgumentException e) { // an underscore in the host, or port 99999
      var cause = new UnknownHostException(e.getMessage());
      cause.initCause(e);
      throw new Refused(unreachable(asking, ask.address(), cause));
    }
  }

  private HttpRequest request(Ask ask, Optional<Secret> authorization) {
    var body =
        ask.form()
            .map(form -> BodyPublishers.ofString(form.reveal()))
            .orElseGet(BodyPublishers::noBody);
    var request =
        HttpRequest.newBuilder(ask.address())
            .timeout(limits.silence())
            .header("User-Agent", "windlass")
            .method(ask.method(), body);
    ask.headers().forEach(request::header);
    authorization.ifPresent(header -> request.header("Authorization", header.reveal()));
    return request.build();
  }

  static Failure unreachable(Asking asking, URI address, IOException cause) {
    var trouble = trouble(cause);
    var words = words(cause);
    return new Failure.Unreachable(
        asking.image(),
        Addresses.tellable(address),
        trouble,
        words.isEmpty() ? ownWords(trouble) : words);
  }

  static Trouble trouble(Throwable cause) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      switch (e) {
        case UnresolvedAddressException _, UnknownHostException _ -> {
          return Trouble.UNKNOWN_HOST;
        }
        case HttpTimeoutException _ -> {
          return Trouble.TIMEOUT;
        }
        case SSLException _ -> {
          return Trouble.TLS;
        }
        default -> {}
      }
    }
    // the JDK loses the kernel's words for a refused connection, but not for one without a route
    boolean refused =
        cause instanceof ConnectException && !words(cause).matches("(?i).*(route|unreachable).*");
    return refused ? Trouble.REFUSED : Trouble.BROKEN;
  }

  private static String ownWords(Trouble trouble) {
    return switch (trouble) {
      case UNKNOWN_HOST -> "no such host";
      case REFUSED -> "connection refused";
      case TIMEOUT -> "no answer in time";
      case TLS -> "no safe connection";
      case BROKEN -> "the connection broke";
    };
  }

  /// The words of the innermost exception that has any: the outer ones repeat or hide them.
  private static String words(Throwable cause) {
    var words = "";
    for (Throwable e = cause; e != null; e = e.getCause()) {
      words = Objects.requireNonNullElse(e.getMessage(), words);
    }
    return words;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
