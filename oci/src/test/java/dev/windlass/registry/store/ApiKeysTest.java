// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.registry.store.ApiKey.Grant;
import dev.windlass.registry.store.ApiKey.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
  @TempDir private Path folder;
  private Stock stock;

  @BeforeEach
  void open() throws IOException {
    stock = Stock.in(folder);
  }

  @AfterEach
  void close() {
    stock.close();
  }

  private ApiKeys keys() {
    return stock.store().apiKeys();
  }

  @Test
  void aKeyOpensWhatItIsForAlsoAfterARestart() throws Exception {
    var made = keys().make("ci", List.of(new Grant("shop", Role.WRITER)));
    var secret = made.secret().reveal();
    assertThat(keys().of(secret)).contains(made.key());
    stock.restart();
    assertThat(keys().of(secret)).contains(made.key());
    assertThat(keys().find(made.key().id())).contains(made.key());
    assertThat(keys().of(secret + "x")).isEmpty();
    assertThat(keys().of("")).isEmpty();
  }

  @Test
  void aRemovedKeyOpensNothing() throws Exception {
    var made = keys().make("ci", List.of(new Grant("shop", Role.WRITER)));
    var other = keys().make("ci", List.of());
    assertThat(keys().remove(made.key().id())).isTrue();
    assertThat(keys().of(made.secret().reveal())).isEmpty();
    assertThat(keys().remove(made.key().id())).isFalse();
    stock.restart();
    assertThat(keys().of(made.secret().reveal())).isEmpty();
    assertThat(keys().list()).containsExactly(other.key());
  }

  @Test
  void areListedInTheOrderTheyWereMade() {
    var first = keys().make("b", List.of());
    stock.clock.forward(Duration.ofSeconds(1));
    var second = keys().make("a", List.of());
    assertThat(keys().list()).containsExactly(first.key(), second.key());
  }

  @Test
  void theSecretIsWrittenDownNowhere() throws Exception {
    var secret = keys().make("ci", List.of()).secret();
    assertThat(secret.toString()).doesNotContain(secret.reveal());
    for (var file : List.of("registry.db", "registry.db-wal")) {
      var content =
          Files.readString(folder.resolve(file), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(content).doesNotContain(secret.reveal());
    }
  }

  @Test
  void rolesAreForTheirNamespaceAndManagersMayDoAll() {
    var grant = new Grant("shop", Role.WRITER);
    var key = keys().make("ci", List.of(grant, grant, new Grant("lab", Role.MANAGER))).key();
    assertThat(key.access()).hasSize(2);
    assertThat(key.has(Role.WRITER, "shop")).isTrue();
    assertThat(key.has(Role.READER, "shop")).as("each role stands for itself").isFalse();
    assertThat(key.has(Role.READER, "lab")).isTrue();
    assertThat(key.has(Role.WRITER, "other")).isFalse();
    var everywhere = keys().make("all", List.of(new Grant(ApiKey.EVERYWHERE, Role.READER))).key();
    assertThat(everywhere.has(Role.READER, "other")).isTrue();
    assertThat(everywhere.has(Role.WRITER, "other")).isFalse();
  }
}
