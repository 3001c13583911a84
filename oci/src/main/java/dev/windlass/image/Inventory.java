// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The images that are here: what is known of each, and the only place from which they are taken
/// away. A record is made when all of an image is here, and goes before anything of it goes; so
/// after a crash there may be layers of no image, never an image without its layers. Only when the
/// power fails can layers be lost that a record names; [#missing] tells of them, and the next pull
/// brings them. Safe to share between threads, and beside pulls: what one of those needs stays.
public final class Inventory {
  private static final System.Logger LOG = System.getLogger(Inventory.class.getName());
  private static final String IMAGES = "images";
  private static final int MOST_RESOLVED = 1_000;

  /// How long a layer of no image is left for the next attempt at the pull that brought it.
  private static final Duration GRACE = Duration.ofHours(1);

  private final ImageFolder folder;
  private final InstantSource clock;
  private final Weights weights;
  private final Map<Digest, Entry> images = new HashMap<>(); // guarded by this, as are the next
  private final Set<Claim> claims = new HashSet<>();
  private final Map<Reference, Digest> resolved = new LinkedHashMap<>();

  private record Entry(ImageRecord record, Instant used) {}

  private Inventory(ImageFolder folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    this.weights = new Weights(folder);
  }

  /// Reads the records. What is here as a whole and has none, or a broken one, gets one.
  static Inventory of(ImageFolder folder, InstantSource clock) throws IOException {
    var inventory = new Inventory(folder, clock);
    synchronized (inventory) {
      inventory.readRecords();
      inventory.makeMissingRecords();
    }
    return inventory;
  }

  private void readRecords() throws IOException {
    for (var digest : folder.all(IMAGES)) {
      var file = folder.place(IMAGES, digest);
      try {
        var record = ImageRecord.ofJson(Files.readAllBytes(file));
        images.put(digest, new Entry(record, Files.getLastModifiedTime(file).toInstant()));
      } catch (RuntimeException broken) {
        LOG.log(System.Logger.Level.WARNING, "the record of " + digest + " is broken", broken);
        Files.delete(file);
      }
    }
  }

  /// Indexes first, so that what is in them gets none of its own.
  private void makeMissingRecords() throws IOException {
    makeMissingRecords(2);
    makeMissingRecords(0);
  }

  private void makeMissingRecords(int moreDocumentsThan) throws IOException {
    for (var digest : folder.all("blobs")) {
      if (isNeeded(digest)) {
        continue;
      }
      var contents = Contents.of(folder, digest);
      if (contents.isPresent()
          && contents.get().whole()
          && contents.get().documents().size() > moreDocumentsThan) {
        write(ImageRecord.of(digest, contents.get(), clock.instant()));
      }
    }
  }

  private boolean isNeeded(Digest part) {
    return images.values().stream().anyMatch(entry -> entry.record().needs().contains(part));
  }

  private void write(ImageRecord record) throws IOException {
    var file = folder.place(IMAGES, record.digest());
    folder.replace(file, record.toJson());
    images.put(record.digest(), new Entry(record, clock.instant()));
    touch(record);
  }

  private void touch(ImageRecord record) throws IOException {
    var now = clock.instant();
    images.put(record.digest(), new Entry(record, now));
    Files.setLastModifiedTime(folder.place(IMAGES, record.digest()), FileTime.from(now));
  }

  // --- beside pulls ---

  /// What a pull under way needs, so that nothing of it is taken away meanwhile.
  final class Claim implements AutoCloseable {
    private final Set<Digest> needed = new HashSet<>();

    private Claim(Digest image) {
      needed.add(image);
    }

    /// A document, or a layer by the digest of its tar. To be said before it is looked for.
    void needs(Digest part) {
      synchronized (Inventory.this) {
        needed.add(part);
      }
    }

    @Override
    public void close() {
      synchronized (Inventory.this) {
        claims.remove(this);
      }
    }
  }

  synchronized Claim claim(Digest image) {
    var claim = new Claim(image);
    claims.add(claim);
    return claim;
  }

  private boolean isClaimed(Digest part) {
    return claims.stream().anyMatch(claim -> claim.needed.contains(part));
  }

  /// A registry said that this is what a name stands for now. Takes the name away from whatever had
  /// it, as soon as the image is here.
  synchronized void resolved(Reference name, Digest digest) throws IOException {
    if (images.containsKey(digest)) {
      give(name, digest);
      return;
    }
    resolved.remove(name);
    resolved.put(name, digest);
    if (resolved.size() > MOST_RESOLVED) {
      resolved.remove(resolved.keySet().iterator().next());
    }
  }

  private void give(Reference name, Digest digest) throws IOException {
    for (var entry : List.copyOf(images.values())) {
      var record = entry.record();
      boolean has = record.names().contains(name);
      if (record.digest().equals(digest) && !has) {
        write(record.named(name));
      } else if (!record.digest().equals(digest) && has) {
        rewrite(record.unnamed(name), entry.used());
      }
    }
  }

