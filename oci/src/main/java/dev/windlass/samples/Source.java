// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The programs that are in the samples, from the folder `samples` of the project.
final class Source {
  private Source() {}

  static byte[] of(String path) throws IOException {
    try (var in = Source.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path + " is missing in our jar");
      }
      return in.readAllBytes();
    }
  }

  /// A program written as hexadecimal digits.
  static byte[] hex(String path) throws IOException {
    var text = new String(of(path), StandardCharsets.US_ASCII);
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }
}
