// SPDX-License-Identifier: Apache-2.0
package dev.windlass.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.dns.Names.Meaning;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

@Timeout(60)
class NameServerTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final InetAddress GATEWAY = InetAddress.ofLiteral("10.9.8.1");

  private final List<NameServer> open = new ArrayList<>();

  /// The one that is asked about all that the other does not know.
  private NameServer world;

  private InetSocketAddress elsewhere;
  private NameServer server;

  @BeforeEach
  void open() throws IOException {
    world = opened(NameServer.start(HERE, (_, _) -> new Meaning.Known(GATEWAY), List::of));
    elsewhere = world.udp();
    server = opened(NameServer.start(HERE, NameServerTest::meaning, () -> List.of(elsewhere)));
  }

  private NameServer opened(NameServer made) {
    open.add(made);
    return made;
  }

  @AfterEach
  void close() {
    open.forEach(NameServer::close);
  }

  private static Meaning meaning(InetAddress asker, String name) {
    assertThat(asker).isEqualTo(HERE);
    if (name.equals("web.abc")) {
      return new Meaning.Known(GATEWAY);
    }
    return name.endsWith(".svc.cluster.local") ? new Meaning.Unknown() : new Meaning.Elsewhere();
  }

  private static Resolver resolver(InetSocketAddress address, boolean tcp) throws IOException {
    var resolver = new SimpleResolver(address);
    resolver.setTCP(tcp);
    resolver.setTimeout(Duration.ofSeconds(10));
    return resolver;
  }

  private static Message question(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, 1));
  }

  private Message ask(String name, int type) throws IOException {
    return resolver(server.udp(), false).send(question(name, type));
  }

  @Test
  void whatItKnowsHasAnAddress() throws Exception {
    var answer = ask("Web.ABC", Type.A);
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer.getSection(Section.ANSWER).toString()).contains("5\tIN\tA\t10.9.8.1");
    var over = resolver(server.tcp(), true).send(question("web.abc", Type.A));
    assertThat(over.getSection(Section.ANSWER)).hasSize(1);
  }

  @Test
  void anAddressOfAnotherTypeIsNoneAndNoError() throws Exception {
    var answer = ask("web.abc", Type.AAAA);
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(answer.getSection(Section.ANSWER)).isEmpty();
  }

  @Test
  void whatNobodyElseWouldKnowIsNotAskedElsewhere() throws Exception {
    assertThat(ask("other.abc.svc.cluster.local", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  @Test
  void allElseIsAskedElsewhereAndPassedOnAsItIs() throws Exception {
    var answer = ask("example.test", Type.A);
    assertThat(answer.getSection(Section.ANSWER).toString()).contains("10.9.8.1");
    try (var other = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
      var address = new InetSocketAddress(HERE, other.getLocalPort());
      var asking = opened(NameServer.start(HERE, NameServerTest::meaning, () -> List.of(address)));
      Thread.ofVirtual().start(() -> answerWithText(other));
      var text = resolver(asking.udp(), false).send(question("example.test", Type.TXT));
      assertThat(text.getSection(Section.ANSWER).toString()).contains("TXT\t\"as it is\"");
    }
  }

  private static void answerWithText(DatagramSocket socket) {
    try {
      var packet = new DatagramPacket(new byte[512], 512);
      socket.receive(packet);
      var question = new Message(packet.getData());
      var answer = new Message(question.getHeader().getID());
      answer.getHeader().setFlag(Flags.QR);
      answer.addRecord(question.getQuestion(), Section.QUESTION);
      answer.addRecord(
          new TXTRecord(question.getQuestion().getName(), 1, 9, "as it is"), Section.ANSWER);
      var bytes = answer.toWire();
      socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
    } catch (IOException closed) {
      // the test is over
    }
  }

  @Test
  void whenNobodyAnswersItSaysSo() throws Exception {
    world.close();
    assertThat(ask("example.test", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void whatIsNoQuestionHasNoAnswerAndHarmsNobody() throws Exception {
    try (var client = new DatagramSocket()) {
      for (byte[] junk : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[512])) {
        client.send(new DatagramPacket(junk, junk.length, server.udp()));
      }
      var reply = question("web.abc", Type.A);
      reply.getHeader().setFlag(Flags.QR);
      client.send(new DatagramPacket(reply.toWire(), reply.toWire().length, server.udp()));
    }
    try (var client = new Socket()) {
      client.connect(server.tcp());
      client.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(ask("web.abc", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void manyMayAskAtTheSameTime() throws Exception {
    var answers =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> {
              try {
                return ask(i % 2 == 0 ? "web.abc" : "example" + i + ".test", Type.A).getRcode();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
            .toList();
    assertThat(answers).containsOnly(Rcode.NOERROR);
  }
}
