// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections: opened, used again, and ended.
class WireTest {
  private static final Reference IMAGE = Reference.parse("registry.example/shop/web:v1");
  private static final Network NETWORK = new Network(Trust.in(List.of()), Proxies.of(Map.of()));

  private final Wire wire =
      new Wire(
          Limits.STANDARD.withSilence(Duration.ofSeconds(20)), InstantSource.system(), NETWORK);
  private final Recording recording = new Recording(IMAGE, InstantSource.system(), Progress.SILENT);

  @AfterEach
  void close() {
    wire.close();
  }

  private Answer get(URI address) throws Refused, InterruptedException {
    return get(wire, address);
  }

  private Answer get(Wire wire, URI address) throws Refused, InterruptedException {
    var asking = new Asking(IMAGE, Credentials.NONE, Steps.of(recording, InstantSource.system()));
    return wire.ask(asking, Ask.get(address, Map.of()), Optional.empty());
  }

  private String text(URI address) throws Exception {
    try (var answer = get(address)) {
      return new String(answer.body().readAllBytes(), UTF_8);
    }
  }

  private List<String> steps() {
    return HandServer.brief(recording.attempt(Optional.empty(), 0, Optional.empty()).steps());
  }

  /// Answers each request on each connection with its number.
  private static void numbers(HandServer.Line line, int connection) throws IOException {
    for (int i = 1; !line.request().isEmpty(); i++) {
      line.answer(3, connection + "." + i);
    }
  }

  @Test
  void aConnectionIsUsedAgain() throws Exception {
    try (var server = new HandServer(WireTest::numbers)) {
      assertThat(text(server.at("/"))).isEqualTo("1.1");
      assertThat(text(server.at("/"))).isEqualTo("1.2");
      assertThat(steps()).containsExactly("dns skipped", "tcp done", "tcp skipped");
    }
  }

