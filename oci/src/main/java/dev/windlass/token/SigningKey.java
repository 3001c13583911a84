// SPDX-License-Identifier: Apache-2.0
package dev.windlass.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/// What tokens are sealed with: bytes from a folder, so that tokens outlive a restart, mixed with
/// an API key, so that none outlives a change of that.
public final class SigningKey {
  private static final int BYTES = 32;

  private SigningKey() {}

  /// @param folder in which only its owner can look
  public static byte[] in(Path folder, String apiKey) throws IOException {
    Path file = folder.resolve("signing-key");
    if (!Files.exists(file)) {
      create(file);
    }
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      hash.update(Files.readAllBytes(file));
      hash.update(apiKey.getBytes(StandardCharsets.UTF_8));
      return hash.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static void create(Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path draft = Files.createTempFile(file.getParent(), "signing-key", ""); // 0600 from the start
    Files.write(draft, key);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
