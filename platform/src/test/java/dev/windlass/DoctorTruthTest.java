// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.windlass.api.Fields;
import dev.windlass.api.Report;
import dev.windlass.api.registry.RegistryClient;
import dev.windlass.diagnose.Cause;
import dev.windlass.doctor.Doctor;
import dev.windlass.doctor.Informed;
import dev.windlass.doctor.OwnRegistry;
import dev.windlass.doctor.Patient;
import dev.windlass.doctor.Target;
import dev.windlass.image.Credential;
import dev.windlass.image.Credentials;
import dev.windlass.image.LocalImages;
import dev.windlass.image.Progress;
import dev.windlass.image.Reference;
import dev.windlass.image.Secret;
import dev.windlass.registry.Access;
import dev.windlass.registry.EmbeddedRegistry;
import dev.windlass.registry.api.ApiKeyPrototype;
import dev.windlass.registry.api.Auth;
import dev.windlass.registry.api.DigestsWanted;
import dev.windlass.registry.api.QuotaChange;
import dev.windlass.samples.SampleImages;
import dev.windlass.samples.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hundred situations, put together by chance from secrets, visibility, tags, digests, quotas,
/// lists of addresses and networks, and in each of them a truth that the test knows: the doctor's
/// cause is that truth. Where several things are wrong, the truth is what a pull meets first: the
/// network, then who asks, then what is there, then how it may be had.
///
/// Our own registry tells its owner what it hides from others, so that nothing is undetermined.
/// Without that, as with registries elsewhere, two truths look the same on the wire, and only
/// these: to a stranger, a repository that is not there and one that is private.
class DoctorTruthTest {
  private static final int SITUATIONS = 200;
  private static final long SEED = Long.getLong("windlass.seed", 20_261_126);
  private static final String KEY = "key-of-the-engine";
  private static final String USER = "iamapikey";

  private static final Set<Cause> HIDDEN =
      Set.of(Cause.CREDENTIALS_MISSING, Cause.REPOSITORY_ABSENT);

  @TempDir private static Path folder;
  private static EmbeddedRegistry registry;
  private static RegistryClient owner;
  private static Embedded own;
  private static String otherKey;
  private static String goneKey;
  private static int deadPort;
  private static ServerSocket resets;
  private static HttpServer website;
  private static final Map<String, String> THERE = new HashMap<>();
  private static final Map<String, String> GONE = new HashMap<>();

  enum Visibility {
    OPEN,
    PUBLIC,
    PRIVATE
  }

  enum Login {
    NONE,
    RIGHT,
    WRONG_PASSWORD,
    REVOKED_KEY,
    OTHER_SERVER,
    NO_RIGHT
  }

  enum Asked {
    TAG,
    ABSENT_TAG,
    ABSENT_REPOSITORY,
    DIGEST,
    GONE_DIGEST,
    /// The digest that a tag named before it was moved.
    MOVED_TAG
  }

  enum Network {
    GOOD,
    REFUSED,
    UNKNOWN_HOST,
    RESET,
    NO_REGISTRY
  }

