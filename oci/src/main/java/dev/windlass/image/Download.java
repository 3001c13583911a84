// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Brings the bytes of one layer here, in order.
///
/// One request asks for all of them. When it breaks, another goes on where it ended, as long as
/// that brings more; a registry that cannot do that is asked for all again, and what is here
/// already is let go by. When the rest of the pull mostly waits for the network, others help by
/// fetching parts ahead of their turn. For one thread.
final class Download {
  private static final System.Logger LOG = System.getLogger(Download.class.getName());

  private final Registry registry;
  private final Asking asking;
  private final Layer layer;
  private final Transfer limits;
  private final Arriving arriving;
  private final Ahead ahead;
  private boolean wholeOnly; // the registry does not do ranges, or not well
  private int fruitless; // attempts in a row that brought nothing worthwhile
  private int restarts; // that had to begin at the beginning
  private long waited; // for the network, since the last look
  private long looked = System.nanoTime();
  private long lookedAt;

  private Download(
      Registry registry,
      Asking asking,
      Layer layer,
      Transfer limits,
      Arriving arriving,
      Ahead.Budget budget) {
    this.registry = registry;
    this.asking = asking;
    this.layer = layer;
    this.limits = limits;
    this.arriving = arriving;
    this.ahead = new Ahead(layer.size(), limits, budget, this::fetchPart);
  }

  static void bring(
      Registry registry,
      Asking asking,
      Layer layer,
      Transfer limits,
      Arriving arriving,
      Ahead.Budget budget)
      throws Refused, IOException, InterruptedException {
    var download = new Download(registry, asking, layer, limits, arriving, budget);
    try (var _ = download.ahead) {
      download.all();
    }
  }

  private void all() throws Refused, IOException, InterruptedException {
    boolean ended = false;
    while (!ended) {
      long began = System.nanoTime();
      var part = ahead.take(arriving.count());
      if (part != null) {
        waited(began);
        arriving.take(part.bytes(), part.length());
        ahead.giveBack(part);
        ended = arriving.count() == layer.size();
      } else {
        ended = attempt();
      }
    }
  }

  /// Whether the end was reached.
  private boolean attempt() throws Refused, IOException, InterruptedException {
    long from = arriving.count();
    try {
      return from == 0 ? first() : further(from);
    } catch (Refused refused) {
      weigh(refused, from);
      return false;
    } catch (FetchPart.Lie lie) {
      LOG.log(System.Logger.Level.DEBUG, "no ranges from " + asking.repository().host(), lie);
      refuseRanges();
      return false;
    }
  }

  private boolean first() throws Refused, IOException, InterruptedException {
    return registry.blob(asking, layer.digest(), bytes -> stream(0, bytes));
  }

  private boolean further(long from) throws Refused, IOException, InterruptedException {
    if (wholeOnly) {
      return first();
    }
    return registry.blob(
        asking,
        layer.digest(),
        new FetchPart<>(asking.repository(), layer.digest(), from, -1, layer.size(), this::stream));
  }

  private void refuseRanges() {
    wholeOnly = true;
    ahead.stop();
  }

  /// Takes a stream in until it ends or comes to what others fetch.
  private boolean stream(long offset, InputStream bytes) throws IOException {
    if (offset < arriving.count()) {
      refuseRanges();
      restarts++;
      skip(bytes, arriving.count() - offset);
    }
    while (true) {
      long most = ahead.free(arriving.count());
      if (most == 0) {
        return false;
      }
      long began = System.nanoTime();
      if (!arriving.read(bytes, most)) {
        return true;
      }
      waited(began);
    }
  }

  /// A registry that has less now than it gave before has broken off, and our disk is well.
  private static void skip(InputStream bytes, long count) throws IOException {
    try {
      bytes.skipNBytes(count);
    } catch (EOFException e) {
      throw new Lost((IOException) new EOFException("less came than the time before").initCause(e));
    }
  }

  /// Whether this is the end of it. What never began is for others to try again.
  private void weigh(Refused refused, long from) throws Refused, InterruptedException {
    long brought = arriving.count() - from;
    if (arriving.count() == 0) {
      throw refused;
    }
    if (!(refused.why() instanceof Failure.Unreachable)) {
      if (from == 0 || wholeOnly) {
        throw refused;
      }
      refuseRanges(); // which is what it may have refused
      return;
    }
    fruitless = brought >= limits.worthwhile() ? 0 : fruitless + 1;
    if (fruitless > limits.resumes() || restarts > limits.resumes()) {
      throw refused;
    }
    if (brought == 0 && fruitless > 1) {
      refuseRanges(); // some hang up instead of saying no
    }
    LOG.log(System.Logger.Level.DEBUG, "goes on at " + arriving.count(), refused);
    Thread.sleep(limits.pause().multipliedBy(1L << Math.min(fruitless, limits.resumes())));
  }

  private void fetchPart(long offset, byte[] bytes, int length)
      throws Refused, IOException, InterruptedException {
    var _ =
        registry.blob(
            asking,
            layer.digest(),
            new FetchPart<>(
                asking.repository(),
                layer.digest(),
                offset,
                offset + length - 1,
                layer.size(),
                (from, body) -> part(offset, from, body, bytes, length)));
  }

  private Boolean part(long wanted, long from, InputStream body, byte[] bytes, int length)
      throws IOException {
    if (from != wanted) {
      ahead.stop();
      throw new FetchPart.Lie("all of it");
    }
    if (body.readNBytes(bytes, 0, length) < length) {
      throw new FetchPart.Lie("less than it said");
    }
    var _ = body.read(); // its end, so that the connection is free for the next part
    return true;
  }

  /// Counts the time since then as waited for the network, and now and then looks whether that is
  /// most of all time, and nobody behind us has been kept busy.
  private void waited(long began) {
    long now = System.nanoTime();
    waited += now - began;
    long since = now - looked;
    if (since < limits.hungry().toNanos()) {
      return;
    }
    long rate = (arriving.count() - lookedAt) * 1_000_000_000L / since;
    if (waited > since / 2 && rate < limits.fast() && arriving.isWanted()) {
      ahead.help(arriving.count());
    }
    waited = 0;
    looked = now;
    lookedAt = arriving.count();
  }
}