  @Test
  void whatIsSaidBeforeTheAnswerIsNotTheAnswer() throws Exception {
    try (var server =
        new HandServer((line, connection) -> {
          line.request();
          line.say("HTTP/1.1 102 Processing", "", "");
          line.say("HTTP/1.1 103 Early Hints", "Link: </style.css>", "", "");
          line.answer(3, "1.1");
          numbers(line, connection);
        })) {
      assertThat(text(server.at("/"))).isEqualTo("1.1");
      assertThat(text(server.at("/"))).isEqualTo("1.1");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void whoNeverComesToTheAnswerIsNoServer() throws Exception {
    try (var server =
        new HandServer((line, _) -> {
          line.request();
          while (true) {
            line.say("HTTP/1.1 102 Processing", "", "");
          }
        })) {
      assertThatThrownBy(() -> text(server.at("/")))
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(((Failure.Unreachable) refused.why()).trouble())
                      .isEqualTo(Failure.Unreachable.Trouble.NOT_HTTP));
    }
  }

  @Test
  void theConnectionOfARedirectIsUsedAgain() throws Exception {
    try (var server =
        new HandServer((line, connection) -> {
          line.request();
          line.say("HTTP/1.1 302 Found", "Location: /there", "Content-Length: 5", "", "there");
          numbers(line, connection);
        })) {
      assertThat(text(server.at("/"))).isEqualTo("1.1");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /// Sends a beginning, and then one byte after the other for as long as somebody listens.
  private static void drip(HandServer.Line line, String beginning) throws Exception {
    line.say(beginning);
    while (true) {
      line.say("a");
      Thread.sleep(20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void anAnswerThatDripsForEverIsNone(String scheme) throws Exception {
    var beginning = scheme.equals("http") ? "HTTP/1.1 200 " : "\26\3\3?\0"; // a long record of TLS
    var limits = Limits.STANDARD.withSilence(Duration.ofMillis(200));
    try (var hasty = new Wire(limits, InstantSource.system(), NETWORK);
        var server = new HandServer((line, _) -> drip(line, beginning))) {
      var address = URI.create(scheme + "://" + server.host() + "/");
      assertThatThrownBy(() -> get(hasty, address).close())
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(((Failure.Unreachable) refused.why()).trouble())
                      .isEqualTo(Failure.Unreachable.Trouble.NO_ANSWER));
    }
  }

  @Test
  void aConnectionWhoseAnswerNobodyReadToTheEndIsNot() throws Exception {
    var ended = new CountDownLatch(1);
    try (var server =
        new HandServer((line, connection) -> {
          if (connection > 1) {
            numbers(line, connection);
            return;
          }
          line.request();
          line.answer(1000, "only the beginning");
          awaitEnd(line);
          ended.countDown();
        })) {
      try (var answer = get(server.at("/"))) {
        assertThat(answer.body().read()).isEqualTo('o');
      }
      ended.await(); // closing it early has closed the connection
      assertThat(text(server.at("/"))).isEqualTo("2.1");
    }
  }

  private static void awaitEnd(HandServer.Line line) {
    try {
      line.awaitEnd();
    } catch (IOException reset) {
      return; // an end all the same
    }
  }

  @Test
  void aKeptConnectionThatHasEndedIsReplaced() throws Exception {
    try (var server =
        new HandServer((line, connection) -> {
          line.request();
          line.answer(3, connection + ".1");
          if (connection > 1) {
            numbers(line, connection);
          } else {
            line.request(); // and hangs up without a word
          }
        })) {
      assertThat(text(server.at("/"))).isEqualTo("1.1");
      assertThat(text(server.at("/"))).isEqualTo("2.1");
      assertThat(steps()).containsExactly("dns skipped", "tcp done", "dns skipped", "tcp done");
    }
  }

  @Test
  void aFreshConnectionThatEndsIsNot() throws Exception {
    try (var server = new HandServer((line, _) -> line.request())) {
      assertThatThrownBy(() -> text(server.at("/")))
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(((Failure.Unreachable) refused.why()).trouble())
                      .isEqualTo(Failure.Unreachable.Trouble.BROKEN));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aNameWithSeveralAddressesIsTriedAtEach() throws Exception {
    try (var server = new HandServer(WireTest::numbers)) {
      var address = URI.create(server.at("/").toString().replace("127.0.0.1", "localhost"));
      assertThat(text(address)).isEqualTo("1.1");
      var dns = recording.attempt(Optional.empty(), 0, Optional.empty()).steps().getFirst();
      assertThat(dns.name()).isEqualTo(Step.Name.DNS);
      assertThat(dns.seen().get("addresses")).contains("127.0.0.1");
    }
  }

  static final List<ThreadFactory> threads =
      List.of(Thread.ofVirtual().factory(), Thread.ofPlatform().daemon().factory());

  @ParameterizedTest
  @FieldSource("threads")
  void whoeverWaitsForAnAnswerCanBeInterrupted(ThreadFactory factory) throws Exception {
    var asked = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var server =
        new HandServer((line, _) -> {
          line.request();
          asked.countDown();
          awaitEnd(line);
          ended.countDown();
        })) {
      var task = new FutureTask<>(() -> text(server.at("/")));
      var thread = factory.newThread(task);
      thread.start();
      asked.await();
      thread.interrupt();
      thread.join();
      assertThat(task.exceptionNow()).isInstanceOf(InterruptedException.class);
      ended.await();
    }
  }

  @ParameterizedTest
  @FieldSource("threads")
  void whoeverWaitsForTheRestCanBeInterrupted(ThreadFactory factory) throws Exception {
    var reading = new CountDownLatch(1);
    try (var server =
        new HandServer((line, _) -> {
          line.request();
          line.answer(1000, "only the beginning");
          awaitEnd(line);
        })) {
      var task =
          new FutureTask<>(() -> {
            try (var answer = get(server.at("/"))) {
              answer.body().read();
              reading.countDown();
              return answer.body().readAllBytes();
            }
          });
      var thread = factory.newThread(task);
      thread.start();
      reading.await();
      thread.interrupt();
      thread.join();
      assertThat(task.exceptionNow()).isInstanceOf(java.io.InterruptedIOException.class);
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    var asked = new CountDownLatch(1);
    try (var server =
        new HandServer((line, _) -> {
          line.request();
          asked.countDown();
          awaitEnd(line);
        })) {
      var task = new FutureTask<>(() -> text(server.at("/")));
      Thread.ofVirtual().start(task);
      asked.await();
      wire.close();
      assertThatThrownBy(task::get).hasCauseInstanceOf(Refused.class);
      assertThatThrownBy(() -> text(server.at("/"))).isInstanceOf(Refused.class);
    }
  }

  @Test
  void noMoreThanSomeConnectionsAreKept() throws Exception {
    try (var server = new HandServer(WireTest::numbers)) {
      var answers = new ArrayList<Answer>();
      for (int i = 0; i < 12; i++) {
        answers.add(get(server.at("/")));
      }
      for (var answer : answers) {
        answer.body().readAllBytes();
      }
      for (int i = 0; i < 12; i++) {
        answers.set(i, get(server.at("/")));
      }
      assertThat(server.connections()).isEqualTo(12 + 4); // eight were kept
      answers.forEach(Answer::close);
    }
  }
}
