// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.windlass.Usage.Trouble;
import dev.windlass.engine.image.CachePolicy;
import dev.windlass.engine.job.Capacity;
import dev.windlass.image.Secret;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder in which one engine lives. Only its owner may look into it; one engine at a time uses
/// it, which a file lock sees to, so a crash leaves nothing to clear away.
final class StateFolder {
  static final Path USUAL = Path.of("/var/lib/windlass");
  private static final int KEY_BYTES = 24;
  private static final int ID_BYTES = 3;

  private final Path folder;

  private StateFolder(Path folder) {
    this.folder = folder;
  }

  /// What an engine remembers of itself from one start to the next.
  ///
  /// @param id six hex characters, in the names of all that it makes on this machine
  /// @param ports those it had last; 0 before its first start
  /// @param mirrors as they are written: `icr.io=localhost:5000/hub`
  /// @param imageCache how much room images may take: `50G`, or `none`
  /// @param imageDisk how full their disk may get: `85,80`
  /// @param quotas those that are not as usual: `apps=200`
  /// @param tls whether all addresses speak TLS
  /// @param scaleWindow in seconds; 0 for the usual one
  /// @param accessLog the file with a line for each request, or `none`
  /// @param traces where spans are sent, or `none`
  /// @param jobCapacity what the instances of job runs may ask for together: `8,32G`, or `machine`
  /// @param standby how apps wait that are scaled to zero: `frozen`, `created` or `cold`
  @Json
  record Identity(
      String id,
      Ports ports,
      List<String> mirrors,
      String imageCache,
      String imageDisk,
      List<String> quotas,
      boolean tls,
      int scaleWindow,
      String standby,
      String accessLog,
      String traces,
      String jobCapacity) {
    Identity(
        String id,
        Ports ports,
        @Nullable List<String> mirrors,
        @Nullable String imageCache,
        @Nullable String imageDisk,
        @Nullable List<String> quotas,
        boolean tls,
        int scaleWindow,
        @Nullable String standby,
        @Nullable String accessLog,
        @Nullable String traces,
        @Nullable String jobCapacity) {
      this.id = id;
      this.ports = ports;
      this.mirrors = mirrors == null ? List.of() : List.copyOf(mirrors);
      this.imageCache = imageCache == null ? "none" : imageCache;
      this.imageDisk = imageDisk == null ? CachePolicy.STANDARD.watermarks() : imageDisk;
      this.quotas = quotas == null ? List.of() : List.copyOf(quotas);
      this.tls = tls;
      this.scaleWindow = scaleWindow;
      this.standby = standby == null ? "frozen" : standby;
      this.accessLog = accessLog == null ? "none" : accessLog;
      this.traces = traces == null ? "none" : traces;
      this.jobCapacity = jobCapacity == null ? Capacity.MACHINE : jobCapacity;
    }
  }

  /// Where an engine listens.
  ///
  /// @param registryPrivate the registry's other address, on which pulls are free
  /// @param ingressPrivate the ingress's other address, for apps whose visibility is private
  @Json
  record Ports(int api, int registry, int registryPrivate, int ingress, int ingressPrivate) {}

  /// Makes the folder, with mode 0700, where there is none.
  static StateFolder at(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw new Trouble(
          "Cannot look into " + folder,
          "it belongs to " + Files.getOwner(folder).getName(),
          "run the command as that user: sudo windlass …");
    }
    return new StateFolder(folder.toRealPath());
  }

  Path path() {
    return folder;
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  /// Keeps other engines out until the process ends. Empty when one is here already.
  Optional<FileLock> lock() throws IOException {
    var channel = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
    var lock = channel.tryLock();
    if (lock == null) {
      channel.close();
    }
    return Optional.ofNullable(lock);
  }

  Identity identity() throws IOException {
    var file = folder.resolve("engine.json");
    if (Files.exists(file)) {
      return Jsonb.instance().type(Identity.class).fromJson(Files.readString(file));
    }
    var made =
        new Identity(
            random(ID_BYTES),
            new Ports(0, 0, 0, 0, 0),
            null,
            null,
            null,
            null,
            false,
            0,
            null,
            null,
            null,
            null);
    remember(made);
    return made;
  }

  void remember(Identity identity) throws IOException {
    replace("engine.json", Jsonb.instance().type(Identity.class).toJson(identity));
  }

  /// The key that the first start made.
  Secret apiKey() throws IOException {
    var file = folder.resolve("api-key");
    if (!Files.exists(file)) {
      replace("api-key", random(KEY_BYTES));
    }
    return new Secret(Files.readString(file));
  }

  /// The process of the engine that uses this folder; empty when there is none.
  Optional<ProcessHandle> process() throws IOException {
    var file = folder.resolve("daemon.pid");
    if (!Files.exists(file) || lockIsFree()) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file)));
  }

  /// Tells others that this process serves, and what it said when it was ready.
  void announce(String ready) throws IOException {
    long pid = ProcessHandle.current().pid();
    replace("daemon.pid", Long.toString(pid));
    replace("ready", pid + "\n" + ready);
  }

  /// What the engine of that process said when it was ready; empty before it is.
  Optional<String> readyText(long process) throws IOException {
    var file = folder.resolve("ready");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = Files.readString(file).split("\n", 2);
    return lines[0].equals(Long.toString(process)) ? Optional.of(lines[1]) : Optional.empty();
  }

  private boolean lockIsFree() throws IOException {
    var lock = lock();
    if (lock.isPresent()) {
      lock.get().acquiredBy().close();
    }
    return lock.isPresent();
  }

  private static String random(int bytes) {
    var random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /// Readable by the owner only, and whole or not at all.
  private void replace(String name, String content) throws IOException {
    var draft =
        Files.createTempFile(
            folder,
            ".draft-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (var channel = FileChannel.open(draft, WRITE)) {
        channel.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
        channel.force(true);
      }
      Files.move(draft, folder.resolve(name), ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
