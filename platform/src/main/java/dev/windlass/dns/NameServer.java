// SPDX-License-Identifier: Apache-2.0
package dev.windlass.dns;

import dev.windlass.dns.Names.Meaning;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Answers questions about names (RFC 1035), over UDP and TCP: those that its [Names] know by
/// itself, all others by asking the name servers of the machine, whose answers it passes on as they
/// are. Whoever starts it closes it.
public final class NameServer implements AutoCloseable {
  private static final System.Logger log = System.getLogger(NameServer.class.getName());

  /// How long an answer of ours may be remembered: apps come and go.
  private static final int TTL_SECONDS = 5;

  private static final int MOST_BYTES = 65_535;
  private static final int PORT = 53;
  private static final int QUEUE = 64;

  /// How often in a row receiving may fail before that is worth a word.
  private static final int MANY = 100;

  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /// Questions that are answered at the same time; more are dropped, as a name server may.
  private static final int MOST_QUESTIONS = 1_000;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Names names;
  private final Supplier<List<InetSocketAddress>> others;
  private final Semaphore room = new Semaphore(MOST_QUESTIONS);

  private NameServer(
      DatagramSocket udp, ServerSocket tcp, Names names, Supplier<List<InetSocketAddress>> others) {
    this.udp = udp;
    this.tcp = tcp;
    this.names = names;
    this.others = others;
  }

  /// Listens on ports that are free.
  ///
  /// @param others asked in this order, until one answers; called for each question that is not
  ///   ours
  public static NameServer start(
      InetAddress listen, Names names, Supplier<List<InetSocketAddress>> others)
      throws IOException {
    var udp = new DatagramSocket(0, listen);
    try {
      var server = new NameServer(udp, new ServerSocket(0, QUEUE, listen), names, others);
      Thread.ofVirtual().name("dns").start(server::receive);
      Thread.ofVirtual().name("dns tcp").start(server::accept);
      return server;
    } catch (IOException e) {
      udp.close();
      throw e;
    }
  }

  /// Where it listens for datagrams.
  public InetSocketAddress udp() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  /// Where it listens for connections.
  public InetSocketAddress tcp() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  /// Addresses with the port of name servers.
  public static List<InetSocketAddress> at(List<String> addresses) {
    return addresses.stream().map(address -> new InetSocketAddress(address, PORT)).toList();
  }

  private void receive() {
    int failures = 0;
    while (!udp.isClosed()) {
      var packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
      try {
        udp.receive(packet);
        failures = 0;
      } catch (IOException e) {
        if (++failures % MANY
            == 0) { // Linux tells here, too, that somebody whom we answered is gone
          rest("no questions come", e);
        }
        continue;
      }
      beside("dns question", () -> answer(packet));
    }
  }

  /// After what does not pass by itself at once, such as too many open files.
  private void rest(String what, IOException why) {
    if (!udp.isClosed()) {
      log.log(System.Logger.Level.WARNING, "the name server of the containers: " + what, why);
      LockSupport.parkNanos(REST.toNanos());
    }
  }

  private void answer(DatagramPacket question) throws IOException {
    var bytes = Arrays.copyOf(question.getData(), question.getLength());
    var answer = answer(question.getAddress(), bytes, this::askByDatagram);
    if (answer.isPresent()) {
      udp.send(new DatagramPacket(answer.get(), answer.get().length, question.getSocketAddress()));
    }
  }

  private void accept() {
    while (!tcp.isClosed()) {
      try {
        var client = tcp.accept();
        beside("dns connection", () -> converse(client));
      } catch (IOException closed) {
        rest("no connections come", closed);
      }
    }
  }

  private void converse(Socket client) throws IOException {
    try (client) {
      client.setSoTimeout((int) PATIENCE.toMillis());
      var in = new DataInputStream(client.getInputStream());
      var out = new DataOutputStream(client.getOutputStream());
      while (true) {
        var question = read(in);
        var answer = answer(client.getInetAddress(), question, this::askByConnection);
        if (answer.isEmpty()) {
          return;
        }
        write(out, answer.get());
      }
    }
  }

  /// RFC 1035, 4.2.2.
  private static byte[] read(DataInputStream in) throws IOException {
    var bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    return bytes;
  }

  private static void write(DataOutputStream out, byte[] message) throws IOException {
    out.writeShort(message.length);
    out.write(message);
    out.flush();
  }

  /// Something that may wait. That it fails, or that there is no room for it, is for its client to
  /// notice, who asks again.
  private void beside(String name, Work work) {
    if (!room.tryAcquire()) {
      return;
    }
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            work.run();
          } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, name, e);
          } finally {
            room.release();
          }
        });
  }

  /// What may fail.
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /// A way to ask another name server.
  @FunctionalInterface
  private interface Way {
    byte[] ask(InetSocketAddress server, byte[] question) throws IOException;
  }

  /// Nothing for what is no question.
  private Optional<byte[]> answer(InetAddress asker, byte[] bytes, Way way) {
    Message question;
    try {
      question = new Message(bytes);
    } catch (IOException malformed) {
      return Optional.empty();
    }
    var about = question.getQuestion();
    if (about == null || question.getHeader().getFlag(Flags.QR)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (names.of(asker, name(about))) {
          case Meaning.Known(var address) -> known(question, about, address).toWire();
          case Meaning.Unknown() -> reply(question, Rcode.NXDOMAIN).toWire();
          case Meaning.Elsewhere() -> elsewhere(question, bytes, way);
        });
  }

  private static String name(Record about) {
    return about.getName().toString(true).toLowerCase(Locale.ROOT);
  }

  /// That there is an address of another type is no error, and the answer is empty.
  private static Message known(Message question, Record about, InetAddress address) {
    var reply = reply(question, Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.AA);
    if (about.getType() == Type.A || about.getType() == Type.ANY) {
      Name name = about.getName();
      reply.addRecord(new ARecord(name, about.getDClass(), TTL_SECONDS, address), Section.ANSWER);
    }
    return reply;
  }

  private static Message reply(Message question, int code) {
    var reply = new Message(question.getHeader().getID());
    var header = reply.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RA);
    if (question.getHeader().getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    header.setOpcode(question.getHeader().getOpcode());
    header.setRcode(code);
    reply.addRecord(question.getQuestion(), Section.QUESTION);
    return reply;
  }

  private byte[] elsewhere(Message question, byte[] bytes, Way way) {
    for (var server : others.get()) {
      try {
        return way.ask(server, bytes);
      } catch (IOException silent) {
        log.log(System.Logger.Level.DEBUG, "name server " + server, silent);
      }
    }
    return reply(question, Rcode.SERVFAIL).toWire();
  }

  /// From a port of its own, so that nobody can guess where the answer is waited for.
  private byte[] askByDatagram(InetSocketAddress server, byte[] question) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(server);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.send(new DatagramPacket(question, question.length));
      var packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        socket.receive(packet);
        if (isAnswer(packet, question)) {
          return Arrays.copyOf(packet.getData(), packet.getLength());
        }
      }
      throw new SocketTimeoutException("no answer to this question");
    }
  }

  private static boolean isAnswer(DatagramPacket packet, byte[] question) {
    return packet.getLength() > 1
        && packet.getData()[0] == question[0]
        && packet.getData()[1] == question[1];
  }

  private byte[] askByConnection(InetSocketAddress server, byte[] question) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(server, (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      write(new DataOutputStream(socket.getOutputStream()), question);
      return read(new DataInputStream(socket.getInputStream()));
    }
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      log.log(System.Logger.Level.DEBUG, "closing", e);
    }
  }
}
