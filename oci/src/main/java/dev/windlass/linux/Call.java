// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/// One function of the C library.
///
/// Arguments are numbers and addresses only, and the C calling conventions of x86_64 and aarch64
/// hand those over in 64-bit registers, also to functions with a variable number of arguments; so
/// one shape of handle does for all. It is a record because the JIT trusts the fields of records.
@SuppressWarnings("restricted")
record Call(String name, MethodHandle handle) {
  private static final Linker LINKER = Linker.nativeLinker();
  static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"),
          FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final int LONGEST_ERROR_TEXT = 256;

  static Call of(String name, int arguments) {
    return named(name, name, arguments);
  }

  /// A system call that older C libraries have no function for. Its number comes first.
  static Call raw(String name, int arguments) {
    return named(name, "syscall", arguments + 1);
  }

  private static Call named(String name, String symbol, int arguments) {
    var longs = new MemoryLayout[arguments];
    Arrays.fill(longs, JAVA_LONG);
    return new Call(
        name,
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow(symbol),
            FunctionDescriptor.of(JAVA_LONG, longs),
            Linker.Option.captureCallState("errno")));
  }

  /// Calls, again when a signal came between, and throws what errno says.
  ///
  /// @param path what the call is about, for the message
  int on(String path, long... arguments) throws LinuxException {
    return about(() -> path, arguments);
  }

  /// The same, for a path that is only put together when there is something to say of it.
  int about(Supplier<String> path, long... arguments) throws LinuxException {
    while (true) {
      try {
        return once(path, arguments);
      } catch (LinuxException e) {
        if (e.number() != LinuxException.EINTR) {
          throw e;
        }
      }
    }
  }

  /// The same, but not again when a signal came between.
  int once(Supplier<String> path, long... arguments) throws LinuxException {
    var state = Scratch.mine().state();
    int result = (int) invoke(state, arguments); // all our results fit, C leaves the rest open
    if (result == -1) {
      int error = (int) ERRNO.get(state, 0L);
      throw new LinuxException(name, path.get(), error, text(error));
    }
    return result;
  }

  private long invoke(MemorySegment state, long[] a) {
    try {
      return switch (a.length) {
        case 1 -> (long) handle.invokeExact(state, a[0]);
        case 2 -> (long) handle.invokeExact(state, a[0], a[1]);
        case 3 -> (long) handle.invokeExact(state, a[0], a[1], a[2]);
        case 4 -> (long) handle.invokeExact(state, a[0], a[1], a[2], a[3]);
        case 5 -> (long) handle.invokeExact(state, a[0], a[1], a[2], a[3], a[4]);
        case 6 -> (long) handle.invokeExact(state, a[0], a[1], a[2], a[3], a[4], a[5]);
        default -> throw new IllegalArgumentException("no call has " + a.length + " arguments");
      };
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("downcalls throw nothing", e);
    }
  }

  /// The words for an error number.
  static String text(int error) {
    try {
      var text = (MemorySegment) STRERROR.invokeExact(error);
      return text.reinterpret(LONGEST_ERROR_TEXT).getString(0, StandardCharsets.UTF_8);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("downcalls throw nothing", e);
    }
  }
}
