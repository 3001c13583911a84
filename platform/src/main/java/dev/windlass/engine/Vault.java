// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.image.Secret;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Encrypts what must not be read from a disk: AES-256-GCM with a key that lies in a file for its
/// owner only, or that is made of a passphrase each time (PBKDF2 with SHA-256). Which of the two is
/// decided when the vault is made. Safe to share between threads.
public final class Vault {
  private static final String FILE = "vault.json";
  private static final String MARK = "sealed:1:";
  private static final String KNOWN = "windlass";
  private static final int KEY_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int ROUNDS = 600_000;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /// @param key null where it is made of a passphrase
  /// @param salt of the passphrase; null where there is none
  /// @param check something known, sealed: so that a wrong passphrase is noticed at once
  @Json
  record Kept(@Nullable String key, @Nullable String salt, String check) {
    /// The key is a secret.
    @Override
    public String toString() {
      return "Kept[]";
    }
  }

  /// The passphrase is missing, or wrong, or there should be none. The message says what to do.
  public static final class Locked extends RuntimeException {
    private static final long serialVersionUID = 1;

    Locked(String message) {
      super(message);
    }
  }

  private Vault(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// Opens the vault of a folder, or makes it.
  ///
  /// @param passphrase empty for a key in a file
  public static Vault in(Path folder, Optional<Secret> passphrase) {
    try {
      var file = folder.resolve(FILE);
      return Files.exists(file)
          ? opened(Jsonb.instance().type(Kept.class).fromJson(Files.readString(file)), passphrase)
          : made(file, passphrase);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Vault made(Path file, Optional<Secret> passphrase) throws IOException {
    var random = new SecureRandom();
    var bytes = new byte[passphrase.isPresent() ? SALT_BYTES : KEY_BYTES];
    random.nextBytes(bytes);
    var vault = new Vault(passphrase.map(words -> stretched(words, bytes)).orElse(bytes));
    var text = Base64.getEncoder().encodeToString(bytes);
    var check = vault.seal(KNOWN, FILE);
    var kept = passphrase.isPresent() ? new Kept(null, text, check) : new Kept(text, null, check);
    var draft = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ""); // 0600
    Files.writeString(draft, Jsonb.instance().toJson(kept));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    return vault;
  }

  private static Vault opened(Kept kept, Optional<Secret> passphrase) {
    var salt = kept.salt();
    if (salt == null) {
      if (passphrase.isPresent()) {
        throw new Locked("it was made with a key in a file; leave the passphrase out");
      }
      return new Vault(Base64.getDecoder().decode(kept.key()));
    }
    var words =
        passphrase.orElseThrow(
            () -> new Locked("it was made with a passphrase; give it: --passphrase-file FILE"));
    var vault = new Vault(stretched(words, Base64.getDecoder().decode(salt)));
    try {
      vault.unseal(kept.check(), FILE);
      return vault;
    } catch (Locked wrong) {
      throw new Locked("the passphrase is not the one that it was made with");
    }
  }

  private static byte[] stretched(Secret passphrase, byte[] salt) {
    try {
      var words = new PBEKeySpec(passphrase.reveal().toCharArray(), salt, ROUNDS, 8 * KEY_BYTES);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(words)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has PBKDF2WithHmacSHA256", e);
    }
  }

  /// @param about what it belongs to; it can be opened only as that
  String seal(String text, String about) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, about).doFinal(text.getBytes(UTF_8));
      var whole = new byte[nonce.length + sealed.length];
      System.arraycopy(nonce, 0, whole, 0, nonce.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return MARK + Base64.getEncoder().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has AES-GCM", e);
    }
  }

  /// Whether this was sealed.
  static boolean isSealed(String text) {
    return text.startsWith(MARK);
  }

  /// Throws [Locked] when it was sealed with another key, or as something else, or was changed.
  String unseal(String text, String about) {
    try {
      var whole = Base64.getDecoder().decode(text.substring(MARK.length()));
      var nonce = Arrays.copyOf(whole, NONCE_BYTES);
      var cipher = cipher(Cipher.DECRYPT_MODE, nonce, about);
      return new String(cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES), UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Locked(
          "what is in the store was sealed with another key; put %s back".formatted(FILE));
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String about) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(about.getBytes(UTF_8));
    return cipher;
  }
}
