// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static dev.windlass.linux.LinuxException.EEXIST;
import static dev.windlass.linux.LinuxException.EINVAL;
import static dev.windlass.linux.LinuxException.EISDIR;
import static dev.windlass.linux.LinuxException.ELOOP;
import static dev.windlass.linux.LinuxException.ENAMETOOLONG;
import static dev.windlass.linux.LinuxException.ENOENT;
import static dev.windlass.linux.LinuxException.ENOTDIR;
import static dev.windlass.linux.LinuxException.ENOTEMPTY;
import static dev.windlass.linux.LinuxException.ENOTSUP;
import static dev.windlass.linux.LinuxException.EPERM;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.windlass.image.Failure.BadLayer.Flaw;
import dev.windlass.linux.Born;
import dev.windlass.linux.Fd;
import dev.windlass.linux.Folder;
import dev.windlass.linux.Linux;
import dev.windlass.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes files of one layer's tar, as overlayfs wants them: a whiteout becomes a device 0/0, an
/// opaque folder gets an attribute. For one thread.
///
/// Folders get their owners, permissions and times at the end: so nothing that is put into them
/// changes them, and they have no group or setgid bit that would become that of what is in them.
///
/// Trouble with what the tar says is a [BadTar], trouble with our disk a [LinuxException]; what is
/// half done the caller removes.
final class Unpacking {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String OPAQUE_KEY = "trusted.overlay.opaque";
  private static final byte[] YES = "y".getBytes(US_ASCII);
  private static final int PIECE = 1 << 18;
  private static final int BIRTH_MODE = 0777;
  private static final int KEPT_FOR_A_FOLDER = 200; // bytes, roughly, beside its name
  private static final long LONGEST_FILE = 8L << 40;

  private final Limits limits;
  private final Folder top;
  private final Places places;
  private final Born born;
  private final Map<String, Look> folders = new LinkedHashMap<>(); // by path
  private long kept; // bytes for them
  private int entries;
  private boolean removed; // something, so that folders found before may be others now

  /// How a folder is to look in the end.
  private record Look(int mode, int user, int group, long seconds, int nanos) {}

  private Unpacking(Folder top, Places places, Born born, Limits limits) {
    this.top = top;
    this.places = places;
    this.born = born;
    this.limits = limits;
  }

  /// Unpacks all entries into an empty folder.
  static void unpack(Pieces tar, Path folder, Limits limits) throws IOException {
    var born = Born.here();
    try (var top = Folder.open(folder);
        var places = new Places(top, born, limits)) {
      new Unpacking(top, places, born, limits).all(new Tar(tar, limits));
    }
  }

