// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Told;
import dev.windlass.registry.Download.State;
import dev.windlass.registry.store.Blob;
import dev.windlass.registry.store.Blobs.Finished;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The blobs of namespaces that are caches: those that are not here are fetched once, however many
/// ask, and sent on while they come. A download goes on to its end when the clients leave, so that
/// they find it when they try again. Closed by whoever opened it. Safe to share between threads.
final class CachedBlobs implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CachedBlobs.class.getName());

  private final Store store;
  private final Remotes remotes;
  private final Limits limits;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Wanted, Download> underWay = new ConcurrentHashMap<>();

  private record Wanted(Elsewhere from, Digest digest) {}

  CachedBlobs(Store store, Remotes remotes, Limits limits) {
    this.store = store;
    this.remotes = remotes;
    this.limits = limits;
  }

  /// Takes a blob over from a neighbour in the same namespace: what one of its repositories shows,
  /// the registry behind would give to us for the other, too.
  Optional<Blob> fromNeighbour(Name name, Digest digest) throws IOException {
    var mounted =
        store
            .blobs()
            .holder(digest, other -> other.namespace().equals(name.namespace()))
            .filter(other -> store.blobs().mount(other, name, digest));
    return mounted.isPresent() ? Optional.of(described(name, digest)) : Optional.empty();
  }

  /// How long a blob is that is not here.
  long length(Elsewhere from, Digest digest) throws IOException {
    var told = remotes.ask(remote -> remote.length(from.pinned(digest), from.credentials()));
    return switch (told) {
      case Told.Yes(var length, _) ->
          length.orElseThrow(() -> NotGiven.unusable(from, "no length of blob " + digest));
      case Told.No(var why) -> throw notGiven(why, from);
    };
  }

  private static Rejected notGiven(Failure why, Elsewhere from) {
    return NotGiven.because(why, from, ErrorCode.BLOB_UNKNOWN);
  }

  /// Joins the download of a blob, or begins it.
  Download download(Elsewhere from, Digest digest) {
    return underWay.computeIfAbsent(new Wanted(from, digest), this::begin);
  }

  private Download begin(Wanted wanted) {
    var download = new Download();
    threads.execute(() -> {
      var end = end(wanted, download);
      underWay.remove(wanted); // first, so that who tries again finds no failure of the past
      download.became(end);
    });
    return download;
  }

  private State end(Wanted wanted, Download download) {
    try {
      var here = store.blobs().find(wanted.from().name(), wanted.digest());
      return here.isPresent() ? kept(here.get()) : fetched(wanted, download);
    } catch (Rejected e) {
      return new State.Failed(e);
    } catch (InterruptedIOException e) {
      return new State.Failed(
          Rejected.because(ErrorCode.UNAVAILABLE, "the registry ends", wanted.digest()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "blob " + wanted.digest() + " could not be fetched", e);
      return new State.Failed(
          Rejected.because(ErrorCode.UNAVAILABLE, "the storage failed; try again", ""));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "blob " + wanted.digest() + " could not be fetched", e);
      return new State.Failed(
          Rejected.because(ErrorCode.UNKNOWN, "the registry has a bug; see its log", ""));
    }
  }

  private static State kept(Blob blob) {
    return new State.Kept(blob.file(), blob.size());
  }

  private State fetched(Wanted wanted, Download download) throws IOException {
    var from = wanted.from();
    var upload =
        store
            .uploads()
            .begin(from.name(), wanted.digest().algorithm())
            .orElseThrow(() -> StartUpload.tooMany(from.name()));
    try {
      return switch (remotes.ask(
          remote ->
              remote.blob(
                  from.pinned(wanted.digest()),
                  from.credentials(),
                  (length, bytes) -> taken(wanted, download, upload, length, bytes)))) {
        case Told.Yes(var state, _) -> state;
        case Told.No(var why) -> throw notGiven(why, from);
      };
    } finally {
      store.uploads().forget(upload);
    }
  }

  /// Without a length nobody can be told how much will come, so all wait for the end.
  private State taken(
      Wanted wanted, Download download, Upload upload, OptionalLong length, InputStream bytes)
      throws IOException {
    append(
        upload,
        length.isEmpty() ? bytes : new Passing(bytes, download, upload, length.getAsLong()));
    var name = wanted.from().name();
    return switch (store.blobs().finish(name, upload, wanted.digest())) {
      case Finished.Taken(var digest) -> kept(described(name, digest));
      case Finished.Other(var received) ->
          throw notGiven(
              new Failure.Corrupt(wanted.from().pinned(wanted.digest()), wanted.digest(), received),
              wanted.from());
    };
  }

  /// It was not the client who went away.
  private static void append(Upload upload, InputStream bytes) throws IOException {
    try {
      upload.append(bytes);
    } catch (Upload.Broken e) {
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
  }

  /// A blob that came just now. When it is the config of images, more is known of them from now on.
  private Blob described(Name name, Digest digest) throws IOException {
    var blob =
        store
            .blobs()
            .find(name, digest)
            .orElseThrow(() -> new IOException(digest + " was deleted as soon as it was here"));
    if (store.manifests().isConfig(name, digest)) {
      var config = Config.parse(blob.start(limits.configBytes()));
      store.manifests().describe(name, digest, config.platform(), config.time());
    }
    return blob;
  }

  /// Tells a download how much of it is in the file: whoever asks for the next bytes has put away
  /// those before.
  private static final class Passing extends InputStream {
    private final InputStream source;
    private final Download download;
    private final Upload upload;
    private final long length;

    Passing(InputStream source, Download download, Upload upload, long length) {
      this.source = source;
      this.download = download;
      this.upload = upload;
      this.length = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
      download.became(new State.Coming(upload.draft(), length, upload.size()));
      return source.read(target, offset, most);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
