// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Native memory of one thread, for what it hands over in each call: names, times, and room for the
/// error. Unpacking a layer makes a hundred thousand calls, so they do not ask for memory each.
final class Scratch {
  private static final int SLOT = 4096;
  private static final int SLOTS = 2;
  private static final int TIMES = 4;
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment state = arena.allocate(Call.STATE);
  private final MemorySegment names = arena.allocate(SLOT * SLOTS);
  private final MemorySegment times = arena.allocate(ValueLayout.JAVA_LONG, TIMES);

  /// That of this thread.
  static Scratch mine() {
    return OF_THREAD.get();
  }

  /// Where the kernel's error goes.
  MemorySegment state() {
    return state;
  }

  /// The address of a name, one byte for each character; good until the next.
  long name(String name) {
    return put(name, 0);
  }

  /// The address of another name, that is good beside the first.
  long otherName(String name) {
    return put(name, SLOT);
  }

  private long put(String name, int slot) {
    byte[] bytes = name.getBytes(ISO_8859_1);
    var place = bytes.length < SLOT ? names.asSlice(slot, SLOT) : arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, place, ValueLayout.JAVA_BYTE, 0, bytes.length);
    place.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return place.address();
  }

  /// The address of what `utimensat` takes: accessed and modified, alike.
  long times(long seconds, int nanos) {
    for (int i = 0; i < TIMES; i += 2) {
      times.setAtIndex(ValueLayout.JAVA_LONG, i, seconds);
      times.setAtIndex(ValueLayout.JAVA_LONG, i + 1, nanos);
    }
    return times.address();
  }
}
