// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.ingress.Wire.Head;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StreamTest {
  private static final int MB = 1024 * 1024;
  private static final int BIG = 100 * MB;

  /// What the kernel's socket buffers on both sides may hold, and then some.
  private static final long BUFFERS = 30L * MB;

  private final byte[] block = new byte[MB];
  private Fixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture();
    Arrays.fill(block, (byte) 'x');
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void aBigAnswerDoesNotFillTheMemory() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\nContent-Length: " + BIG + "\n\n");
      sendBlocks(wire, new AtomicLong());
    });
    Wire client = fixture.client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(client.head().header("Content-Length")).isEqualTo(BIG + "");
    long before = memory();
    readBlocks(client);
    assertThat(memory() - before).isLessThan(40L * MB);
  }

  @Test
  void aBigUploadDoesNotFillTheMemory() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      readBlocks(wire);
      wire.send("HTTP/1.1 201 Created\nContent-Length: 0\n\n");
    });
    Wire client = fixture.client();
    client.send("PUT / HTTP/1.1\nHost: shop.test\nContent-Length: " + BIG + "\n\n");
    long before = memory();
    sendBlocks(client, new AtomicLong());
    assertThat(client.head().start()).isEqualTo("HTTP/1.1 201 Created");
    assertThat(memory() - before).isLessThan(40L * MB);
  }

  @Test
  void bothDirectionsFlowAtOnce() throws Exception {
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
      for (String chunk = wire.chunk(); !chunk.isEmpty(); chunk = wire.chunk()) {
        wire.send("2\n" + chunk + chunk + "\n");
      }
      wire.send("0\n\n");
    });
    Wire client = fixture.client();
    client.send("POST / HTTP/1.1\nHost: shop.test\nTransfer-Encoding: chunked\n\n");
    client.head();
    for (int i = 0; i < 10; i++) {
      client.send("1\n" + i + "\n");
      assertThat(client.chunk()).isEqualTo("" + i + i);
    }
    client.send("0\n\n");
    assertThat(client.chunk()).isEmpty();
  }

  @Test
  void eventsArriveOneByOne() throws Exception {
    BlockingQueue<String> events = new ArrayBlockingQueue<>(10);
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\nContent-Type: text/event-stream\n");
      wire.send("Transfer-Encoding: chunked\n\n");
      while (true) {
        String event = events.take();
        wire.send(Integer.toHexString(event.length()) + "\n" + event + "\n");
      }
    });
    Wire client = fixture.client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(client.head().header("Content-Type")).isEqualTo("text/event-stream");
    for (int i = 0; i < 5; i++) {
      events.add("data: " + i);
      assertThat(client.chunk()).isEqualTo("data: " + i);
    }
  }

  @Test
  void aSlowClientSlowsTheInstanceDown() throws Exception {
    var sent = new AtomicLong();
    fixture.shop(wire -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\nContent-Length: " + BIG + "\n\n");
      sendBlocks(wire, sent);
    });
    Wire client = fixture.client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    client.head();
    assertThat(settled(sent)).isLessThan(BUFFERS);
    readBlocks(client);
    assertThat(sent).hasValue(BIG);
  }

  /// Where the end of an answer is when its instance hangs up, in the buffers of the kernel or in
  /// ours, depends on its size.
  @Test
  void aSlowClientGetsTheEndFromAnInstanceThatHangsUp() throws Exception {
    fixture.shop(wire -> {
      int size = Integer.parseInt(wire.head().start().replaceAll("GET /| .*", ""));
      wire.send("HTTP/1.1 200 OK\nContent-Length: " + size + "\n\n");
      wire.send(new byte[size]);
    });
    var clients = new TreeMap<Integer, Wire>();
    for (int size = 3 * MB; size < 13 * MB; size += MB / 4) {
      clients.put(size, fixture.client().send("GET /" + size + " HTTP/1.1\nHost: shop.test\n\n"));
    }
    Thread.sleep(1_000); // all that fits into buffers has arrived there
    for (var client : clients.entrySet()) {
      client.getValue().head();
      assertThat(client.getValue().bytes(client.getKey()).length).isEqualTo(client.getKey());
    }
  }

  @Test
  void aSlowInstanceSlowsTheClientDown() throws Exception {
    var sent = new AtomicLong();
    var read = new CountDownLatch(1);
    fixture.shop(wire -> {
      wire.head();
      read.await();
      readBlocks(wire);
      wire.send("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    });
    Wire client = fixture.client();
    client.send("PUT / HTTP/1.1\nHost: shop.test\nContent-Length: " + BIG + "\n\n");
    var sender = Thread.ofVirtual().start(() -> trySendBlocks(client, sent));
    assertThat(settled(sent)).isLessThan(BUFFERS);
    read.countDown();
    sender.join();
    Head head = client.head();
    assertThat(head.start()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(sent).hasValue(BIG);
  }

  private void trySendBlocks(Wire wire, AtomicLong sent) {
    try {
      sendBlocks(wire, sent);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void sendBlocks(Wire wire, AtomicLong sent) throws IOException {
    for (int i = 0; i < BIG / MB; i++) {
      wire.send(block);
      sent.addAndGet(MB);
    }
  }

  private void readBlocks(Wire wire) throws IOException {
    for (int i = 0; i < BIG / MB; i++) {
      byte[] got = wire.bytes(MB);
      assertThat(got.length).as("block %s", i).isEqualTo(MB);
      assertThat(Arrays.equals(got, block)).isTrue();
    }
  }

  /// The value once it has not changed for a while.
  private static long settled(AtomicLong value) throws InterruptedException {
    long last = -1;
    while (value.get() != last || last == 0) {
      last = value.get();
      Thread.sleep(500);
    }
    return last;
  }

  /// What is in use outside the heap, where bodies pass through, and in it.
  private static long memory() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .reduce(heap, Long::sum);
  }
}
