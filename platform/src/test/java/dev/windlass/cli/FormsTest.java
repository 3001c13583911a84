// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.api.EnvVar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
  record Row(String text, List<EnvVar> expected) {}

  private static EnvVar whole(@Nullable String prefix, String reference) {
    return new EnvVar(null, null, prefix, reference, "secret_full_reference", null);
  }

  private static EnvVar one(String name, String key) {
    return new EnvVar(key, name, null, "db", "secret_key_reference", null);
  }

  static final List<Row> references =
      List.of(
          new Row("db", List.of(whole(null, "db"))),
          new Row("DB_=db", List.of(whole("DB_", "db"))),
          new Row("db:A", List.of(one("A", "A"))),
          new Row("db:A,B", List.of(one("A", "A"), one("B", "B"))),
          new Row("db:NEW=A", List.of(one("NEW", "A"))),
          new Row("db:A,NEW=B", List.of(one("A", "A"), one("NEW", "B"))));

  @ParameterizedTest
  @FieldSource("references")
  void readsWhereVariablesComeFrom(Row row) {
    assertThat(EnvForm.SECRET.references(row.text())).isEqualTo(row.expected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "db:", "db:A,", "=db", "P=", ":A", "db:=A", "db:A="})
  void refusesReferencesWithHoles(String text) {
    assertThatThrownBy(() -> EnvForm.SECRET.references(text))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("--env-from-secret is '" + text + "'");
  }

  @Test
  void configMapsHaveTheSameForms() {
    assertThat(EnvForm.CONFIG_MAP.references("c:K").getFirst().type())
        .isEqualTo("config_map_key_reference");
  }

  @ParameterizedTest
  @CsvSource({"8080,8080,", "h2c:50051,50051,h2c", "http1:1,1,http1", "65535,65535,"})
  void readsPorts(String text, int port, @Nullable String name) {
    assertThat(PortForm.parse(text)).isEqualTo(new PortForm(port, Optional.ofNullable(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "x", "h3:80", "h2c:", ":80", "-1"})
  void refusesWhatIsNoPort(String text) {
    assertThatThrownBy(() -> PortForm.parse(text)).hasMessageContaining("--port is '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"db", "/keys", "/keys=", "=db", "keys=db"})
  void refusesWhatIsNoMount(String text) {
    var options = new Options(Map.of("mount-secret", List.of(text)));
    assertThatThrownBy(() -> MountChange.apply(options, List.of()))
        .hasMessage("--mount-secret is '" + text + "', needs to look like /FOLDER=NAME");
  }

  @Test
  void aFolderHasTheContentThatWasNamedLast() {
    var options = new Options(Map.of("mount-secret", List.of("/a=x", "/a=y", "/b=x")));
    assertThat(MountChange.apply(options, List.of()))
        .extracting(m -> m.mountPath() + " " + m.reference())
        .containsExactly("/a y", "/b x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"type=udp", "path=/", "type", "type=http,colour=red", "type=tcp,port=x"})
  void refusesWhatIsNoProbe(String text) {
    assertThatThrownBy(() -> ProbeForm.parse("probe-live", List.of(text)))
        .hasMessageContaining("--probe-live");
  }

  @Test
  void readsAllPartsOfAProbe() {
    var text = "type=http,path=/x,port=1,interval=2,initial-delay=3,timeout=4,failure-threshold=5";
    assertThat(ProbeForm.parse("probe-live", List.of(text)))
        .isEqualTo(new dev.windlass.api.Probe(5, 3, 2, "/x", 1, 4, "http"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0s",
    "42,42s",
    "119,119s",
    "120,2m",
    "178,2m58s",
    "600,10m",
    "1860,31m",
    "12660,3h31m",
    "36000,10h",
    "511200,5d22h",
    "864000,10d"
  })
  void saysAgesInAWord(long seconds, String word) {
    assertThat(Age.of(Duration.ofSeconds(seconds))).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "999999,999.9 kB",
    "1140000,1.1 MB",
    "123456789,123.4 MB",
    "5000000000,5.0 GB"
  })
  void saysSizesInAWord(long bytes, String word) {
    assertThat(PullProgress.size(bytes)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|1", "1,3,6|3", "1-5|5", "1-5,7-8,10|8", "x|"})
  void countsIndexes(String spec, @Nullable Integer size) {
    assertThat(ArraySpec.size(spec)).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "web-00001,web",
    "my-app-00012,my-app",
    "web-00001-deployment-6c9b5cf966-wjs44,web",
    "a-deployment-00001-deployment-1-2,a-deployment"
  })
  void findsTheAppInAName(String name, String app) {
    assertThat(Names.appOf(name)).isEqualTo(app);
  }
}
