// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.BadLayer.Flaw;
import dev.windlass.linux.LinuxException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// Brings one layer here in one pass: fetched, hashed, inflated, hashed again and unpacked at the
/// same time. Nothing of it is visible before both digests were found right, and no compressed copy
/// is kept.
///
/// @param budget for parts that are fetched ahead
record LayerPull(
    Reference image,
    Asking asking,
    Layer layer,
    Registry registry,
    ImageFolder folder,
    Limits limits,
    Ahead.Budget budget,
    Progress progress) {
  /// Takes a layer in and returns how many bytes came over the network.
  long take() throws Refused, IOException, InterruptedException {
    progress.layer(layer.digest(), 0, layer.size());
    var draft = folder.draft();
    try {
      long count = into(draft);
      folder.keepLayer(draft, layer.diffId());
      folder.keepOrigin(layer.digest(), layer.diffId());
      return count;
    } finally {
      ImageFolder.delete(draft);
    }
  }

  private long into(Path draft) throws Refused, IOException, InterruptedException {
    try (var pass = Pass.into(draft, layer, limits)) {
      var arriving = new Arriving(layer, progress, pass.belt());
      try {
        Download.bring(registry, asking, layer, limits.transfer(), arriving, budget);
      } catch (Belt.Stopped e) {
        pass.end(); // throws what stopped it
        throw e;
      } catch (InterruptedIOException e) {
        throw interrupted(e);
      } catch (BadTar e) {
        throw bad(e);
      }
      check(arriving, pass);
      return arriving.count();
    }
  }

  private static InterruptedException interrupted(InterruptedIOException e) {
    Thread.interrupted(); // said by the exception from here on
    var interrupted = new InterruptedException(e.getMessage());
    interrupted.initCause(e);
    return interrupted;
  }

  /// If the tar is bad because the bytes are not those that were asked for, says that instead.
  private void check(Arriving arriving, Pass pass) throws Refused, IOException {
    var received = arriving.end();
    try {
      var diffId = pass.end();
      checkDigest(received);
      checkSize(arriving.count());
      checkTar(diffId);
    } catch (LinuxException | FileSystemException e) {
      throw e;
    } catch (IOException e) {
      checkDigest(received);
      throw bad(e);
    }
  }

  private void checkDigest(Digest received) throws Refused {
    if (!received.equals(layer.digest())) {
      throw new Refused(new Failure.Corrupt(asking.image(), layer.digest(), received));
    }
  }

  private void checkSize(long count) throws BadTar {
    if (count != layer.size()) {
      throw new BadTar("it has %,d bytes, and %,d in its manifest".formatted(count, layer.size()));
    }
  }

  private void checkTar(Digest diffId) throws BadTar {
    if (!diffId.equals(layer.diffId())) {
      throw new BadTar(
          Flaw.OTHER_CONTENT,
          "it holds the tar %s, and %s in its configuration".formatted(diffId, layer.diffId()));
    }
  }

  private Refused bad(IOException e) {
    var words =
        e instanceof BadTar ? String.valueOf(e.getMessage()) : "it cannot be inflated: " + e;
    var flaw = e instanceof BadTar bad ? bad.flaw() : Flaw.BROKEN;
    return new Refused(new Failure.BadLayer(image, layer.digest(), flaw, words));
  }
}
