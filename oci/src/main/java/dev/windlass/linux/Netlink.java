// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A socket on which the kernel is asked to change links, addresses and routes (rtnetlink(7)). It
/// belongs to the network namespace in which the thread is that opens it. For one thread at a time,
/// and one that may wait, as the kernel does these things one after the other.
public final class Netlink implements AutoCloseable {
  private static final Call SOCKET = Call.of("socket", 3);
  private static final Call SEND = Call.of("send", 4);
  private static final Call RECV = Call.of("recv", 4);
  private static final Call SETNS = Call.of("setns", 2);

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 02000000;
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int NLMSG_ERROR = 2;
  private static final int HEADER = 16;
  private static final int BUFFER = 32 * 1024;

  private final Fd socket;

  private Netlink(Fd socket) {
    this.socket = socket;
  }

  /// Takes this thread into a network namespace, for the rest of its life.
  public static void enter(Fd namespace) throws LinuxException {
    SETNS.on("network namespace", namespace.number(), CLONE_NEWNET);
  }

  public static Netlink open() throws LinuxException {
    return new Netlink(new Fd(SOCKET.on("netlink", AF_NETLINK, SOCK_RAW_CLOEXEC, 0), "netlink"));
  }

  /// Asks for all of these, one after the other, also when one before was refused.
  ///
  /// @throws LinuxException what was refused first
  public void change(NetlinkRequest... requests) throws LinuxException {
    send(List.of(requests));
    Optional<LinuxException> refused = Optional.empty();
    for (int answered = 0; answered < requests.length; ) {
      var answers = receive();
      while (answers.remaining() >= HEADER) {
        refused = refused.or(() -> Optional.ofNullable(refusal(answers, requests)));
        answers.position(Math.min(answers.limit(), answers.position() + length(answers)));
        answered++;
      }
    }
    if (refused.isPresent()) {
      throw refused.get();
    }
  }

  /// The number of a link, by its name.
  public int index(String link) throws LinuxException {
    send(List.of(NetlinkRequest.getLink(link)));
    var answer = receive();
    if (answer.getShort(4) == NLMSG_ERROR) {
      int number = -answer.getInt(HEADER);
      throw new LinuxException("netlink", link, number, Call.text(number));
    }
    return answer.getInt(HEADER + 4);
  }

  private static int length(ByteBuffer message) {
    return (message.getInt(message.position()) + 3) & ~3;
  }

  private static @Nullable LinuxException refusal(ByteBuffer answers, NetlinkRequest... requests) {
    int at = answers.position();
    int number = answers.getShort(at + 4) == NLMSG_ERROR ? -answers.getInt(at + HEADER) : 0;
    var about = requests[answers.getInt(at + 8)].toString();
    return number == 0 ? null : new LinuxException("netlink", about, number, Call.text(number));
  }

  private void send(List<NetlinkRequest> requests) throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      var all = arena.allocate(BUFFER, 4);
      var bytes = all.asByteBuffer().order(ByteOrder.nativeOrder());
      for (int i = 0; i < requests.size(); i++) {
        bytes.put(requests.get(i).numbered(i));
      }
      SEND.on("netlink", socket.number(), all.address(), bytes.position(), 0);
    }
  }

  private ByteBuffer receive() throws LinuxException {
    try (var arena = Arena.ofConfined()) {
      var room = arena.allocate(BUFFER, 4);
      int length = RECV.on("netlink", socket.number(), room.address(), BUFFER, 0);
      return ByteBuffer.wrap(room.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE))
          .order(ByteOrder.nativeOrder());
    }
  }

  @Override
  public void close() throws LinuxException {
    socket.close();
  }
}
