// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.windlass.image.Failure.BadLayer.Flaw;
import dev.windlass.linux.LinuxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPInputStream;

/// Brings one layer here in one pass: fetched, hashed and inflated by one thread, hashed again and
/// unpacked by another. Nothing of it is visible before both digests were found right.
///
/// The threads are platform threads: they compute and call the kernel, which virtual ones cannot do
/// without taking a CPU from all the others.
record LayerPull(
    Reference image,
    Asking asking,
    Layer layer,
    ImageFolder folder,
    Limits limits,
    Progress progress) {
  private static final int GZIP_BUFFER = 1 << 17;

  /// Takes a layer in and returns how many bytes came over the network.
  long take(InputStream blob) throws Refused, IOException, InterruptedException {
    progress.layer(layer.digest(), 0, layer.size());
    var draft = folder.draft();
    try {
      var arriving = new Arriving(blob, layer, progress);
      var diffId = unpackedOrCorrupt(arriving, draft);
      arriving.readToEnd();
      check(arriving, diffId);
      folder.keepLayer(draft, layer.diffId());
      folder.keepOrigin(layer.digest(), layer.diffId());
      return arriving.count();
    } finally {
      ImageFolder.delete(draft);
    }
  }

  /// If the tar is bad because the bytes are not those that were asked for, says that instead.
  private Digest unpackedOrCorrupt(Arriving arriving, Path draft)
      throws Refused, IOException, InterruptedException {
    try {
      return unpacked(arriving, draft);
    } catch (InterruptedIOException | Lost | LinuxException | FileSystemException e) {
      throw e;
    } catch (IOException e) {
      arriving.readToEnd();
      checkDigest(arriving);
      throw bad(e);
    }
  }

  private Refused bad(IOException e) {
    var words =
        e instanceof BadTar ? String.valueOf(e.getMessage()) : "it cannot be inflated: " + e;
    var flaw = e instanceof BadTar bad ? bad.flaw() : Flaw.BROKEN;
    return new Refused(new Failure.BadLayer(image, layer.digest(), flaw, words));
  }

  private Digest unpacked(Arriving arriving, Path draft) throws IOException {
    var belt = new Belt();
    var unpacking = new FutureTask<>(() -> unpack(belt, draft));
    var unpacker = Thread.ofPlatform().name("unpack-" + layer.diffId().brief()).start(unpacking);
    try (var inflated = inflated(arriving)) {
      belt.carry(inflated);
    } catch (Belt.Stopped e) {
      awaitEnd(unpacker);
      return result(unpacking); // throws what stopped it
    } catch (IOException | RuntimeException e) {
      belt.stop();
      throw e;
    } finally {
      awaitEnd(unpacker);
    }
    return result(unpacking);
  }

  /// Even when interrupted: whoever writes to a draft must have stopped before it is deleted. It
  /// stops when the belt does.
  private static void awaitEnd(Thread unpacker) {
    boolean interrupted = false;
    while (unpacker.isAlive()) {
      try {
        unpacker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Digest unpack(Belt belt, Path draft) throws IOException {
    try {
      var tar = new Unpacked(belt, layer.diffId().algorithm(), limits);
      Unpacking.unpack(tar, draft, limits);
      return tar.digest();
    } catch (IOException | RuntimeException | Error e) {
      belt.stop();
      throw e;
    }
  }

  /// What the unpacker came to; it has ended.
  private static Digest result(FutureTask<Digest> unpacking) throws IOException {
    return switch (unpacking.state()) {
      case SUCCESS -> unpacking.resultNow();
      case FAILED -> {
        switch (unpacking.exceptionNow()) {
          case IOException io -> throw io;
          case RuntimeException bug -> throw bug;
          case Error error -> throw error;
          case Throwable other -> throw new AssertionError(other);
        }
      }
      case RUNNING, CANCELLED -> throw new AssertionError("the unpacker has not ended");
    };
  }

  /// Media types lie, first bytes do not.
  private static InputStream inflated(Arriving arriving) throws IOException {
    if (arriving.beginsWith(0x1f, 0x8b)) {
      return new GZIPInputStream(arriving, GZIP_BUFFER);
    }
    if (arriving.beginsWith(0x28, 0xb5, 0x2f, 0xfd)) {
      return new ZstdInputStreamNoFinalizer(arriving);
    }
    return arriving;
  }

  private void check(Arriving arriving, Digest diffId) throws Refused {
    checkDigest(arriving);
    if (arriving.count() != layer.size()) {
      throw bad(
          new BadTar(
              "it has %,d bytes, and %,d in its manifest"
                  .formatted(arriving.count(), layer.size())));
    }
    if (!diffId.equals(layer.diffId())) {
      throw bad(
          new BadTar(
              Flaw.OTHER_CONTENT,
              "it holds the tar %s, and %s in its configuration"
                  .formatted(diffId, layer.diffId())));
    }
  }

  private void checkDigest(Arriving arriving) throws Refused {
    var received = arriving.digest();
    if (!received.equals(layer.digest())) {
      throw new Refused(new Failure.Corrupt(asking.image(), layer.digest(), received));
    }
  }
}
