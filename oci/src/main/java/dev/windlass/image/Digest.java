// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The name of some bytes: an algorithm and the hash of them, `sha256:…` or `sha512:…`. Whoever
/// holds a digest can check the bytes without trusting whoever sent them.
public record Digest(Algorithm algorithm, String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]*");

  /// The hash functions that the OCI image specification registers.
  public enum Algorithm {
    SHA256("sha256", "SHA-256", 64),
    SHA512("sha512", "SHA-512", 128);

    private final String prefix;
    private final String jdkName;
    private final int hexLength;

    Algorithm(String prefix, String jdkName, int hexLength) {
      this.prefix = prefix;
      this.jdkName = jdkName;
      this.hexLength = hexLength;
    }

    /// A fresh hash of this kind; not shared between threads.
    public MessageDigest hash() {
      try {
        return MessageDigest.getInstance(jdkName);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every JDK has " + jdkName, e);
      }
    }

    @Override
    public String toString() {
      return prefix;
    }
  }

  public Digest {
    if (hex.length() != algorithm.hexLength || !HEX.matcher(hex).matches()) {
      throw new InvalidName(
          "digest",
          algorithm + ":" + hex,
          "needs %d lowercase hex characters after '%s:', has %d"
              .formatted(algorithm.hexLength, algorithm, hex.length()));
    }
  }

  public static Digest parse(String text) {
    for (var algorithm : Algorithm.values()) {
      if (text.startsWith(algorithm + ":")) {
        return new Digest(algorithm, text.substring(algorithm.prefix.length() + 1));
      }
    }
    throw new InvalidName("digest", text, "starts with neither sha256: nor sha512:");
  }

  /// The SHA-256 of some bytes.
  public static Digest of(byte[] content) {
    return of(Algorithm.SHA256, Algorithm.SHA256.hash().digest(content));
  }

  /// A hash that was computed elsewhere.
  public static Digest of(Algorithm algorithm, byte[] hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash));
  }

  /// The first six characters, as people see them: `pinned to 1cee99`.
  public String brief() {
    return hex.substring(0, 6);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
