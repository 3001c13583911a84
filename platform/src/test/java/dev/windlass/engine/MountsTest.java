// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.SecretPrototype;
import dev.windlass.api.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
  private static final Key KEYS = new Key("p", "keys");

  @TempDir Path temp;
  private final Store store = new FakeStore(InstantSource.system());

  @Test
  void writesOneFileForEachKey() throws IOException {
    secret(Map.of("a.pem", "AAA", "b.pem", "BBB"));
    var home = ready("/etc/keys");
    assertThat(home.resolve("a.pem")).hasContent("AAA");
    assertThat(home.resolve("b.pem")).hasContent("BBB");
    assertThat(Files.getPosixFilePermissions(home.resolve("a.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void changesAreSeenInPlaceAndTheRestIsNotTouched() throws IOException {
    secret(Map.of("a.pem", "AAA", "b.pem", "BBB", "c.pem", "CCC"));
    var home = ready("/etc/keys");
    var old = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(home.resolve("a.pem"), old);

    store.want(
        Kind.SECRET,
        KEYS,
        Optional.empty(),
        SecretPrototype.of("generic", "keys", Map.of("a.pem", "AAA", "b.pem", "new")));

    assertThat(ready("/etc/keys")).isEqualTo(home);
    assertThat(home.resolve("b.pem")).hasContent("new");
    assertThat(home.resolve("c.pem")).doesNotExist();
    assertThat(Files.getLastModifiedTime(home.resolve("a.pem"))).isEqualTo(old);
  }

  @Test
  void whatIsMissingIsToldAndNothingIsWritten() throws IOException {
    secret(Map.of("a.pem", "AAA"));
    assertThat(
            mounts(
                mount("/keys", "secret", "keys"),
                mount("/conf", "config_map", "gone"),
                mount("/bucket", "persistent_data_store", "store")))
        .isEqualTo(
            new Mounts.Missing(
                List.of(
                    "Windlass has no persistent data stores yet, so 'store' cannot be mounted at"
                        + " /bucket",
                    "There is no config map 'gone'")));
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void keysThatLeaveTheFolderAreRefused() throws IOException {
    secret(Map.of("../../etc/passwd", "x", "..", "y"));
    assertThat(mounts(mount("/keys", "secret", "keys")))
        .isInstanceOfSatisfying(
            Mounts.Missing.class,
            missing ->
                assertThat(missing.what())
                    .containsExactly(
                        "The secret 'keys' has the key '..', which cannot be the name of a file",
                        "The secret 'keys' has the key '../../etc/passwd', which cannot be the name"
                            + " of a file"));
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void whatACrashLeftIsNoHindrance() throws IOException {
    secret(Map.of("a.pem", "AAA"));
    Files.writeString(temp.resolve(".draft"), "half a fi");
    assertThat(ready("/etc/keys").resolve("a.pem")).hasContent("AAA");
    assertThat(temp.resolve(".draft")).doesNotExist();
  }

  @Test
  void erasingLeavesNothingAndMayBeRepeated() throws IOException {
    secret(Map.of("a.pem", "AAA"));
    ready("/etc/keys");
    Mounts.erase(temp);
    Mounts.erase(temp);
    assertThat(temp).doesNotExist();
  }

  private void secret(Map<String, String> content) {
    store.create(Kind.SECRET, KEYS, SecretPrototype.of("generic", "keys", content));
  }

  private Path ready(String path) throws IOException {
    var ready = (Mounts.Ready) mounts(mount(path, "secret", "keys"));
    return Objects.requireNonNull(ready.folders().get(path));
  }

  private Mounts mounts(VolumeMount... wanted) throws IOException {
    return Mounts.of(store, "p", List.of(wanted), temp);
  }

  private static VolumeMount mount(String path, String type, String reference) {
    return new VolumeMount(path, true, reference, null, type);
  }
}
