// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.image.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;

/// What tokens are sealed with: bytes from the folder, so that tokens outlive a restart, mixed with
/// the API key, so that none outlives a change of that.
final class SigningKey {
  private static final int BYTES = 32;

  private SigningKey() {}

  static byte[] in(Path folder, Secret apiKey) throws IOException {
    Path file = folder.resolve("signing-key");
    if (!Files.exists(file)) {
      create(file);
    }
    MessageDigest hash = Digest.Algorithm.SHA256.hash();
    hash.update(Files.readAllBytes(file));
    hash.update(apiKey.reveal().getBytes(StandardCharsets.UTF_8));
    return hash.digest();
  }

  private static void create(Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path draft = Files.createTempFile(file.getParent(), "signing-key", ""); // 0600 from the start
    Files.write(draft, key);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