  record Situation(
      Visibility visibility,
      Login login,
      Asked asked,
      boolean quotaUsed,
      boolean addressForbidden,
      boolean privateOnly,
      Network network) {
    static Situation of(Random chance) {
      return new Situation(
          one(chance, Visibility.values()),
          one(chance, Login.values()),
          one(chance, Asked.values()),
          chance.nextInt(5) == 0,
          chance.nextInt(5) == 0,
          chance.nextInt(6) == 0,
          chance.nextInt(6) == 0 ? one(chance, Network.values()) : Network.GOOD);
    }

    private static <T> T one(Random chance, T[] all) {
      return all[chance.nextInt(all.length)];
    }

    /// Nothing where it works.
    Cause truth() {
      return switch (network) {
        case REFUSED -> Cause.CONNECTION_REFUSED;
        case UNKNOWN_HOST -> Cause.HOST_UNKNOWN;
        case RESET -> Cause.CONNECTION_BROKEN;
        case NO_REGISTRY -> Cause.NOT_A_REGISTRY;
        case GOOD -> ofAccess();
      };
    }

    /// Who is refused as somebody comes in as anybody, where that is enough to have the image.
    private Cause ofAccess() {
      if (visibility != Visibility.PRIVATE && ofContent() == Cause.NOTHING) {
        return Cause.NOTHING;
      }
      return switch (login) {
        case WRONG_PASSWORD, REVOKED_KEY -> Cause.CREDENTIALS_WRONG;
        case RIGHT -> addressForbidden ? Cause.ADDRESS_NOT_ALLOWED : ofContent();
        case NO_RIGHT ->
            addressForbidden
                ? Cause.ADDRESS_NOT_ALLOWED
                : visibility == Visibility.PRIVATE ? Cause.ACCESS_MISSING : ofContent();
        case NONE -> visibility == Visibility.PRIVATE ? ofHidden() : ofContent();
        case OTHER_SERVER ->
            visibility == Visibility.PRIVATE ? Cause.SECRET_FOR_OTHER_HOST : ofContent();
      };
    }

    /// The registry tells strangers nothing, and us whether there is something to be hidden.
    private Cause ofHidden() {
      return asked == Asked.ABSENT_REPOSITORY ? Cause.REPOSITORY_ABSENT : Cause.CREDENTIALS_MISSING;
    }

    private Cause ofContent() {
      return switch (asked) {
        case ABSENT_REPOSITORY -> Cause.REPOSITORY_ABSENT;
        case ABSENT_TAG -> Cause.TAG_ABSENT;
        case GONE_DIGEST, MOVED_TAG -> Cause.DIGEST_ABSENT;
        case TAG, DIGEST ->
            privateOnly
                ? Cause.PRIVATE_NETWORK_ONLY
                : quotaUsed ? Cause.TRAFFIC_QUOTA : Cause.NOTHING;
      };
    }

    /// Of a tag that was moved it is told where to.
    boolean isShownIn(Report report) {
      return asked != Asked.MOVED_TAG
          || truth() != Cause.DIGEST_ABSENT
          || report.findings().getFirst().evidence().contains(THERE.get(namespace()));
    }

    String namespace() {
      return visibility.name().toLowerCase(Locale.ROOT);
    }

    Reference image() {
      var host =
          switch (network) {
            case GOOD -> host();
            case REFUSED -> "localhost:" + deadPort;
            case UNKNOWN_HOST -> "registry.invalid";
            case RESET -> "localhost:" + resets.getLocalPort();
            case NO_REGISTRY -> "localhost:" + website.getAddress().getPort();
          };
      var repository = "%s/%s/%s".formatted(host, namespace(), "app");
      return Reference.parse(
          switch (asked) {
            case TAG -> repository + ":v1";
            case ABSENT_TAG -> repository + ":v2";
            case ABSENT_REPOSITORY -> repository + "-not:v1";
            case DIGEST -> repository + "@" + THERE.get(namespace());
            case GONE_DIGEST, MOVED_TAG -> repository + "@" + GONE.get(namespace());
          });
    }

    Credentials credentials() {
      return switch (login) {
        case NONE -> Credentials.NONE;
        case RIGHT -> as(host(), KEY);
        case WRONG_PASSWORD -> as(host(), "guessed");
        case REVOKED_KEY -> as(host(), goneKey);
        case OTHER_SERVER -> as("us.icr.io", KEY);
        case NO_RIGHT -> as(host(), otherKey);
      };
    }

    private static Credentials as(String host, String password) {
      return new Credentials(
          Optional.of("pull"), Map.of(host, new Credential(USER, new Secret(password))));
    }
  }

  private static String host() {
    return "localhost:" + registry.address().getPort();
  }

