// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static dev.windlass.image.FakeRegistry.basicAuth;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.TestImage.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is here because it was given to one is not for all.
class AccessTest {
  private static final String PASSWORD = "a word";

  @TempDir Path temp;
  private FakeRegistry registry;
  private LocalImages images;
  private Reference.Pinned image;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry().playing(basicAuth("me", PASSWORD));
    images = LocalImages.at(temp);
    image =
        new TestImage(registry, "shop/web")
            .with(Part.of(new TarBall().file("a", "content").tar()))
            .push("v1");
  }

  @AfterEach
  void stop() {
    images.close();
    registry.close();
  }

  private Credentials secret(String tenant, String name, String password) {
    return new Credentials(
        Optional.of(name),
        Map.of(registry.host(), new Credential("me", new Secret(password))),
        tenant);
  }

  private Credentials nothing(String tenant) {
    return Credentials.NONE.of(tenant);
  }

  private Pull pull(Credentials credentials) throws InterruptedException {
    return pull(image, credentials);
  }

  private Pull pull(Reference.Pinned image, Credentials credentials) throws InterruptedException {
    registry.forgetRequests();
    return images.pull(image, credentials, Progress.SILENT);
  }

  private void reopen() throws IOException {
    images.close();
    images = LocalImages.at(temp);
  }

  private void assertUsed(Credentials credentials) throws InterruptedException {
    assertThat(pull(credentials)).isInstanceOf(Pull.Pulled.class);
  }

  private void assertAskedNobody() {
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void whoGotItOnceDoesNotAskAgain() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    registry.close();
    reopen();
    assertUsed(secret("a", "s", PASSWORD));
    assertAskedNobody();
  }

  @Test
  void anotherTenantWithoutTheRightDoesNotGetIt() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    assertThat(pull(secret("b", "s", "a guess"))).isInstanceOf(Failure.WrongCredentials.class);
    assertThat(pull(nothing("b"))).isInstanceOf(Failure.MissingCredentials.class);
    registry.close();
    assertThat(pull(secret("b", "s", PASSWORD))).isInstanceOf(Failure.Unreachable.class);
    assertUsed(secret("a", "s", PASSWORD));
  }

  @Test
  void anotherTenantWithTheRightAsksOnce() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    assertUsed(secret("b", "theirs", PASSWORD));
    assertThat(registry.requests())
        .isNotEmpty()
        .allMatch(request -> request.startsWith("HEAD /v2/shop/web/manifests/sha256:"));
    assertUsed(secret("b", "theirs", PASSWORD));
    assertAskedNobody();
    reopen();
    assertUsed(secret("b", "theirs", PASSWORD));
    assertAskedNobody();
  }

  @Test
  void theSecretMayChangeAndTheCredentialsMayMove() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    assertUsed(secret("a", "s", "a newer word"));
    assertAskedNobody();
    assertUsed(secret("a", "another", PASSWORD));
    assertAskedNobody();
    assertThat(pull(nothing("a"))).isInstanceOf(Failure.MissingCredentials.class);
  }

  @Test
  void whatARegistryGivesToAnybodyIsForAll() throws Exception {
    images.close();
    registry.close();
    registry = new FakeRegistry();
    image = new TestImage(registry, "shop/web").push("v1");
    reopen();
    assertUsed(nothing("a"));
    assertUsed(nothing("b"));
    assertAskedNobody();
    assertUsed(secret("c", "s", "any"));
    assertAskedNobody();
  }

  @Test
  void aRegistryOfOnesOwnHasToShowTheManifest() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    try (var liar =
        new FakeRegistry()
            .playing(exchange -> FakeRegistry.answer(exchange, 200, TestImage.MANIFEST, "{}"))) {
      var there = new Reference.Pinned(new Repository(liar.host(), "x/y"), image.digest());
      assertThat(pull(there, nothing("b"))).isInstanceOf(Failure.Corrupt.class);
    }
  }

  private static Reference.Pinned indexOf(Digest manifest, FakeRegistry registry) {
    var index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s","size":9,
          "platform":{"os":"linux","architecture":"%s"}}]}\
        """
            .formatted(
                TestImage.INDEX, TestImage.MANIFEST, manifest, Platform.here().architecture());
    return new Reference.Pinned(
        new Repository(registry.host(), "x/y"),
        registry.manifest("x/y", "v1", TestImage.INDEX, index));
  }

  @Test
  void anIndexOfOnesOwnDoesNotOpenTheManifestOfAnother() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    try (var thief = new FakeRegistry()) {
      var there = indexOf(image.digest(), thief);
      assertThat(pull(there, nothing("b"))).isInstanceOf(Failure.LostContent.class);
      assertThat(pull(there, nothing("b"))) // the index is here by now
          .isInstanceOf(Failure.LostContent.class);
      assertThat(images.inspect(there, nothing("b"), Progress.SILENT))
          .isInstanceOf(Failure.LostContent.class);
    }
  }

  @Test
  void anIndexOpensWhatItsRegistryGives() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    try (var other = new FakeRegistry()) {
      new TestImage(other, "x/y")
          .with(Part.of(new TarBall().file("a", "content").tar()))
          .push("theirs");
      var there = indexOf(image.digest(), other);
      assertThat(pull(there, nothing("b"))).isInstanceOf(Pull.Pulled.class);
      assertThat(pull(there, nothing("c"))).isInstanceOf(Pull.Pulled.class);
    }
  }

  @Test
  void whoComesWhileItIsBroughtForAnotherIsAskedAsWell() throws Exception {
    var tasks = new ArrayList<Callable<Pull>>();
    for (int i = 0; i < 4; i++) {
      var tenant = "right-" + i;
      tasks.add(() -> images.pull(image, secret(tenant, "s", PASSWORD), Progress.SILENT));
      tasks.add(() -> images.pull(image, nothing("none-" + tenant), Progress.SILENT));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = threads.invokeAll(tasks);
      for (int i = 0; i < tasks.size(); i++) {
        assertThat(results.get(i).get())
            .isInstanceOf(i % 2 == 0 ? Pull.Pulled.class : Failure.MissingCredentials.class);
      }
    }
    assertThat(images.inventory().find(image.digest()).orElseThrow().tenants()).hasSize(4);
  }

  @Test
  void lookingAtItTakesTheSameRight() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    assertThat(images.inspect(image, nothing("b"), Progress.SILENT))
        .isInstanceOf(Failure.MissingCredentials.class);
    assertThat(images.inspect(image, secret("a", "s", PASSWORD), Progress.SILENT))
        .isInstanceOf(Inspection.Inspected.class);
  }

  @Test
  void writesNoPasswordDown() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    var record = temp.resolve("images/sha256").resolve(image.digest().hex());
    assertThat(Files.readString(record)).doesNotContain(PASSWORD).contains("\"tenant\":\"a\"");
  }

  @Test
  void refusedProofsLeaveNoTrace() throws Exception {
    assertUsed(secret("a", "s", PASSWORD));
    pull(nothing("b"));
    assertThat(images.inventory().find(image.digest()).orElseThrow())
        .satisfies(stored -> {
          assertThat(stored.open()).isFalse();
          assertThat(stored.tenants()).isEqualTo(List.of("a"));
        });
  }
}