  /// Writes a record down without counting that as a use.
  private void rewrite(ImageRecord record, Instant used) throws IOException {
    var file = folder.place(IMAGES, record.digest());
    folder.replace(file, record.toJson());
    Files.setLastModifiedTime(file, FileTime.from(used));
    images.put(record.digest(), new Entry(record, used));
  }

  /// Whether somebody with these credentials may use what is here of an image, without asking.
  public synchronized boolean admits(Credentials credentials, Digest image) {
    var entry = images.get(image);
    return entry != null && entry.record().admits(Proof.of(credentials, image));
  }

  /// Whether an image came from there.
  synchronized boolean cameFrom(Repository place, Digest image) {
    var entry = images.get(image);
    return entry != null && entry.record().repositories().contains(place);
  }

  /// An image was asked for and is here as a whole, all of it or the last part since a moment ago.
  ///
  /// @param access how a registry gave it; empty when none had to be asked
  void keep(Reference.Pinned image, Optional<Access> access) throws IOException {
    if (!keepKnown(image.digest(), access)) {
      var contents = Contents.of(folder, image.digest()).filter(Contents::whole);
      if (contents.isPresent()) {
        keepNew(image, contents.get(), access);
      }
    }
  }

  private synchronized boolean keepKnown(Digest image, Optional<Access> access) throws IOException {
    var entry = images.get(image);
    if (entry == null) {
      return false;
    }
    var record = access.map(given -> given.on(entry.record())).orElse(entry.record());
    if (record.equals(entry.record())) {
      touch(record);
    } else {
      write(record);
    }
    return true;
  }

  private synchronized void keepNew(
      Reference.Pinned image, Contents contents, Optional<Access> access) throws IOException {
    var digest = image.digest();
    if (keepKnown(digest, access)) {
      return; // somebody who pulled it at the same time was quicker
    }
    var made = ImageRecord.of(digest, contents, clock.instant());
    write(access.map(given -> given.on(made)).orElse(made));
    var names = resolved.keySet().stream().filter(name -> digest.equals(resolved.get(name)));
    for (var name : names.toList()) {
      give(name, digest);
      resolved.remove(name);
    }
    if (known(digest).names().isEmpty()) {
      write(known(digest).named(image));
    }
  }

  private ImageRecord known(Digest digest) {
    var entry = images.get(digest);
    if (entry == null) {
      throw new IllegalStateException("there is no record of " + digest);
    }
    return entry.record();
  }

  // --- looking ---

  /// All images, in no order.
  public List<StoredImage> list() throws IOException {
    var all = new ArrayList<StoredImage>();
    for (var entry : entries()) {
      all.add(stored(entry));
    }
    return all;
  }

  private synchronized List<Entry> entries() {
    return List.copyOf(images.values());
  }

  public Optional<StoredImage> find(Digest digest) throws IOException {
    Entry entry;
    synchronized (this) {
      entry = images.get(digest);
    }
    return entry == null ? Optional.empty() : Optional.of(stored(entry));
  }

  private StoredImage stored(Entry entry) throws IOException {
    var record = entry.record();
    var layers = new ArrayList<StoredLayer>();
    for (var layer : record.layers()) {
      layers.add(
          new StoredLayer(
              layer.digest(), layer.diffId(), layer.size(), weights.of(layer.diffId())));
    }
    int documents = record.documents().size();
    return new StoredImage(
        record.digest(),
        record.documents().get(documents - 2),
        record.documents().get(documents - 1),
        record.bytes(),
        layers,
        record.names(),
        record.repositories(),
        record.open(),
        record.proofs().stream().map(Proof::tenant).distinct().toList(),
        record.came(),
        entry.used());
  }

  /// What of an image is not here: nothing, when it can be started with every registry gone.
  public List<Missing> missing(Digest digest) throws IOException {
    return Contents.of(folder, digest)
        .map(Contents::missing)
        .orElseGet(() -> List.of(new Missing(Missing.Part.MANIFEST, digest, 0)));
  }

  /// The file system that the images are on.
  public Disk disk() throws IOException {
    return folder.disk();
  }

