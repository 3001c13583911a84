// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static dev.windlass.linux.LinuxException.EINVAL;
import static dev.windlass.linux.LinuxException.ELOOP;
import static dev.windlass.linux.LinuxException.ENOENT;
import static dev.windlass.linux.LinuxException.ENOTDIR;

import dev.windlass.image.Failure.BadLayer.Flaw;
import dev.windlass.linux.Born;
import dev.windlass.linux.Folder;
import dev.windlass.linux.LinuxException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;

/// Finds the folders of a layer that is being unpacked, and never one outside it.
///
/// It walks from folder to folder by file descriptors and follows symbolic links by itself: those
/// from `/` start at the layer's top, as they will in a container; those that climb above the top
/// are an attack. Folders that the tar forgot are made. For one thread.
final class Places implements AutoCloseable {
  private static final int REMEMBERED = 64;
  private static final int FOLDER_MODE = 0755;

  private final Folder top;
  private final Born born;
  private final Limits limits;
  private int made; // folders that the tar forgot
  private final LinkedHashMap<String, Folder> known = new LinkedHashMap<>(16, 0.75f, true);

  Places(Folder top, Born born, Limits limits) {
    this.top = top;
    this.born = born;
    this.limits = limits;
  }

  /// The parts of a path in a tar; none for the layer's top itself.
  List<String> parts(String path) throws BadTar {
    if (path.startsWith("/")) {
      throw new BadTar(Flaw.ESCAPES, "'%s' is an absolute path".formatted(Folder.readable(path)));
    }
    var parts = new ArrayList<String>();
    for (var part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw new BadTar(
            Flaw.ESCAPES, "'%s' leads out of the layer".formatted(Folder.readable(path)));
      }
      if (part.indexOf('\0') >= 0) {
        throw new BadTar("'%s' has a null in it".formatted(Folder.readable(path)));
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (parts.size() > limits.folders()) {
      throw new BadTar("a path through more than %,d folders".formatted(limits.folders()));
    }
    return parts;
  }

  /// The folder at these parts. Open until some others were asked for.
  Folder at(List<String> parts) throws IOException {
    if (parts.isEmpty()) {
      return top;
    }
    var name = String.join("/", parts);
    var folder = known.get(name);
    if (folder == null) {
      folder = walk(parts);
      known.put(name, folder);
      forgetOne();
    }
    return folder;
  }

  /// How many folders the tar forgot, until now.
  int made() {
    return made;
  }

  private void forgetOne() throws LinuxException {
    if (known.size() > REMEMBERED) {
      var oldest = known.entrySet().iterator().next();
      known.remove(oldest.getKey());
      oldest.getValue().close();
    }
  }

  /// Something was removed, so a folder that was found may not be the one of that name any more.
  void forget() throws LinuxException {
    for (var folder : known.values()) {
      folder.close();
    }
    known.clear();
  }

  private Folder walk(List<String> parts) throws IOException {
    var todo = new ArrayDeque<>(parts);
    try (var trail = new Trail()) {
      int links = 0;
      while (!todo.isEmpty()) {
        var part = todo.pop();
        if (part.equals("..")) {
          trail.back(parts);
        } else if (!trail.into(part)) {
          follow(trail.end().linkTarget(part), todo, trail);
          if (++links > limits.links()) {
            throw new BadTar(
                "'%s' goes through too many symbolic links".formatted(readable(parts)));
          }
        }
      }
      return trail.take(top);
    } catch (LinuxException e) {
      if (e.number() == EINVAL) {
        throw new BadTar("'%s' goes through a file".formatted(readable(parts)), e);
      }
      throw e;
    }
  }

  private static void follow(String target, Deque<String> todo, Trail trail) throws LinuxException {
    if (target.startsWith("/")) {
      trail.toTop();
    }
    for (var part : List.of(target.split("/", -1)).reversed()) {
      if (!part.isEmpty() && !part.equals(".")) {
        todo.push(part);
      }
    }
  }

  private static String readable(List<String> parts) {
    return Folder.readable(String.join("/", parts));
  }

  @Override
  public void close() throws LinuxException {
    forget();
  }

  /// The folders from the layer's top to where we are.
  private final class Trail implements AutoCloseable {
    private final Deque<Folder> open = new ArrayDeque<>();

    Folder end() {
      return open.isEmpty() ? top : open.getLast();
    }

    /// False if there is something else of that name: a symbolic link, we hope.
    boolean into(String part) throws IOException {
      if (open.size() >= limits.folders()) {
        throw new BadTar("a way through more than %,d folders".formatted(limits.folders()));
      }
      try {
        open.addLast(childOrNew(part));
        return true;
      } catch (LinuxException e) {
        if (e.number() == ELOOP || e.number() == ENOTDIR) {
          return false;
        }
        throw e;
      }
    }

    private Folder childOrNew(String part) throws IOException {
      try {
        return end().child(part);
      } catch (LinuxException e) {
        if (e.number() != ENOENT) {
          throw e;
        }
        if (++made > limits.entries()) {
          throw new BadTar(Flaw.TOO_BIG, "more than %,d folders".formatted(limits.entries()));
        }
        end().makeFolder(part, FOLDER_MODE);
        if (!born.keeps(FOLDER_MODE)) {
          end().mode(part, FOLDER_MODE);
        }
        return end().child(part);
      }
    }

    void back(List<String> parts) throws IOException {
      if (open.isEmpty()) {
        throw new BadTar(
            Flaw.ESCAPES,
            "'%s' goes through a symbolic link that leads out of the layer"
                .formatted(readable(parts)));
      }
      open.removeLast().close();
    }

    void toTop() throws LinuxException {
      while (!open.isEmpty()) {
        open.removeLast().close();
      }
    }

    /// Hands the last folder over to the caller.
    Folder take(Folder top) throws LinuxException {
      return open.isEmpty() ? Folder.same(top) : open.removeLast();
    }

    @Override
    public void close() throws LinuxException {
      toTop();
    }
  }
}
