// SPDX-License-Identifier: Apache-2.0
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/// Carries packets between two network interfaces, as slowly as a long line and not all of them, for
/// `pull.sh`: SlowLink NAME NAME MILLISECONDS MEGABITS PERCENT, each way. It makes both interfaces.
final class SlowLink {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN = handle("open", 2, ADDRESS, JAVA_INT);
  private static final MethodHandle IOCTL = handle("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle READ = handle("read", 9, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = handle("write", 9, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final int O_RDWR = 2;
  private static final long TUNSETIFF = 0x400454ca;
  private static final short IFF_TUN_NO_PI = 0x1001;
  private static final int LONGEST_PACKET = 2000;
  private static final int LONGEST_QUEUE = 1000;

  private record Packet(long due, MemorySegment bytes) {}

  private SlowLink() {}

  @SuppressWarnings("restricted")
  private static MethodHandle handle(String name, int variadicFrom, MemoryLayout... arguments) {
    var function = LINKER.defaultLookup().findOrThrow(name);
    var shape = FunctionDescriptor.of(JAVA_LONG, arguments);
    return variadicFrom < arguments.length
        ? LINKER.downcallHandle(function, shape, Linker.Option.firstVariadicArg(variadicFrom))
        : LINKER.downcallHandle(function, shape);
  }

  public static void main(String[] args) throws Throwable {
    int near = open(args[0]);
    int far = open(args[1]);
    long delay = Long.parseLong(args[2]) * 1_000_000;
    double bits = Double.parseDouble(args[3]) / 1000; // a nanosecond
    double loss = Double.parseDouble(args[4]) / 100;
    carry(near, far, delay, bits, loss, 1);
    carry(far, near, delay, bits, loss, 2);
    Thread.currentThread().join(); // until somebody kills us
  }

  private static int open(String name) throws Throwable {
    try (var arena = Arena.ofConfined()) {
      int fd = (int) (long) OPEN.invoke(arena.allocateFrom("/dev/net/tun"), O_RDWR);
      var request = arena.allocate(40);
      request.setString(0, name);
      request.set(JAVA_SHORT, 16, IFF_TUN_NO_PI);
      if (fd < 0 || (int) (long) IOCTL.invoke(fd, TUNSETIFF, request) < 0) {
        throw new IllegalStateException("no interface can be made by way of /dev/net/tun");
      }
      return fd;
    }
  }

  private static void carry(int from, int to, long delay, double bits, double loss, long seed) {
    var queue = new ArrayBlockingQueue<Packet>(100_000);
    var free = new ArrayBlockingQueue<MemorySegment>(100_000);
    Thread.ofPlatform().start(() -> take(from, queue, free, delay, bits, loss, new Random(seed)));
    Thread.ofPlatform().start(() -> give(to, queue, free));
  }

  /// A packet leaves when those before it have left; when too many wait, it is dropped.
  private static void take(
      int from,
      BlockingQueue<Packet> queue,
      BlockingQueue<MemorySegment> free,
      long delay,
      double bits,
      double loss,
      Random random) {
    double idle = 0;
    while (true) {
      var buffer = free.poll();
      if (buffer == null) {
        buffer = Arena.global().allocate(LONGEST_PACKET);
      }
      long length = call(READ, from, buffer, LONGEST_PACKET);
      long now = System.nanoTime();
      double took = length * 8 / bits;
      double begins = Math.max(now, idle);
      if (length < 0 || random.nextDouble() < loss || begins - now > LONGEST_QUEUE * 12000 / bits) {
        free.add(buffer);
        continue;
      }
      idle = begins + took;
      queue.add(new Packet((long) idle + delay, buffer.asSlice(0, length)));
    }
  }

  private static void give(int to, BlockingQueue<Packet> queue, BlockingQueue<MemorySegment> free) {
    try {
      while (true) {
        var packet = queue.take();
        for (long left = packet.due - System.nanoTime();
            left > 0;
            left = packet.due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        call(WRITE, to, packet.bytes, packet.bytes.byteSize());
        free.add(packet.bytes.reinterpret(LONGEST_PACKET));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long call(MethodHandle handle, int fd, MemorySegment bytes, long length) {
    try {
      return (long) handle.invokeExact(fd, bytes, length);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
