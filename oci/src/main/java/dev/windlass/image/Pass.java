// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.BadLayer.Flaw;
import dev.windlass.linux.LinuxException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The one pass of a layer: whoever fetches its bytes puts them on a belt, and three threads behind
/// it inflate them, hash the tar, and unpack it. So even an image of one layer keeps two CPUs busy.
///
/// The threads are platform threads: they compute and call the kernel, which virtual ones cannot do
/// without taking a CPU from all the others. They have ended when this is closed.
final class Pass implements AutoCloseable {
  private static final int COMPRESSED = 1 << 17;
  private static final int COMPRESSED_BUFFERS = 4;
  private static final int TAR = 1 << 18;
  private static final int TAR_BUFFERS = 8;
  private static final int HASHING = 0;
  private static final int UNPACKING = 1;

  /// What one of the threads does.
  private interface Stage {
    void run() throws IOException;
  }

  private final Layer layer;
  private final Path draft;
  private final Limits limits;
  private final Arena arena = Arena.ofShared();
  private final Belt<byte[]> compressed;
  private final Belt<MemorySegment> tar;
  private final MessageDigest hash;
  private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
  private final List<Thread> threads;

  private Pass(Layer layer, Path draft, Limits limits) {
    this.layer = layer;
    this.draft = draft;
    this.limits = limits;
    this.hash = layer.diffId().algorithm().hash();
    int most = (int) Math.max(1 << 12, Math.min(layer.size(), COMPRESSED));
    this.compressed = new Belt<>(() -> new byte[most], COMPRESSED_BUFFERS, 1);
    this.tar = new Belt<>(() -> arena.allocate(TAR), TAR_BUFFERS, 2);
    this.threads =
        List.of(
            thread("inflate", this::inflate),
            thread("hash", this::hash),
            thread("unpack", this::unpack));
  }

  /// Begins to unpack into an empty folder what is put on the belt.
  static Pass into(Path draft, Layer layer, Limits limits) {
    var pass = new Pass(layer, draft, limits);
    pass.threads.forEach(Thread::start);
    return pass;
  }

  /// Where the compressed bytes go.
  Belt<byte[]> belt() {
    return compressed;
  }

  private Thread thread(String name, Stage stage) {
    return Thread.ofPlatform()
        .name(name + "-" + layer.diffId().brief())
        .unstarted(() -> run(stage));
  }

  private void run(Stage stage) {
    try {
      stage.run();
    } catch (Belt.Stopped e) {
      compressed.drain(); // whoever stopped the belt has said why
    } catch (IOException | RuntimeException | Error e) {
      trouble.compareAndSet(null, e);
      tar.stop();
      if (isAboutTheLayer(e)) {
        compressed.drain();
      } else {
        compressed.stop();
      }
    }
  }

  /// Else it is about our disk, or about us.
  private static boolean isAboutTheLayer(Throwable trouble) {
    return switch (trouble) {
      case LinuxException _, FileSystemException _ -> false;
      case IOException _ -> true;
      default -> false;
    };
  }

  private void inflate() throws IOException {
    var taker = compressed.taker(0);
    byte[] first = taker.next();
    if (first != null) {
      try (var inflating = Inflating.of(first, taker.length())) {
        inflate(inflating, taker, first);
      }
    }
    tar.end();
  }

  private void inflate(Inflating inflating, Belt.Taker<byte[]> taker, byte[] first)
      throws IOException {
    var in = arena.allocate(first.length).asByteBuffer();
    var out = new Out();
    for (byte[] next = first; next != null; next = taker.next()) {
      in.clear().put(next, 0, taker.length()).flip();
      do {
        inflating.inflate(in, out.room());
      } while (out.passOn() || in.hasRemaining());
    }
    inflating.end();
    out.end();
  }

  /// Where the inflated bytes go. They may be many more than anybody wants.
  private final class Out {
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long count;

    ByteBuffer room() throws IOException {
      if (!buffer.hasRemaining()) {
        buffer = tar.free().asByteBuffer();
      }
      return buffer;
    }

    /// Passes a full buffer on; false if it is not full.
    boolean passOn() throws BadTar {
      if (buffer.hasRemaining()) {
        return false;
      }
      pass();
      return true;
    }

    private void pass() throws BadTar {
      count += buffer.position();
      check(count);
      tar.put(buffer.position());
      buffer = ByteBuffer.allocate(0);
    }

    void end() throws BadTar {
      if (buffer.position() > 0) {
        pass();
      }
    }
  }

  private void check(long count) throws BadTar {
    if (count > limits.unpackedBytes()) {
      throw new BadTar(
          Flaw.TOO_BIG, "it unpacks to more than %,d bytes".formatted(limits.unpackedBytes()));
    }
    var transfer = limits.transfer();
    if (count > transfer.unsuspicious() && count / transfer.ratio() > layer.size()) {
      throw new BadTar(
          Flaw.TOO_BIG,
          "it has %,d bytes and unpacks to more than %,d times as many"
              .formatted(layer.size(), transfer.ratio()));
    }
  }

  private void hash() throws IOException {
    var taker = tar.taker(HASHING);
    for (var next = taker.next(); next != null; next = taker.next()) {
      hash.update(next.asSlice(0, taker.length()).asByteBuffer());
    }
  }

  private void unpack() throws IOException {
    var pieces = new TarBelt(tar.taker(UNPACKING));
    Unpacking.unpack(pieces, draft, limits);
    pieces.skipRest();
  }

  /// Waits until all has been unpacked that was put on the belt, and returns the digest of the tar.
  /// Throws what went wrong, which is a [LinuxException] or [FileSystemException] if it is about
  /// our disk.
  Digest end() throws IOException {
    awaitEnd();
    return switch (trouble.get()) {
      case null -> Digest.of(layer.diffId().algorithm(), hash.digest());
      case IOException io -> throw io;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case Throwable other -> throw new AssertionError(other);
    };
  }

  /// Even when interrupted: whoever writes to a draft must have stopped before it is deleted.
  private void awaitEnd() {
    boolean interrupted = false;
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    compressed.stop();
    tar.stop();
    awaitEnd();
    arena.close();
  }
}