  /// How an image that is here wants to be run.
  public Optional<Image.Config> config(Digest digest) throws IOException {
    var contents = Contents.of(folder, digest);
    if (contents.isEmpty() || contents.get().layers().isEmpty()) {
      return Optional.empty();
    }
    var bytes = folder.blob(contents.get().documents().getLast());
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ImagePull.described(Documents.parse(Documents.Configuration.class, bytes.get())));
  }

  /// All that takes room. Layers of no image count only when nobody is likely to come for them.
  ///
  /// @param held images that somebody needs, here or not
  public Stock stock(Set<Digest> held) throws IOException {
    return new Stock(list(), leftovers(held).orphans());
  }

  /// Of all that takes room only what belongs to no image; much less has to be looked at for that.
  public Stock leftovers(Set<Digest> held) throws IOException {
    var orphans = new HashMap<Digest, Long>();
    for (var layer : orphans("layers", held)) {
      orphans.put(layer, weights.of(layer));
    }
    return new Stock(List.of(), orphans);
  }

  private List<Digest> orphans(String kind, Set<Digest> held) throws IOException {
    var needed = needed(held);
    var orphans = new ArrayList<Digest>();
    for (var part : folder.all(kind)) {
      if (!needed.contains(part) && isOld(folder.place(kind, part))) {
        orphans.add(part);
      }
    }
    return orphans;
  }

  private Set<Digest> needed(Set<Digest> held) throws IOException {
    var needed = new HashSet<Digest>();
    synchronized (this) {
      images.values().forEach(entry -> needed.addAll(entry.record().needs()));
      claims.forEach(claim -> needed.addAll(claim.needed));
    }
    for (var digest : held) {
      var contents = Contents.of(folder, digest);
      if (contents.isPresent()) {
        needed.addAll(contents.get().documents());
        contents.get().layers().forEach(layer -> needed.add(layer.diffId()));
      }
    }
    return needed;
  }

  /// By the time of the last change that nobody can set.
  private boolean isOld(Path path) throws IOException {
    try {
      var changed = (FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
      return !changed.toInstant().plus(GRACE).isAfter(clock.instant());
    } catch (NoSuchFileException taken) {
      return false;
    }
  }

  // --- taking away ---

  /// Takes a name away; the image stays. False when no image has it.
  public synchronized boolean untag(Reference name) throws IOException {
    for (var entry : List.copyOf(images.values())) {
      if (entry.record().names().contains(name)) {
        rewrite(entry.record().unnamed(name), entry.used());
        return true;
      }
    }
    return false;
  }

  /// Takes an image away with all that no other one needs.
  ///
  /// @param held says which images somebody needs; asked at the last moment, so that who begins to
  ///   need it before it pulls is never too late
  public Removal remove(Digest digest, Supplier<Set<Digest>> held) throws IOException {
    return remove(digest, held, Instant.MAX);
  }

  private Removal remove(Digest digest, Supplier<Set<Digest>> held, Instant unusedSince)
      throws IOException {
    var taken = new LinkedHashMap<Digest, Path>();
    long bytes;
    synchronized (this) {
      var entry = images.get(digest);
      if (entry == null) {
        return new Removal.Unknown();
      }
      if (isClaimed(digest) || entry.used().isAfter(unusedSince)) {
        return new Removal.Busy();
      }
      if (held.get().contains(digest)) {
        return new Removal.Held();
      }
      bytes = entry.record().bytes();
      folder.erase(IMAGES, digest);
      images.remove(digest);
      takeUnneeded(entry.record(), taken);
    }
    return new Removal.Removed(digest, List.copyOf(taken.keySet()), bytes + delete(taken));
  }

  private void takeUnneeded(ImageRecord gone, Map<Digest, Path> taken) throws IOException {
    for (var document : gone.documents()) {
      if (!isNeeded(document) && !isClaimed(document)) {
        folder.erase("blobs", document);
      }
    }
    for (var layer : gone.layers()) {
      if (!isNeeded(layer.diffId()) && !isClaimed(layer.diffId())) {
        take(layer.diffId(), taken);
        folder.erase("origins", layer.digest());
      }
    }
  }

  private void take(Digest layer, Map<Digest, Path> taken) throws IOException {
    var path = folder.takeLayer(layer);
    if (path.isPresent()) {
      taken.put(layer, path.get());
    }
  }

  /// Deletes what has lost its name already, and says how many bytes that was.
  private long delete(Map<Digest, Path> taken) throws IOException {
    long bytes = 0;
    for (var layer : taken.entrySet()) {
      bytes += weights.forget(layer.getKey(), layer.getValue());
      ImageFolder.delete(layer.getValue());
    }
    return bytes;
  }

  /// Does what was planned, but nothing to images that were asked for meanwhile.
  ///
  /// @param held as for [#remove]
  /// @return what went
  public Clearing clear(Clearing plan, Supplier<Set<Digest>> held) throws IOException {
    var gone = new ArrayList<Clearing.Going>();
    long freed = 0;
    for (var going : plan.images()) {
      if (remove(going.image().digest(), held, going.image().used())
          instanceof Removal.Removed(_, _, var bytes)) {
        gone.add(new Clearing.Going(going.image(), bytes));
        freed += bytes;
      }
    }
    var orphans = sweep(plan.orphans().keySet(), held);
    freed += orphans.values().stream().mapToLong(Long::longValue).sum();
    return new Clearing(gone, orphans, freed, plan.left() + plan.freed() - freed);
  }

  private Map<Digest, Long> sweep(Set<Digest> planned, Supplier<Set<Digest>> held)
      throws IOException {
    var taken = new LinkedHashMap<Digest, Path>();
    synchronized (this) {
      var now = held.get();
      for (var layer : orphans("layers", now)) {
        if (planned.contains(layer)) {
          take(layer, taken);
        }
      }
      for (var document : orphans("blobs", now)) {
        folder.erase("blobs", document);
      }
    }
    folder.eraseOriginsOfNoLayer();
    var swept = new HashMap<Digest, Long>();
    for (var layer : taken.entrySet()) {
      swept.put(layer.getKey(), delete(Map.ofEntries(layer)));
    }
    return swept;
  }
}
