// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.api.SecretPrototype;
import dev.windlass.image.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final Optional<Secret> WORDS = Optional.of(new Secret("correct horse battery"));

  @TempDir private Path folder;

  @Test
  void opensWhatItSealedAndNothingElse() throws Exception {
    var vault = Vault.in(folder, Optional.empty());
    var sealed = vault.seal("hush", "a");
    assertThat(sealed).doesNotContain("hush").isNotEqualTo(vault.seal("hush", "a"));
    assertThat(Vault.in(folder, Optional.empty()).unseal(sealed, "a")).isEqualTo("hush");
    assertThatThrownBy(() -> vault.unseal(sealed, "b")).isInstanceOf(Vault.Locked.class);
    var changed = sealed.substring(0, sealed.length() - 4) + "AAAA";
    assertThatThrownBy(() -> vault.unseal(changed, "a")).isInstanceOf(Vault.Locked.class);
    assertThat(Files.getPosixFilePermissions(folder.resolve("vault.json"))).hasSize(2);
  }

  @Test
  void aPassphraseIsNeededAgainAndHasToBeTheSame() {
    var sealed = Vault.in(folder, WORDS).seal("hush", "a");
    assertThat(Vault.in(folder, WORDS).unseal(sealed, "a")).isEqualTo("hush");
    assertThatThrownBy(() -> Vault.in(folder, Optional.empty()))
        .hasMessageContaining("--passphrase-file");
    assertThatThrownBy(() -> Vault.in(folder, Optional.of(new Secret("guess"))))
        .hasMessageContaining("not the one");
  }

  @Test
  void aKeyInAFileWantsNoPassphrase() {
    Vault.in(folder, Optional.empty());
    assertThatThrownBy(() -> Vault.in(folder, WORDS)).hasMessageContaining("leave");
  }

  @Test
  void noSecretIsInTheFilesOfTheStore() throws Exception {
    var key = new Key("p", "s");
    var secret = SecretPrototype.of("generic", "s", Map.of("password", "planted-in-the-store"));
    var file = folder.resolve("store.db");
    try (var store = SqliteStore.open(file)) {
      store.create(Kind.SECRET, key, secret);
      store.want(Kind.SECRET, key, Optional.empty(), secret);
      assertThat(store.list(Kind.SECRET, "p").getFirst().wanted()).isEqualTo(secret);
    }
    try (var store = SqliteStore.open(file);
        var all = Files.walk(folder)) {
      assertThat(store.find(Kind.SECRET, key).orElseThrow().wanted()).isEqualTo(secret);
      for (var one : all.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(one, ISO_8859_1)).doesNotContain("planted-in-the-store");
      }
    }
  }
}
