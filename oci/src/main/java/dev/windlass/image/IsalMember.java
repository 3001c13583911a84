// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Inflates with Intel's ISA-L, twice as fast as the JDK, where the machine has it (Debian:
/// `libisal2`).
///
/// Nothing promises where things are in its `struct inflate_state`. So it is tried before it is
/// used, and not used if it does anything else than expected.
@SuppressWarnings("restricted")
final class IsalMember implements GzipMember {
  private static final System.Logger LOG = System.getLogger(IsalMember.class.getName());
  private static final String FILE = "libisal.so.2";
  private static final int STATE = 256 << 10; // 87,368 bytes in version 2.30
  private static final int NEXT_OUT = 0;
  private static final int AVAIL_OUT = 8;
  private static final int NEXT_IN = 16;
  private static final int AVAIL_IN = 32;
  private static final int BLOCK_STATE = 21160;
  private static final int CRC_FLAG = 21172;
  private static final int NO_HEADER_CHECK_TRAILER = 6; // ISAL_GZIP_NO_HDR_VER
  private static final int FINISHED = 5; // ISAL_BLOCK_FINISH
  private static final int WRONG_SUM = -6; // ISAL_INCORRECT_CHECKSUM
  private static final int TRIAL = 20_000;
  private static final int BEHIND = 10;

  /// The functions that are needed.
  record Library(MethodHandle init, MethodHandle inflate) {}

  /// The library, where there is one that works.
  static final Optional<Library> LIBRARY = load();

  private final Library library;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(STATE, 16);

  IsalMember(Library library) {
    this.library = library;
  }

  private static Optional<Library> load() {
    try {
      var symbols = SymbolLookup.libraryLookup(FILE, Arena.global());
      var linker = Linker.nativeLinker();
      var library =
          new Library(
              linker.downcallHandle(
                  symbols.findOrThrow("isal_inflate_init"), FunctionDescriptor.ofVoid(ADDRESS)),
              linker.downcallHandle(
                  symbols.findOrThrow("isal_inflate"), FunctionDescriptor.of(JAVA_INT, ADDRESS)));
      if (works(library)) {
        return Optional.of(library);
      }
      LOG.log(System.Logger.Level.WARNING, "the JDK inflates, as {0} is of an unknown kind", FILE);
    } catch (IllegalArgumentException | NoSuchElementException | IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the JDK inflates, as there is no usable " + FILE, e);
    }
    return Optional.empty();
  }

  /// Whether it does right with a member that comes in two pieces and has something behind it.
  private static boolean works(Library library) throws IOException {
    var plain = ByteBuffer.allocateDirect(TRIAL);
    while (plain.hasRemaining()) {
      plain.put((byte) Math.min(plain.position() % 251, plain.position() >> 7));
    }
    plain.flip();
    var in = member(plain.duplicate());
    var out = ByteBuffer.allocateDirect(TRIAL);
    int end = in.limit();
    try (var member = new IsalMember(library)) {
      member.begin();
      in.limit(end / 2);
      boolean early = member.inflate(in, out);
      boolean took = !in.hasRemaining();
      in.limit(end);
      return !early
          && took
          && member.inflate(in, out)
          && in.remaining() == BEHIND
          && out.flip().equals(plain);
    }
  }

  private static ByteBuffer member(ByteBuffer plain) {
    var sum = new CRC32();
    sum.update(plain.duplicate());
    var member = ByteBuffer.allocateDirect(2 * TRIAL).order(ByteOrder.LITTLE_ENDIAN);
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      deflater.deflate(member);
    } finally {
      deflater.end();
    }
    return member.putInt((int) sum.getValue()).putInt(TRIAL).put(new byte[BEHIND]).flip();
  }

  @Override
  public void begin() {
    try {
      library.init.invokeExact(state);
    } catch (Throwable e) {
      throw never(e);
    }
    state.set(JAVA_INT, CRC_FLAG, NO_HEADER_CHECK_TRAILER);
  }

  @Override
  public boolean inflate(ByteBuffer in, ByteBuffer out) throws IOException {
    state.set(JAVA_LONG, NEXT_IN, MemorySegment.ofBuffer(in).address());
    state.set(JAVA_INT, AVAIL_IN, in.remaining());
    state.set(JAVA_LONG, NEXT_OUT, MemorySegment.ofBuffer(out).address());
    state.set(JAVA_INT, AVAIL_OUT, out.remaining());
    int result = call();
    if (result < 0) {
      throw new IOException(
          result == WRONG_SUM ? "broken gzip: its checksum is wrong" : "broken deflate: " + result);
    }
    in.position(in.limit() - state.get(JAVA_INT, AVAIL_IN));
    out.position(out.limit() - state.get(JAVA_INT, AVAIL_OUT));
    return state.get(JAVA_INT, BLOCK_STATE) == FINISHED;
  }

  private int call() {
    try {
      return (int) library.inflate.invokeExact(state);
    } catch (Throwable e) {
      throw never(e);
    }
  }

  private static AssertionError never(Throwable e) {
    return new AssertionError("downcalls throw nothing", e);
  }

  @Override
  public void close() {
    arena.close();
  }
}