  @BeforeAll
  static void start() throws Exception {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    registry =
        EmbeddedRegistry.start(
            folder.resolve("registry"),
            new EmbeddedRegistry.Listening(any, Optional.of(any)),
            Access.of(new Secret(KEY)));
    var inside = registry.privateAddress().orElseThrow();
    owner = RegistryClient.at(URI.create("http://127.0.0.1:" + inside.getPort()), KEY);
    own = new Embedded(owner, Set.of(host()), "localhost:" + inside.getPort(), "http");
    var images = SampleImages.build();
    for (var visibility : Visibility.values()) {
      var namespace = visibility.name().toLowerCase(Locale.ROOT);
      owner.addNamespace(namespace, new Fields().set("visibility", namespace));
      var login = Optional.of(new Credential(USER, new Secret(KEY)));
      Samples.push(images.hello("old"), owner.address(), namespace + "/app", "v0", login);
      var old = digest(namespace);
      owner.delete(namespace + "/app:v0");
      Samples.push(images.hello("new"), owner.address(), namespace + "/app", "v1", login);
      GONE.put(namespace, old);
      THERE.put(namespace, digest(namespace));
    }
    otherKey = key("other").key();
    var gone = key("gone");
    goneKey = gone.key();
    owner.deleteKey(gone.id());
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      deadPort = socket.getLocalPort();
    }
    resets = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(DoctorTruthTest::reset);
    website = HttpServer.create(any, 0);
    website.createContext("/", DoctorTruthTest::page);
    website.start();
  }

  /// Hangs up on everybody who asks.
  private static void reset() {
    while (!resets.isClosed()) {
      try (var caller = resets.accept()) {
        int _ = caller.getInputStream().read();
        caller.setSoLinger(true, 0);
      } catch (IOException closed) {
        // the next one, or the end
      }
    }
  }

  private static void page(HttpExchange exchange) throws IOException {
    try (exchange) {
      var page = "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      exchange.sendResponseHeaders(404, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  private static String digest(String namespace) {
    return owner.digests(DigestsWanted.of(false, List.of(namespace))).getFirst().id();
  }

  private record Key(String id, String key) {}

  private static Key key(String name) {
    owner.addNamespace("for-" + name, new Fields());
    var made =
        owner.createKey(
            new ApiKeyPrototype(
                name,
                List.of(new dev.windlass.registry.api.Access("for-" + name, List.of("Reader")))));
    return new Key(made.id(), Objects.requireNonNull(made.key()));
  }

  @AfterAll
  static void stop() throws Exception {
    registry.close();
    resets.close();
    website.stop(0);
  }

  @Test
  void theCauseIsTheTruth() throws Exception {
    assertThat(wrong(own, (_, _) -> false)).as("seed %d", SEED).isEmpty();
  }

  @Test
  void ofARegistryElsewhereOnlyWhatItHidesIsUndetermined() throws Exception {
    assertThat(wrong(OwnRegistry.NONE, DoctorTruthTest::looksTheSame))
        .as("seed %d", SEED)
        .isEmpty();
  }

  private static boolean looksTheSame(Cause truth, Report report) {
    return report.verdict().equals(Report.UNDETERMINED)
        && HIDDEN.contains(truth)
        && Set.copyOf(report.findings().getFirst().candidates())
            .equals(Set.of(Cause.CREDENTIALS_MISSING.id(), Cause.REPOSITORY_ABSENT.id()));
  }

  private static List<String> wrong(OwnRegistry knowledge, BiPredicate<Cause, Report> excused)
      throws Exception {
    var chance = new Random(SEED);
    var wrong = new ArrayList<String>();
    var truths = EnumSet.noneOf(Cause.class);
    for (int i = 0; i < SITUATIONS; i++) {
      var situation = Situation.of(chance);
      var report = examined(situation, knowledge);
      var truth = situation.truth();
      truths.add(truth);
      boolean right =
          said(report) == truth
              && !report.verdict().equals(Report.UNDETERMINED)
              && situation.isShownIn(report);
      if (!right && !excused.test(truth, report)) {
        wrong.add("%s%n  is %s, said: %s".formatted(situation, truth, report));
      }
    }
    assertThat(truths).as("every truth was met").hasSizeGreaterThanOrEqualTo(15);
    return wrong;
  }

  private static Cause said(Report report) {
    return report.findings().isEmpty()
        ? Cause.NOTHING
        : Cause.byId(report.findings().getFirst().code()).orElseThrow();
  }

  private static Report examined(Situation situation, OwnRegistry knowledge) throws Exception {
    owner.changeAuth(
        new Auth(
            null,
            situation.privateOnly(),
            situation.addressForbidden() ? List.of("10.0.0.0/8") : List.of(),
            null));
    owner.changeQuota(new QuotaChange(null, situation.quotaUsed() ? 0L : -1L));
    var here = Files.createTempDirectory(folder, "images-");
    try (var images = LocalImages.at(here)) {
      var doctor =
          new Doctor(
              images,
              new Informed(images.remote(), knowledge),
              knowledge,
              () -> Long.MAX_VALUE,
              InstantSource.system());
      var image = situation.image();
      var patient =
          Patient.of(
              new Target(Target.Kind.IMAGE, image.toString()),
              image,
              situation.credentials(),
              Patient.Depth.DOCUMENTS);
      return doctor.examine(
          situation.asked() == Asked.MOVED_TAG
              ? patient.of(
                  new Reference.Tagged(image.repository(), "v1"), OptionalInt.empty(), false)
              : patient,
          Progress.SILENT);
    }
  }
}
