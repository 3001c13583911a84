// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.TestImage.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Images under the names that they have at one registry, fetched from another.
class MirrorsTest {
  @TempDir private Path temp;
  private FakeRegistry registry;
  private FakeRegistry mirror;
  private LocalImages images;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    mirror = new FakeRegistry();
    images = mirrored("");
  }

  @AfterEach
  void stop() {
    images.close();
    mirror.close();
    registry.close();
  }

  private LocalImages mirrored(String how) throws IOException {
    var rule = Mirror.parse(registry.host() + "=" + mirror.host() + "/hub" + how);
    return LocalImages.at(temp, Limits.STANDARD, new Mirrors(List.of(rule)));
  }

  private Reference name() {
    return registry.image("shop/web:v1");
  }

  private TestImage image(FakeRegistry at, String repository, String file) throws IOException {
    return new TestImage(at, repository).with(Part.of(new TarBall().file(file, file).tar()));
  }

  private Digest atMirror() throws IOException {
    return image(mirror, "hub/shop/web", "mirrored").push("v1").digest();
  }

  private Digest atRegistry() throws IOException {
    return image(registry, "shop/web", "original").push("v1").digest();
  }

  private Pull pull(Digest digest) throws InterruptedException {
    return images.pull(name().at(digest), Credentials.NONE, Progress.SILENT);
  }

  private Resolution resolve() throws InterruptedException {
    return images.resolve(name(), Credentials.NONE, Progress.SILENT);
  }

  @Test
  void theMirrorIsAskedAndTheNameStays() throws Exception {
    atRegistry();
    var digest = atMirror();
    assertThat(resolve()).isEqualTo(new Resolution.Resolved(name().at(digest)));
    var pulled = (Pull.Pulled) pull(digest);
    assertThat(pulled.image().reference()).isEqualTo(name().at(digest));
    assertThat(pulled.image().layers().getFirst().resolve("mirrored")).exists();
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void theRegistryItselfIsAskedForWhatTheMirrorDoesNotHave() throws Exception {
    var digest = atRegistry();
    assertThat(resolve()).isEqualTo(new Resolution.Resolved(name().at(digest)));
    assertThat(pull(digest)).isInstanceOf(Pull.Pulled.class);
    assertThat(mirror.requests()).isNotEmpty();
  }

  @Test
  void theRegistryItselfIsAskedWhenTheMirrorIsDead() throws Exception {
    var digest = atRegistry();
    mirror.close();
    assertThat(resolve()).isEqualTo(new Resolution.Resolved(name().at(digest)));
    assertThat(pull(digest)).isInstanceOf(Pull.Pulled.class);
  }

  @Test
  void theRegistryItselfIsAskedForTheLayersThatTheMirrorLost() throws Exception {
    var digest = atRegistry();
    atMirrorTheSame();
    mirror.playing(
        FakeRegistry.on(
            "/blobs/", exchange -> FakeRegistry.error(exchange, 404, "BLOB_UNKNOWN", "lost")));
    assertThat(pull(digest)).isInstanceOf(Pull.Pulled.class);
  }

  private void atMirrorTheSame() throws IOException {
    image(mirror, "hub/shop/web", "original").push("v1");
  }

  @Test
  void aMirrorThatIsTheOnlyPlaceStaysIt() throws Exception {
    var digest = atRegistry();
    images.close();
    images = mirrored(",only");
    var failure = (Failure.Mirrored) resolve();
    assertThat(failure.image()).isEqualTo(name());
    assertThat(failure.tries())
        .singleElement()
        .isInstanceOf(Failure.UnknownRepository.class)
        .extracting(Failure::image)
        .hasToString(mirror.host() + "/hub/shop/web:v1");
    assertThat(pull(digest)).isInstanceOf(Failure.Mirrored.class);
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aFailureTellsOfBothPlaces() throws Exception {
    registry.close();
    var failure = (Failure.Mirrored) resolve();
    assertThat(failure.image()).isEqualTo(name());
    assertThat(failure.tries())
        .hasExactlyElementsOfTypes(Failure.UnknownRepository.class, Failure.Unreachable.class);
    assertThat(failure.decisive()).isEqualTo(failure.tries().getFirst());
  }

  @Test
  void wrongBytesOfAMirrorAreNotFetchedElsewhere() throws Exception {
    var layer = Part.of(new TarBall().file("original", "original").tar());
    var digest = atRegistry();
    atMirrorTheSame();
    mirror.wrongBlob("hub/shop/web", layer.digest(), "something else".getBytes(UTF_8));
    var failure = (Failure.Mirrored) pull(digest);
    assertThat(failure.tries()).hasExactlyElementsOfTypes(Failure.Corrupt.class);
    assertThat(failure.tries().getFirst().image().repository().host()).isEqualTo(mirror.host());
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void whatIsWrongWithTheImageItselfKeepsItsName() throws Exception {
    var bad = Part.of("no tar".repeat(200).getBytes(UTF_8));
    var digest = new TestImage(mirror, "hub/shop/web").with(bad).push("v1").digest();
    var failure = (Failure.BadLayer) pull(digest);
    assertThat(failure.image()).isEqualTo(name().at(digest));
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void eachPlaceHearsItsOwnCredentialsOnly() throws Exception {
    atRegistry();
    mirror.playing(FakeRegistry.basicAuth("mirror-user", "mirror-word"));
    registry.playing(FakeRegistry.basicAuth("user", "word"));
    var theirs = Map.of(registry.host(), new Credential("user", new Secret("word")));
    assertThat(
            images.resolve(name(), new Credentials(Optional.of("pull"), theirs), Progress.SILENT))
        .isInstanceOf(Resolution.Resolved.class);
    assertThat(mirror.requests()).noneMatch(request -> request.contains("+auth"));

    atMirror();
    var ours = Map.of(mirror.host(), new Credential("mirror-user", new Secret("mirror-word")));
    registry.forgetRequests();
    assertThat(images.resolve(name(), new Credentials(Optional.of("pull"), ours), Progress.SILENT))
        .isInstanceOf(Resolution.Resolved.class);
    assertThat(registry.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "icr.io=localhost:5000/hub, icr.io/demo/hello, localhost:5000/hub/demo/hello",
    "icr.io=mirror.example, icr.io/demo/hello, mirror.example/demo/hello",
    "icr.io/demo=localhost:5000/mine, icr.io/demo/hello, localhost:5000/mine/hello",
    "icr.io/demo=localhost:5000/mine, icr.io/demo, localhost:5000/mine",
    "docker.io=localhost:5000/hub, docker.io/library/nginx, localhost:5000/hub/library/nginx",
  })
  void aMirrorHasTheRestOfTheName(String rule, String name, String place) {
    assertThat(Mirror.parse(rule).place(Repository.parse(name))).contains(Repository.parse(place));
    assertThat(Mirror.parse(rule)).hasToString(rule);
    assertThat(Mirror.parse(rule + ",only")).hasToString(rule + ",only");
  }

  @ParameterizedTest
  @CsvSource({
    "icr.io=localhost:5000/hub, us.icr.io/demo/hello",
    "icr.io/demo=localhost:5000/hub, icr.io/demonstration/hello",
    "icr.io/demo=mirror.example, icr.io/demo",
  })
  void aMirrorHasNothingElse(String rule, String name) {
    assertThat(Mirror.parse(rule).place(Repository.parse(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "icr.io",
        "icr.io=",
        "=x.io",
        "a=b",
        "icr.io=hub/x",
        "icr.io=x.io=y.io",
        "icr.io=http://x.io"
      })
  void refusesWhatIsNoMirror(String text) {
    assertThatThrownBy(() -> Mirror.parse(text)).isInstanceOf(InvalidName.class);
  }

  @Test
  void theLongestNameWinsAndNoneIsThereTwice() throws Exception {
    var digest = image(mirror, "special/web", "special").push("v1").digest();
    images.close();
    images =
        LocalImages.at(
            temp,
            Limits.STANDARD,
            new Mirrors(
                List.of(
                    Mirror.parse(registry.host() + "=" + mirror.host() + "/hub"),
                    Mirror.parse(registry.host() + "/shop=" + mirror.host() + "/special"))));
    assertThat(resolve()).isEqualTo(new Resolution.Resolved(name().at(digest)));
    var twice = List.of(Mirror.parse("icr.io=a.io"), Mirror.parse("icr.io=b.io"));
    assertThatThrownBy(() -> new Mirrors(twice)).isInstanceOf(InvalidName.class);
  }
}
