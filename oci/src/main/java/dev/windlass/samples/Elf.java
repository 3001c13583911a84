// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Makes Linux programs out of machine code: a header, one segment, the code.
final class Elf {
  private static final long BASE = 0x400000;
  private static final int FILE_HEADER = 64;
  private static final int SEGMENT_HEADER = 56;
  private static final short X86_64 = 62;
  private static final short AARCH64 = 183;

  private Elf() {}

  static byte[] amd64(byte[] code) {
    return program(X86_64, code);
  }

  static byte[] arm64(int... instructions) {
    var code = ByteBuffer.allocate(4 * instructions.length).order(ByteOrder.LITTLE_ENDIAN);
    code.asIntBuffer().put(instructions);
    return program(AARCH64, code.array());
  }

  private static byte[] program(short machine, byte[] code) {
    int headers = FILE_HEADER + SEGMENT_HEADER;
    var out = ByteBuffer.allocate(headers + code.length).order(ByteOrder.LITTLE_ENDIAN);
    fileHeader(out, machine, BASE + headers);
    segmentHeader(out, out.capacity());
    return out.put(code).array();
  }

  private static void fileHeader(ByteBuffer out, short machine, long entry) {
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // 64 bit, little endian
    out.putShort((short) 2).putShort(machine).putInt(1); // an executable
    out.putLong(entry).putLong(FILE_HEADER).putLong(0).putInt(0); // no sections
    out.putShort((short) FILE_HEADER).putShort((short) SEGMENT_HEADER).putShort((short) 1);
    out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
  }

  /// The whole file, to be read and run.
  private static void segmentHeader(ByteBuffer out, long size) {
    out.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
    out.putLong(size).putLong(size).putLong(0x1000);
  }
}
