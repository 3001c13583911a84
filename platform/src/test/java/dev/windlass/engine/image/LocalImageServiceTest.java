// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.doctor.OwnRegistry;
import dev.windlass.engine.FakeStore;
import dev.windlass.engine.ImageService.Asker;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Lease;
import dev.windlass.engine.Prototypes;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.image.Clearing.Rule;
import dev.windlass.image.Credential;
import dev.windlass.image.Digest;
import dev.windlass.image.LocalImages;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Removal;
import dev.windlass.image.Resolution;
import dev.windlass.image.Secret;
import dev.windlass.registry.Access;
import dev.windlass.registry.EmbeddedRegistry;
import dev.windlass.registry.store.Account;
import dev.windlass.runtime.Observed;
import dev.windlass.samples.Samples;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With images that came from a real registry.
class LocalImageServiceTest {
  private static final Secret KEY = new Secret("the-key");
  private static final Asker ANYBODY = new Asker("p", Optional.empty());
  private static final Rule ALL = new Rule(true, Duration.ZERO, 0);

  @TempDir Path temp;
  private final FakeStore store = new FakeStore(InstantSource.system());
  private final List<Observed> containers = new CopyOnWriteArrayList<>();
  private Instant now = Instant.now();
  private EmbeddedRegistry registry;
  private LocalImages images;
  private DriftWatch watch;
  private LocalImageService service;

  @BeforeEach
  void start() throws Exception {
    var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    registry =
        EmbeddedRegistry.start(
            temp.resolve("registry"),
            new EmbeddedRegistry.Listening(anywhere, Optional.empty()),
            new Access(KEY, Set.of("private"), Account.Plan.STANDARD));
    Samples.fill(URI.create("http://" + host()), Optional.of(new Credential(Access.USERNAME, KEY)));
    images = LocalImages.at(temp.resolve("images"));
    watch = DriftWatch.start(store, images, () -> now, DriftWatch.DAILY, (_, _) -> {});
    service =
        new LocalImageService(store, images, () -> containers, watch, OwnRegistry.NONE, () -> now);
  }

  @AfterEach
  void stop() throws Exception {
    watch.close();
    images.close();
    registry.close();
  }

  private String host() {
    return "127.0.0.1:" + registry.address().getPort();
  }

  private Reference.Pinned pulled(String sample) throws InterruptedException {
    var name = Reference.parse(host() + "/samples/" + sample);
    var resolved = (Resolution.Resolved) service.resolve(ANYBODY, name, Progress.SILENT);
    assertThat(service.pull(ANYBODY, resolved.image(), Progress.SILENT))
        .isInstanceOf(Pull.Pulled.class);
    return resolved.image();
  }

  private void revision(Digest digest) {
    store.create(
        Kind.REVISION, new Key("p", "web-00001"), RevisionSpec.of("web", Prototypes.app("web")));
    store.observe(Kind.REVISION, new Key("p", "web-00001"), seen -> seen.pinned(digest.toString()));
  }

  private void container(Reference.Pinned image, Observed.State state) {
    containers.add(
        new Observed(
            "web-1",
            Map.of("windlass.image", image.toString()),
            InetAddress.getLoopbackAddress(),
            now,
            state));
  }

  @Test
  void anImageIsKeptAsLongAsItsRevision() throws Exception {
    var image = pulled("hello");
    revision(image.digest());
    assertThat(service.images())
        .singleElement()
        .satisfies(kept ->
            assertThat(kept.holders())
                .extracting(Lease::holder)
                .containsExactly("app web, revision web-00001"));
    assertThat(service.remove(image.digest())).isEqualTo(new Removal.Held());
    assertThat(service.preview(ALL).images()).isEmpty();
    assertThat(service.clear(ALL).images()).isEmpty();

    store.delete(Kind.REVISION, new Key("p", "web-00001"));
    now = now.plus(Duration.ofMinutes(1));
    assertThat(service.preview(ALL).images()).hasSize(1);
    assertThat(service.images()).as("a preview does nothing").hasSize(1);
    assertThat(service.clear(ALL).freed()).isPositive();
    assertThat(service.images()).isEmpty();
  }

  @Test
  void aContainerKeepsItsImageAfterItsRevisionIsGone() throws Exception {
    var image = pulled("hello");
    container(image, new Observed.State.Running());
    assertThat(service.remove(image.digest())).isEqualTo(new Removal.Held());
    assertThat(service.images().getFirst().holders())
        .extracting(Lease::holder)
        .containsExactly("instance web-1");
    containers.clear();
    container(image, new Observed.State.Ended(0, Observed.Excess.NOTHING, now));
    assertThat(service.remove(image.digest())).isInstanceOf(Removal.Removed.class);
  }

  @Test
  void saysWhatIsInTheWayOfAStartWithoutRegistries() throws Exception {
    var image = pulled("hello");
    registry.close();
    assertThat(service.offline(ANYBODY, image.digest()).canStart()).isTrue();
    assertThat(service.offline(new Asker("p", Optional.of("gone")), image.digest()).obstacle())
        .isEqualTo("the registry secret 'gone' does not exist");
    service.remove(image.digest());
    assertThat(service.offline(ANYBODY, image.digest()).missing()).hasSize(1);
  }

  @Test
  void letsGoByItselfWhatTakesTooMuchRoomAndNobodyNeeds() throws Exception {
    var needed = pulled("hello");
    pulled("job");
    revision(needed.digest());
    var tight = new CachePolicy(1, 100, 100);
    assertThat(service.collect(tight).images()).as("just used").isEmpty();
    now = now.plus(Duration.ofMinutes(3));
    assertThat(service.collect(CachePolicy.STANDARD).images()).as("room enough").isEmpty();
    assertThat(service.collect(tight).images()).hasSize(1);
    assertThat(service.images())
        .extracting(kept -> kept.image().digest())
        .containsExactly(needed.digest());
    assertThat(service.shortage(tight)).contains("all of them are needed");
  }
}