  private void all(Tar tar) throws IOException {
    for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      if (++entries + places.made() > limits.entries()) {
        throw new BadTar(Flaw.TOO_BIG, "more than %,d files".formatted(limits.entries()));
      }
      unpack(entry.get(), tar);
    }
    forgetPlaces();
    for (var folder : folders.entrySet()) {
      dress(folder.getKey(), folder.getValue());
    }
  }

  private void unpack(TarEntry entry, Tar tar) throws IOException {
    var parts = places.parts(entry.name());
    forgetPlaces();
    try {
      if (parts.isEmpty()) {
        root(entry);
      } else {
        var parent = places.at(parts.subList(0, parts.size() - 1));
        var name = parts.getLast();
        if (name.startsWith(WHITEOUT)) {
          whiteout(entry, parent, name);
        } else {
          make(entry, parts, parent, name, tar);
        }
      }
    } catch (LinuxException e) {
      throw fault(entry, e);
    }
  }

  /// What was found before may not be what it was.
  private void forgetPlaces() throws LinuxException {
    if (removed) {
      places.forget();
      removed = false;
    }
  }

  /// Tells the tar's mistakes from our disk's.
  private static IOException fault(TarEntry entry, LinuxException e) {
    return switch (e.number()) {
      case ENOENT, ENOTDIR, EISDIR, EEXIST, ELOOP, EINVAL, ENAMETOOLONG, ENOTEMPTY ->
          new BadTar("'%s' cannot be made: %s".formatted(entry, e.getMessage()), e);
      default -> e;
    };
  }

  private void root(TarEntry entry) throws IOException {
    if (entry.type() != TarEntry.Type.FOLDER) {
      throw new BadTar("the layer's top is not a folder");
    }
    attributes(entry, top.fd());
    remember("", entry);
  }

  private void remember(String path, TarEntry folder) throws BadTar {
    kept += KEPT_FOR_A_FOLDER + path.length();
    if (kept > limits.transfer().folderBytes()) {
      throw new BadTar(Flaw.TOO_BIG, "more folders than fit into memory");
    }
    folders.put(
        path,
        new Look(folder.mode(), folder.user(), folder.group(), folder.seconds(), folder.nanos()));
  }

  private void dress(String path, Look look) throws IOException {
    var fd = places.at(path.isEmpty() ? List.of() : List.of(path.split("/"))).fd();
    if (!born.isOwner(look.user, look.group)) {
      fd.owner(look.user, look.group);
    }
    fd.mode(look.mode);
    fd.modified(look.seconds, look.nanos);
  }

  private void whiteout(TarEntry entry, Folder parent, String name) throws IOException {
    if (name.equals(OPAQUE)) {
      parent.attribute(".", OPAQUE_KEY, YES);
    } else if (!name.startsWith(WHITEOUT + WHITEOUT)) { // the rest is aufs talking to itself
      hide(entry, parent, name.substring(WHITEOUT.length()));
    }
  }

  private static void hide(TarEntry entry, Folder parent, String name) throws IOException {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new BadTar("'%s' hides nothing that could be there".formatted(entry));
    }
    try {
      parent.makeNode(name, Linux.S_IFCHR, 0);
    } catch (LinuxException e) {
      if (e.number() != EEXIST) {
        throw e;
      }
      hideBelow(parent, name);
    }
  }

  /// This layer has something of that name itself, so only what is below it is hidden.
  private static void hideBelow(Folder parent, String name) throws LinuxException {
    try (var folder = parent.child(name)) {
      folder.attribute(".", OPAQUE_KEY, YES);
    } catch (LinuxException e) {
      if (e.number() != ENOTDIR && e.number() != ELOOP) {
        throw e;
      }
    }
  }

  private void make(TarEntry entry, List<String> parts, Folder parent, String name, Tar tar)
      throws IOException {
    switch (entry.type()) {
      case FILE -> file(entry, parts, parent, tar);
      case FOLDER -> folder(entry, parts, parent, name);
      case SYMBOLIC_LINK -> {
        replacing(parts, parent, () -> parent.makeSymbolicLink(name, entry.link()));
        if (!born.isOwner(entry.user(), entry.group())) {
          parent.owner(name, entry.user(), entry.group());
        }
        parent.modified(name, entry.seconds(), entry.nanos());
      }
      case HARD_LINK -> hardLink(entry, parts);
      case FIFO -> node(entry, parts, parent, Linux.S_IFIFO, 0);
      case CHARACTER_DEVICE -> node(entry, parts, parent, Linux.S_IFCHR, device(entry));
      case BLOCK_DEVICE -> node(entry, parts, parent, Linux.S_IFBLK, device(entry));
    }
  }

  private static long device(TarEntry entry) {
    return Linux.device(entry.major(), entry.minor());
  }

  private void file(TarEntry entry, List<String> parts, Folder parent, Tar tar) throws IOException {
    if (entry.length() > LONGEST_FILE) {
      throw new BadTar(
          Flaw.TOO_BIG, "'%s' is a file of %,d bytes".formatted(entry, entry.length()));
    }
    try (var fd = made(entry, parts, parent)) {
      for (var extent : entry.extents()) {
        fill(fd, tar, extent.offset(), extent.length());
      }
      if (end(entry) < entry.length()) {
        fd.length(entry.length());
      }
      dress(entry, fd);
      attributes(entry, fd);
      fd.modified(entry.seconds(), entry.nanos());
    }
  }

  private Fd made(TarEntry entry, List<String> parts, Folder parent) throws LinuxException {
    try {
      return parent.makeFile(parts.getLast(), entry.mode() & BIRTH_MODE);
    } catch (LinuxException e) {
      if (e.number() != EEXIST) {
        throw e;
      }
      remove(parts, parent);
      return parent.makeFile(parts.getLast(), entry.mode() & BIRTH_MODE);
    }
  }

  /// Owner first: changing it takes setuid bits and file capabilities away.
  private void dress(TarEntry entry, Fd fd) throws LinuxException {
    boolean owned = born.isOwner(entry.user(), entry.group());
    if (!owned) {
      fd.owner(entry.user(), entry.group());
    }
    if (!owned || !born.keeps(entry.mode())) {
      fd.mode(entry.mode());
    }
  }

  private static long end(TarEntry entry) {
    return entry.extents().isEmpty()
        ? 0
        : entry.extents().getLast().offset() + entry.extents().getLast().length();
  }

  private void fill(Fd fd, Tar tar, long offset, long length) throws IOException {
    for (long done = 0; done < length; ) {
      var piece = tar.content(Math.min(PIECE, length - done));
      if (piece.byteSize() == 0) {
        throw new BadTar("a sparse file with less content than its map says");
      }
      fd.write(piece, offset + done);
      done += piece.byteSize();
    }
  }

  private void folder(TarEntry entry, List<String> parts, Folder parent, String name)
      throws IOException {
    try {
      parent.makeFolder(name, 0700);
    } catch (LinuxException e) {
      if (e.number() != EEXIST) {
        throw e;
      }
      folderOverOther(parent, name);
    }
    attributes(entry, parent, name);
    remember(String.join("/", parts), entry);
  }

  /// A folder of that name stays. Anything else goes; if that was a whiteout, the folder must go on
  /// hiding what is below it.
  private void folderOverOther(Folder parent, String name) throws LinuxException {
    try (var _ = parent.child(name)) {
      return;
    } catch (LinuxException e) {
      if (e.number() != ENOTDIR && e.number() != ELOOP) {
        throw e;
      }
    }
    parent.removeFile(name);
    parent.makeFolder(name, 0700);
    parent.attribute(name, OPAQUE_KEY, YES);
    removed = true;
  }

  private void hardLink(TarEntry entry, List<String> parts) throws IOException {
    var name = parts.getLast();
    var target = places.parts(entry.link());
    if (target.isEmpty()) {
      throw new BadTar("'%s' is a hard link to a folder".formatted(entry));
    }
    if (target.equals(parts)) {
      return;
    }
    var parent = places.at(parts.subList(0, parts.size() - 1));
    var there = places.at(target.subList(0, target.size() - 1));
    try {
      replacing(parts, parent, () -> parent.makeHardLink(name, there, target.getLast()));
    } catch (LinuxException e) {
      if (e.number() == ENOENT || e.number() == EPERM) {
        throw new BadTar(
            "'%s' is a hard link to '%s', which is no file of this layer"
                .formatted(entry, Folder.readable(entry.link())),
            e);
      }
      throw e;
    }
  }

  private void node(TarEntry entry, List<String> parts, Folder parent, int kind, long device)
      throws IOException {
    var name = parts.getLast();
    replacing(parts, parent, () -> parent.makeNode(name, kind | 0600, device));
    parent.owner(name, entry.user(), entry.group());
    parent.mode(name, entry.mode());
    attributes(entry, parent, name);
    parent.modified(name, entry.seconds(), entry.nanos());
  }

  /// Only attributes that belong to the file. The others tell this kernel how to treat it, and
  /// `trusted.overlay.redirect`, say, shows files that the image does not have.
  private static void attributes(TarEntry entry, Setter setter) throws LinuxException {
    for (var attribute : entry.attributes().entrySet()) {
      var key = attribute.getKey();
      if (key.equals("security.capability")) {
        setter.set(key, attribute.getValue());
      } else if (key.startsWith("user.") && !key.startsWith("user.overlay.")) {
        whereSupported(() -> setter.set(key, attribute.getValue()));
      }
    }
  }

  private static void attributes(TarEntry entry, Fd fd) throws LinuxException {
    attributes(entry, fd::attribute);
  }

  private static void attributes(TarEntry entry, Folder parent, String name) throws LinuxException {
    attributes(entry, (key, value) -> parent.attribute(name, key, value));
  }

  /// Attributes for programs are a bonus: some file systems have none, and fifos neither.
  private static void whereSupported(Action action) throws LinuxException {
    try {
      action.run();
    } catch (LinuxException e) {
      if (e.number() != ENOTSUP && e.number() != EPERM) {
        throw e;
      }
    }
  }

  /// What comes later in a tar wins.
  private void replacing(List<String> parts, Folder parent, Action make) throws LinuxException {
    try {
      make.run();
    } catch (LinuxException e) {
      if (e.number() != EEXIST) {
        throw e;
      }
      remove(parts, parent);
      make.run();
    }
  }

  private void remove(List<String> parts, Folder parent) throws LinuxException {
    removed = true;
    try {
      parent.removeFile(parts.getLast());
    } catch (LinuxException e) {
      if (e.number() != EISDIR && e.number() != EPERM) {
        throw e;
      }
      parent.removeFolder(parts.getLast());
      folders.remove(String.join("/", parts));
    }
  }

  private interface Setter {
    void set(String key, byte[] value) throws LinuxException;
  }

  private interface Action {
    void run() throws LinuxException;
  }
}
