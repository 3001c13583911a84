// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// How bodies are packed on the wire (RFC 9110, 8.4): as they are, or with gzip.
enum Encoding {
  IDENTITY,
  GZIP;

  /// Shorter answers become no shorter.
  private static final int WORTH = 1_000;

  /// Of a request; throws for others.
  static Encoding of(Function<String, Optional<String>> header) {
    var given = header.apply("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
    return switch (given) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      default ->
          throw Refused.mediaType(
              "Content-Encoding is %s; it needs to be gzip or identity".formatted(Shown.of(given)));
    };
  }

  /// Whoever reads it sees to it that it is not too much.
  InputStream decoded(InputStream body) throws IOException {
    if (this == IDENTITY) {
      return body;
    }
    try {
      return new GZIPInputStream(body);
    } catch (ZipException | EOFException e) {
      throw Refused.badRequest("The request body is not gzip, which Content-Encoding says it is");
    }
  }

  static boolean isWorth(byte[] answer) {
    return answer.length >= WORTH;
  }

  /// Whether this header lets an answer be gzip.
  static boolean accepts(@Nullable String accepted) {
    return accepted != null
        && Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(",", -1))
            .map(one -> one.replace(" ", ""))
            .anyMatch(one ->
                (one.equals("gzip") || one.startsWith("gzip;")) && !one.matches(".*;q=0(\\.0*)?"));
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream(bytes.length / 2);
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
