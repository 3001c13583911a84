// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.Misbehaved.Oddity;
import dev.windlass.image.Failure.Unreachable.Server;
import dev.windlass.image.Failure.Unreachable.Trouble;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/// The one way out to the network, in HTTP/1.1 over connections of our own. Follows redirects
/// itself, so that what proves who we are stays with the server it was meant for. Whoever waits
/// here can be interrupted. Safe to share between threads.
final class Wire implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Wire.class.getName());

  private final Limits limits;
  private final Links links;
  private final Dial dial;

  Wire(Limits limits, InstantSource clock, Network network) {
    this.limits = limits;
    this.links = new Links(clock);
    this.dial = new Dial(limits, network);
  }

  /// Asks and returns whatever came back, good or bad.
  ///
  /// @param authorization the header that proves who we are; dropped when another server is next
  Answer ask(Asking asking, Ask first, Optional<Secret> authorization)
      throws Refused, InterruptedException {
    var ask = first;
    int status = 0;
    for (int i = 0; i <= limits.redirects(); i++) {
      boolean home = Addresses.sameServer(first.address(), ask.address());
      var answer = once(asking, ask, home ? authorization : Optional.empty());
      Evidence.of(answer, asking.steps());
      var next = redirect(answer);
      if (next.isEmpty()) {
        return answer;
      }
      letGo(answer);
      status = answer.status();
      asking.steps().saw("redirected to", Addresses.authority(next.get()));
      ask = followed(asking, answer, next.get());
    }
    throw misbehaved(
        asking,
        ask,
        status,
        Oddity.REDIRECT_LOOP,
        "it redirects more than %d times".formatted(limits.redirects()));
  }

  /// Reads the few words of a redirect, so that its connection is free for the next request.
  private void letGo(Answer answer) throws InterruptedException {
    try (answer) {
      var _ = answer.body().readNBytes(limits.errorBytes());
    } catch (IOException e) {
      checkInterrupt(e);
      LOG.log(System.Logger.Level.DEBUG, "a redirect that broke off", e);
    }
  }

  private static Ask followed(Asking asking, Answer answer, URI next) throws Refused {
    var ask = answer.ask();
    if (ask.form().isPresent()) { // it holds a password
      throw unsafe(asking, answer, "it redirects a sign-in to another address");
    }
    boolean downgrade = ask.address().getScheme().equals("https") && !isHttps(next);
    if (next.getHost() == null || downgrade || !Addresses.isPrivate(next)) {
      throw unsafe(asking, answer, "it redirects to " + next.getScheme());
    }
    if (Addresses.isLoopback(next) && !Addresses.isLoopback(ask.address())) {
      throw unsafe(asking, answer, "it redirects to this very machine");
    }
    return ask.at(next);
  }

  private static boolean isHttps(URI address) {
    return "https".equals(address.getScheme());
  }

  private static Refused unsafe(Asking asking, Answer answer, String words) {
    return misbehaved(asking, answer.ask(), answer.status(), Oddity.REDIRECT_UNSAFE, words);
  }

  private static Refused misbehaved(
      Asking asking, Ask ask, int status, Oddity oddity, String words) {
    return new Refused(
        new Failure.Misbehaved(
            asking.image(),
            oddity,
            new Refusal(ask.method(), Addresses.tellable(ask.address()), status, "", words)));
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
    checkAddress(asking, ask);
    try {
      var kept = links.kept(Addresses.server(ask.address()));
      if (kept.isPresent()) {
        var answer = overKept(asking, ask, authorization, kept.get());
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      var link = links.opened(dial.open(asking, ask));
      return over(asking, ask, authorization, link);
    } catch (IOException e) {
      checkInterrupt(e);
      throw unreachable(asking, ask, Trouble.BROKEN, words(e));
    }
  }

  private static void checkAddress(Asking asking, Ask ask) throws Refused {
    var address = ask.address();
    if (address.getHost() == null || Addresses.port(address) > 0xffff) {
      // an underscore in the host, or port 99999
      throw unreachable(
          asking, ask, Trouble.UNKNOWN_HOST, "no host can be called " + address.getAuthority());
    }
  }

  /// Empty when the other end had hung up before it took the request.
  private Optional<Answer> overKept(
      Asking asking, Ask ask, Optional<Secret> authorization, Link link)
      throws Refused, IOException, InterruptedException {
    try {
      var answer = answered(ask, authorization, link);
      asking.steps().skip(Step.Name.TCP, Addresses.authority(ask.address()), "reused");
      return Optional.of(answer);
    } catch (SocketTimeoutException e) {
      throw silent(asking, ask, e);
    } catch (IOException e) {
      checkInterrupt(e);
      LOG.log(System.Logger.Level.DEBUG, "a connection that was kept had ended", e);
      return Optional.empty();
    } catch (HttpException e) {
      throw unreachable(asking, ask, Trouble.NOT_HTTP, words(e));
    }
  }

  private Answer over(Asking asking, Ask ask, Optional<Secret> authorization, Link link)
      throws Refused, IOException {
    try {
      return answered(ask, authorization, link);
    } catch (SocketTimeoutException e) {
      throw silent(asking, ask, e);
    } catch (MessageConstraintException | HttpException e) {
      throw unreachable(asking, ask, Trouble.NOT_HTTP, words(e));
    }
  }

  private Refused silent(Asking asking, Ask ask, IOException why) {
    LOG.log(System.Logger.Level.DEBUG, "no answer", why);
    return unreachable(
        asking, ask, Trouble.NO_ANSWER, "no answer came in " + readable(limits.silence()));
  }

  private Answer answered(Ask ask, Optional<Secret> authorization, Link link)
      throws IOException, HttpException {
    try {
      var head = head(ask, authorization, link);
      var entity = head.getEntity();
      var body =
          entity == null
              ? Body.none(link, links)
              : Body.of(entity.getContent(), link, links, limits.silence());
      return new Answer(ask, head.getCode(), headers(head), body);
    } catch (IOException | HttpException | RuntimeException e) {
      links.drop(link);
      throw e;
    }
  }

  private ClassicHttpResponse head(Ask ask, Optional<Secret> authorization, Link link)
      throws IOException, HttpException {
    try (var deadline = Deadline.after(limits.dripping(), link::drop)) {
      try {
        return link.ask(ask, authorization);
      } catch (IOException e) {
        throw deadline.cause(e);
      }
    }
  }

  /// Of a name in several spellings all values are kept.
  private static HttpHeaders headers(ClassicHttpResponse head) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (var header : head.getHeaders()) {
      headers
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(Objects.toString(header.getValue(), ""));
    }
    return HttpHeaders.of(headers, (_, _) -> true);
  }

  /// What came of an answer that broke off.
  static Refused lost(Asking asking, Answer answer, Lost lost) {
    return lost.why() instanceof SocketTimeoutException slow
        ? unreachable(asking, answer.ask(), Trouble.TOO_SLOW, String.valueOf(slow.getMessage()))
        : unreachable(asking, answer.ask(), Trouble.BROKEN, words(lost.why()));
  }

  static Refused unreachable(Asking asking, Ask ask, Trouble trouble, String words) {
    return unreachable(asking, ask.address(), ask.server(), trouble, words);
  }

  private static Refused unreachable(
      Asking asking, URI address, Server server, Trouble trouble, String words) {
    return new Refused(
        new Failure.Unreachable(
            asking.image(), Addresses.tellable(address), server, trouble, words));
  }

  /// An interrupt comes out of blocking calls as an exception of theirs.
  static void checkInterrupt(IOException e) throws InterruptedException {
    boolean ours = e instanceof ClosedByInterruptException || e instanceof InterruptedIOException;
    if (Thread.interrupted() || (ours && !(e instanceof SocketTimeoutException))) {
      var interrupted = new InterruptedException(e.getMessage());
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /// The words of the innermost exception that has any: the outer ones repeat or hide them.
  static String words(Throwable cause) {
    var words = "";
    for (Throwable e = cause; e != null; e = e.getCause()) {
      words = Objects.requireNonNullElse(e.getMessage(), words);
    }
    return words.isEmpty() ? "the connection broke" : words.replaceAll("\\s+", " ");
  }

  static String readable(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  @Override
  public void close() {
    links.close();
  }
}
