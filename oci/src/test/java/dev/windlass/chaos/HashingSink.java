// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/// Keeps nothing of what is written but its hash.
final class HashingSink extends DigestOutputStream {
  HashingSink(MessageDigest hash) {
    super(OutputStream.nullOutputStream(), hash);
  }
}
