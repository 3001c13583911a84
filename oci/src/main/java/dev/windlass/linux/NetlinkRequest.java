// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/// One message of rtnetlink(7) to the kernel: a header, a structure that its type says, and
/// attributes, each with its length and kind in front and padded to four bytes.
public final class NetlinkRequest {
  /// The link that each network namespace has.
  public static final int LOOPBACK = 1;

  private static final int NEW_LINK = 16;
  private static final int DELETE_LINK = 17;
  private static final int GET_LINK = 18;
  private static final int NEW_ADDRESS = 20;
  private static final int NEW_ROUTE = 24;

  private static final int REQUEST = 0x1;
  private static final int ACKNOWLEDGED = 0x4;
  private static final int REPLACES = 0x100;
  private static final int EXCLUSIVE = 0x200;
  private static final int CREATES = 0x400;

  private static final int LINK_ADDRESS = 1;
  private static final int LINK_NAME = 3;
  private static final int LINK_MASTER = 10;
  private static final int LINK_KIND = 18;
  private static final int LINK_PROCESS = 19;
  private static final int KIND_NAME = 1;
  private static final int KIND_CONTENT = 2;
  private static final int SLAVE_NAME = 4;
  private static final int SLAVE_CONTENT = 5;
  private static final int PEER = 1;
  private static final int ISOLATED = 33;
  private static final int UP = 1;

  private static final int IPV4 = 2;
  private static final int ADDRESS = 1;
  private static final int LOCAL = 2;
  private static final int GATEWAY = 5;
  private static final int TABLE_MAIN = 254;
  private static final int PROTOCOL_BOOT = 3;
  private static final int UNICAST = 1;

  private static final int SEQUENCE_AT = 8;
  private static final int MOST_BYTES = 1024;

  private final String about;
  private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES).order(ByteOrder.nativeOrder());

  private NetlinkRequest(String about, int type, int flags) {
    this.about = about;
    bytes.putInt(0).putShort((short) type).putShort((short) flags).putInt(0).putInt(0);
  }

  /// A pair of links, one here and up, which is a port of a bridge, and the other in the network
  /// namespace of a process; that one cannot be up before there is this one.
  ///
  /// @param hardware the address of the other one, six bytes
  public static NetlinkRequest veth(
      String name, int bridge, String peer, byte[] hardware, long process) {
    return new NetlinkRequest(
            "link " + name, NEW_LINK, REQUEST | ACKNOWLEDGED | CREATES | EXCLUSIVE)
        .link(0, true)
        .text(LINK_NAME, name)
        .number(LINK_MASTER, bridge)
        .nested(
            LINK_KIND,
            kind ->
                kind.text(KIND_NAME, "veth")
                    .nested(
                        KIND_CONTENT,
                        content ->
                            content.nested(
                                PEER,
                                other ->
                                    other
                                        .link(0, false)
                                        .text(LINK_NAME, peer)
                                        .raw(LINK_ADDRESS, hardware)
                                        .number(LINK_PROCESS, (int) process))));
  }

  /// Keeps what comes from a port of a bridge from all others that are isolated.
  public static NetlinkRequest isolate(String port) {
    return new NetlinkRequest("isolated " + port, NEW_LINK, REQUEST | ACKNOWLEDGED)
        .link(0, false)
        .text(LINK_NAME, port)
        .nested(
            LINK_KIND,
            kind ->
                kind.text(SLAVE_NAME, "bridge")
                    .nested(SLAVE_CONTENT, content -> content.raw(ISOLATED, new byte[] {1})));
  }

  public static NetlinkRequest up(int link) {
    return new NetlinkRequest("up " + link, NEW_LINK, REQUEST | ACKNOWLEDGED).link(link, true);
  }

  public static NetlinkRequest delete(String link) {
    return new NetlinkRequest("delete " + link, DELETE_LINK, REQUEST | ACKNOWLEDGED)
        .link(0, false)
        .text(LINK_NAME, link);
  }

  static NetlinkRequest getLink(String name) {
    return new NetlinkRequest("link " + name, GET_LINK, REQUEST)
        .link(0, false)
        .text(LINK_NAME, name);
  }

  /// @param bits of the address that are those of its network
  public static NetlinkRequest address(int link, Inet4Address address, int bits) {
    var request =
        new NetlinkRequest(
            "address " + address.getHostAddress(),
            NEW_ADDRESS,
            REQUEST | ACKNOWLEDGED | CREATES | REPLACES);
    request.bytes.put((byte) IPV4).put((byte) bits).put((byte) 0).put((byte) 0).putInt(link);
    return request.raw(LOCAL, address.getAddress()).raw(ADDRESS, address.getAddress());
  }

  /// The way to everywhere else.
  public static NetlinkRequest defaultRoute(Inet4Address gateway) {
    var request =
        new NetlinkRequest(
            "route by " + gateway.getHostAddress(),
            NEW_ROUTE,
            REQUEST | ACKNOWLEDGED | CREATES | EXCLUSIVE);
    request.bytes.put((byte) IPV4).put((byte) 0).put((byte) 0).put((byte) 0);
    request
        .bytes
        .put((byte) TABLE_MAIN)
        .put((byte) PROTOCOL_BOOT)
        .put((byte) 0)
        .put((byte) UNICAST);
    request.bytes.putInt(0);
    return request.raw(GATEWAY, gateway.getAddress());
  }

  private NetlinkRequest link(int index, boolean up) {
    int flags = up ? UP : 0;
    bytes.putInt(0).putInt(index).putInt(flags).putInt(flags);
    return this;
  }

  private NetlinkRequest text(int type, String text) {
    return raw(type, (text + "\0").getBytes(US_ASCII));
  }

  private NetlinkRequest number(int type, int value) {
    return raw(
        type,
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array());
  }

  private NetlinkRequest raw(int type, byte[] value) {
    bytes.putShort((short) (Integer.BYTES + value.length)).putShort((short) type).put(value);
    return pad();
  }

  private NetlinkRequest nested(int type, Consumer<NetlinkRequest> content) {
    int at = bytes.position();
    bytes.putShort((short) 0).putShort((short) type);
    content.accept(this);
    bytes.putShort(at, (short) (bytes.position() - at));
    return this;
  }

  private NetlinkRequest pad() {
    while (bytes.position() % Integer.BYTES != 0) {
      bytes.put((byte) 0);
    }
    return this;
  }

  /// All of it, with a number that the answer has too.
  ByteBuffer numbered(int sequence) {
    bytes.putInt(0, bytes.position()).putInt(SEQUENCE_AT, sequence);
    return bytes.duplicate().flip();
  }

  @Override
  public String toString() {
    return about;
  }
}
