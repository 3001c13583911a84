// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.Digest;
import dev.windlass.image.Limits;
import dev.windlass.image.Secret;
import dev.windlass.registry.Client.Reply;
import dev.windlass.registry.store.Account.Plan;
import dev.windlass.registry.store.Account.Quota;
import dev.windlass.registry.store.Event;
import dev.windlass.registry.store.Image;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Namespace.Visibility;
import dev.windlass.registry.store.StoreLimits;
import dev.windlass.registry.store.Trash.Restored;
import dev.windlass.registry.store.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A namespace that is a cache of another registry, over the wire, with somebody between the two
/// who counts and plays tricks.
class CacheTest {
  private static final Limits IMPATIENT = Limits.STANDARD.withSilence(Duration.ofMillis(300));

  private EmbeddedRegistry origin;
  private EmbeddedRegistry registry;
  private Client there;
  private Client here;
  private Between between;
  private volatile Duration later = Duration.ZERO;
  @TempDir private Path folder;

  @BeforeEach
  void start(@TempDir Path far) throws IOException {
    origin = Fresh.registry(far);
    registry =
        Fresh.registry(
            folder,
            EmbeddedRegistry.Setting.USUAL.at(() -> Instant.now().plus(later)).asking(IMPATIENT));
    there = Client.owner(origin);
    here = Client.owner(registry);
    between = Between.and(there);
    cache("hub", new Upstream(between.host(), "", new Secret("")));
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    between.close();
    origin.close();
  }

  private void cache(String namespace, Upstream upstream) {
    registry.store().namespaces().add(namespace, Visibility.OPEN);
    registry.store().namespaces().cache(namespace, Optional.of(upstream));
  }

  /// Pushes an image to the registry behind and says its digest.
  private Digest push(String repository, String tag, String content)
      throws IOException, InterruptedException {
    byte[] manifest = Images.prepared(there, repository, content);
    there.putManifest(repository, tag, Images.OCI, manifest);
    return Digest.of(manifest);
  }

  private static String manifest(Object reference) {
    return "/v2/hub/shop/web/manifests/" + reference;
  }

  private static String blob(Object digest) {
    return "/v2/hub/shop/web/blobs/" + digest;
  }

  private static String headOf(String reference) {
    return "HEAD /v2/shop/web/manifests/" + reference;
  }

  private static String getOf(Object reference) {
    return "GET /v2/shop/web/manifests/" + reference;
  }

  private List<String> events() {
    return registry.store().events().list().stream().map(Event::type).toList();
  }

  @Test
  void asksForATagWithHeadAndFetchesTheManifestOnce() throws Exception {
    var digest = push("shop/web", "v1", "layer");
    var first = here.get(manifest("v1"));
    assertThat(first.status()).isEqualTo(200);
    assertThat(Digest.of(first.body())).isEqualTo(digest);
    assertThat(first.header("Content-Type")).isEqualTo(Images.OCI);
    assertThat(between.requests()).containsExactly(headOf("v1"), getOf(digest));

    assertThat(here.get(manifest("v1")).body()).isEqualTo(first.body());
    assertThat(here.head(manifest("v1")).header("Docker-Content-Digest"))
        .isEqualTo(digest.toString());
    assertThat(between.requests()).containsExactly(headOf("v1"), headOf("v1"));
  }

  @Test
  void keepsWhatATagNamedForThoseWhoAskedWithHead() throws Exception {
    var digest = push("shop/web", "v1", "layer");
    assertThat(here.head(manifest("v1")).status()).isEqualTo(200);
    between.requests();
    assertThat(here.get(manifest(digest)).status()).isEqualTo(200);
    assertThat(between.requests()).isEmpty();
  }

  @Test
  void asksNobodyForADigestThatIsHere() throws Exception {
    var digest = push("shop/web", "v1", "layer");
    assertThat(here.get(manifest(digest)).status()).isEqualTo(200);
    assertThat(between.requests()).containsExactly(getOf(digest));
    between.close();
    assertThat(here.get(manifest(digest)).status()).isEqualTo(200);
  }

  @Test
  void fetchesOnlyThePlatformThatIsAskedFor() throws Exception {
    byte[] ours = Images.prepared(there, "shop/web", "ours");
    byte[] theirs = Images.prepared(there, "shop/web", "theirs");
    there.putManifest("shop/web", "ours", Images.OCI, ours);
    there.putManifest("shop/web", "theirs", Images.OCI, theirs);
    byte[] index = Images.index(ours, theirs);
    there.putManifest("shop/web", "v1", Images.INDEX, index);

    assertThat(here.get(manifest("v1")).body()).isEqualTo(index);
    assertThat(here.get(manifest(Digest.of(ours))).body()).isEqualTo(ours);
    assertThat(here.get(blob(Digest.of(bytes("ours")))).text()).isEqualTo("ours");
    assertThat(between.requests())
        .containsExactly(
            headOf("v1"),
            getOf(Digest.of(index)),
            getOf(Digest.of(ours)),
            "GET /v2/shop/web/blobs/" + Digest.of(bytes("ours")));
  }

  @Test
  void followsATagThatMovesAndKeepsWhatItNamedBefore() throws Exception {
    var old = push("shop/web", "v1", "old");
    here.get(manifest("v1"));
    var young = push("shop/web", "v1", "young");
    assertThat(here.get(manifest("v1")).header("Docker-Content-Digest"))
        .isEqualTo(young.toString());
    assertThat(here.get(manifest(old)).status()).isEqualTo(200);
  }

  @Test
  void hasNoTagThatTheRegistryBehindHasNoMore() throws Exception {
    var digest = push("shop/web", "v1", "layer");
    here.get(manifest("v1"));
    there.delete("/v2/shop/web/manifests/v1");
    var gone = here.get(manifest("v1"));
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.code()).isEqualTo("MANIFEST_UNKNOWN");
    between.plays(Between.says(503, Map.of(), ""));
    assertThat(here.get(manifest("v1")).status()).isEqualTo(502);
    assertThat(here.get(manifest(digest)).status()).isEqualTo(200);
  }

  /// What the registry behind does, and what clients then hear who ask for what is not here.
  record Trouble(String name, Between.Trick trick, int status, String code, String words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String LIMIT = "You have reached your pull rate limit.";
  private static final String QUOTA = "You have exceeded your pull traffic quota";

  static final List<Trouble> TROUBLES =
      List.of(
          new Trouble(
              "throttles",
              Between.refuses(429, "TOOMANYREQUESTS", LIMIT, Map.of("Retry-After", "7")),
              429,
              "TOOMANYREQUESTS",
              "limits how often we may ask"),
          new Trouble("fails", Between.says(503, Map.of(), ""), 502, "UNAVAILABLE", "503"),
          new Trouble(
              "shows a page",
              Between.says(200, Map.of("Content-Type", "text/html"), "<html>"),
              502,
              "UNAVAILABLE",
              "web page"),
          new Trouble(
              "has a quota", Between.refuses(403, "DENIED", QUOTA, Map.of()), 403, "DENIED", QUOTA),
          new Trouble(
              "wants a password",
              Between.refuses(
                  401, "UNAUTHORIZED", "who?", Map.of("WWW-Authenticate", "Basic realm=\"x\"")),
              403,
              "DENIED",
              "wants to know who asks"),
          new Trouble(
              "hangs up",
              exchange -> {
                exchange.close();
                return true;
              },
              502,
              "UNAVAILABLE",
              "cannot be reached"),
          new Trouble(
              "says nothing",
              exchange -> {
                new CountDownLatch(1).await(); // until the end of the test
                return true;
              },
              504,
              "UNAVAILABLE",
              "cannot be reached"));

  @ParameterizedTest
  @FieldSource("TROUBLES")
  void servesWhatIsHereWhenTheRegistryBehind(Trouble trouble) throws Exception {
    var digest = push("shop/web", "v1", "layer");
    here.get(manifest("v1"));
    between.plays(trouble.trick);
    var served = here.get(manifest("v1"));
    assertThat(served.status()).as(served.text()).isEqualTo(200);
    assertThat(Digest.of(served.body())).isEqualTo(digest);
    assertThat(served.header("Warning"))
        .startsWith("299 - \"served from the cache: ")
        .endsWith("\"");
    assertThat(events()).containsExactly("pull.cached");
    assertThat(here.get(manifest(digest)).header("Warning")).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("TROUBLES")
  void saysWhyItHasNothingWhenTheRegistryBehind(Trouble trouble) throws Exception {
    var digest = push("shop/web", "v1", "layer");
    between.plays(trouble.trick);
    for (String path : List.of(manifest("v1"), manifest(digest), blob(Images.NOWHERE))) {
      if (trouble.name.equals("shows a page") && path.contains("/blobs/")) {
        continue; // as good as any blob, until it is there
      }
      var refused = here.get(path);
      assertThat(refused.status()).as(path + " " + refused.text()).isEqualTo(trouble.status);
      assertThat(refused.code()).isEqualTo(trouble.code);
      assertThat(refused.field("message")).contains(trouble.words);
      assertThat(refused.header("Retry-After")).isEqualTo(trouble.status == 429 ? "7" : "");
    }
    between.isHonest();
    assertThat(here.get(manifest("v1")).status()).isEqualTo(200);
  }

  @Test
  void saysWhyItHasNothingWhenNobodyIsBehind() throws Exception {
    between.close();
    var refused = here.get(manifest("v1"));
    assertThat(refused.status()).isEqualTo(502);
    assertThat(refused.code()).isEqualTo("UNAVAILABLE");
    assertThat(refused.text()).contains("hub", "check the network");
  }

  @Test
  void knowsWhatTheRegistryBehindDoesNotHave() throws Exception {
    push("shop/web", "v1", "layer");
    assertThat(here.get(manifest("v9")).code()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(here.head(manifest("v9")).status()).isEqualTo(404);
    assertThat(here.get(manifest(Images.NOWHERE)).code()).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(here.get(blob(Images.NOWHERE)).code()).isEqualTo("BLOB_UNKNOWN");
    assertThat(here.head(blob(Images.NOWHERE)).status()).isEqualTo(404);
    assertThat(here.get("/v2/hub/no/such/manifests/v1").code()).isEqualTo("NAME_UNKNOWN");
    assertThat(here.get("/v2/hub/manifests/v1").status()).isEqualTo(400);
  }

  @Test
  void doesNotKeepAManifestThatIsAnother() throws Exception {
    var digest = push("shop/web", "v1", "layer");
    between.plays(
        Between.says(200, Map.of("Content-Type", Images.OCI), "{}").on("GET", "/manifests/"));
    assertThat(here.get(manifest("v1")).status()).isEqualTo(502);
    assertThat(here.get(manifest(digest)).text()).contains("other bytes");
    between.isHonest();
    assertThat(Digest.of(here.get(manifest(digest)).body())).isEqualTo(digest);
  }

  @Test
  void tellsHowOftenOneMayStillPull() throws Exception {
    push("shop/web", "v1", "layer");
    between.plays(exchange -> {
      exchange.getResponseHeaders().set("ratelimit-limit", "100;w=21600");
      exchange.getResponseHeaders().set("ratelimit-remaining", "76;w=21600");
      return false;
    });
    for (int i = 0; i < 2; i++) {
      var reply = here.get(manifest("v1"));
      assertThat(reply.header("RateLimit-Limit")).isEqualTo("100;w=21600");
      assertThat(reply.header("RateLimit-Remaining")).isEqualTo("76;w=21600");
    }
  }

  private HttpResponse<InputStream> stream(String path, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + here.host() + path))
            .header("Authorization", here.authorization());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
  }

  private static byte[] big() {
    byte[] content = new byte[3 << 20];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + (i >> 8));
    }
    return content;
  }

  @Test
  void sendsABlobOnWhileItComes() throws Exception {
    byte[] content = big();
    var digest = there.push("shop/web", content);
    var seen = new CountDownLatch(1);
    between.plays(between.halting(1 << 20, seen::await).on("GET", "/blobs/"));
    try (var coming = stream(blob(digest)).body();
        var part = stream(blob(digest), "Range", "bytes=1000-1999").body()) {
      assertThat(coming.readNBytes(1 << 19)).isEqualTo(Arrays.copyOf(content, 1 << 19));
      assertThat(part.readNBytes(999)).isEqualTo(Arrays.copyOfRange(content, 1000, 1999));
      seen.countDown();
      assertThat(coming.readAllBytes()).hasSize(content.length - (1 << 19));
      assertThat(part.readAllBytes()).hasSize(1);
    }
    between.requests();
    assertThat(here.get(blob(digest)).body()).isEqualTo(content);
    assertThat(between.requests()).isEmpty();
  }

  @Test
  void fetchesABlobOnceHoweverManyAsk() throws Exception {
    byte[] content = big();
    var digest = there.push("shop/web", content);
    var all = new CountDownLatch(1);
    between.plays(between.halting(1 << 20, all::await).on("GET", "/blobs/"));
    var answers = new ArrayList<InputStream>();
    for (int i = 0; i < 8; i++) {
      answers.add(stream(blob(digest)).body()); // from here on it is part of the flight
    }
    all.countDown();
    for (var answer : answers) {
      assertThat(Digest.of(answer.readAllBytes())).isEqualTo(digest);
    }
    assertThat(between.requests()).containsExactly("GET /v2/shop/web/blobs/" + digest);
  }

  @Test
  void goesOnFetchingWhenTheClientLeaves() throws Exception {
    byte[] content = big();
    var digest = there.push("shop/web", content);
    var left = new CountDownLatch(1);
    between.plays(between.halting(1 << 20, left::await).on("GET", "/blobs/"));
    try (var coming = stream(blob(digest)).body()) {
      assertThat(coming.read()).isNotNegative();
    }
    left.countDown();
    assertThat(here.get(blob(digest)).body()).isEqualTo(content);
    assertThat(between.requests()).containsExactly("GET /v2/shop/web/blobs/" + digest);
  }

  @Test
  void cutsTheConnectionAndKeepsNothingWhenABlobIsAnother() throws Exception {
    byte[] content = big();
    var digest = there.push("shop/web", content);
    byte[] wrong = content.clone();
    wrong[wrong.length - 1] ^= 1;
    var begun = new CountDownLatch(1);
    between.plays(
        ((Between.Trick)
                exchange -> {
                  exchange.sendResponseHeaders(200, wrong.length);
                  exchange.getResponseBody().write(wrong, 0, wrong.length - 1);
                  begun.await();
                  exchange.getResponseBody().write(wrong, wrong.length - 1, 1);
                  return true;
                })
            .on("GET", "/blobs/"));
    try (var coming = stream(blob(digest)).body()) {
      begun.countDown();
      assertThatThrownBy(coming::readAllBytes).isInstanceOf(IOException.class);
    }
    assertThat(registry.store().blobs().find(new Name("hub/shop/web"), digest)).isEmpty();
    assertThat(folder.resolve("drafts")).isEmptyDirectory();
    between.isHonest();
    assertThat(here.get(blob(digest)).body()).isEqualTo(content);
  }

  @Test
  void cutsTheConnectionWhenABlobBreaksOff() throws Exception {
    byte[] content = big();
    var digest = there.push("shop/web", content);
    var begun = new CountDownLatch(1);
    between.plays(
        between
            .halting(
                1 << 20,
                () -> {
                  begun.await();
                  throw new IOException("enough");
                })
            .on("GET", "/blobs/"));
    try (var coming = stream(blob(digest)).body()) {
      begun.countDown(); // before that, it would have been a refusal
      assertThatThrownBy(coming::readAllBytes).isInstanceOf(IOException.class);
    }
    assertThat(folder.resolve("drafts")).isEmptyDirectory();
    between.isHonest();
    assertThat(here.get(blob(digest)).body()).isEqualTo(content);
  }

  @Test
  void waitsForTheWholeOfABlobWithoutALength() throws Exception {
    byte[] content = big();
    var digest = there.push("shop/web", content);
    between.plays(
        ((Between.Trick)
                exchange -> {
                  exchange.sendResponseHeaders(200, 0);
                  exchange.getResponseBody().write(content);
                  return true;
                })
            .on("GET", "/blobs/"));
    var reply = here.get(blob(digest));
    assertThat(reply.body()).isEqualTo(content);
    assertThat(reply.header("Content-Length")).isEqualTo("" + content.length);
  }

  @Test
  void saysHowLongABlobIsWithoutFetchingIt() throws Exception {
    var digest = there.push("shop/web", bytes("content"));
    var head = here.head(blob(digest));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("7");
    assertThat(between.requests()).containsExactly("HEAD /v2/shop/web/blobs/" + digest);
  }

  @Test
  void takesOverWhatAnotherRepositoryOfTheCacheHas() throws Exception {
    var digest = there.push("shop/web", bytes("shared"));
    here.get(blob(digest));
    between.requests();
    assertThat(here.get("/v2/hub/shop/other/blobs/" + digest).text()).isEqualTo("shared");
    assertThat(between.requests()).isEmpty();
    cache("other", new Upstream(between.host(), "", new Secret("")));
    assertThat(here.get("/v2/other/shop/other/blobs/" + digest).code()).isEqualTo("BLOB_UNKNOWN");
  }

  @Test
  void takesNoPushes() throws Exception {
    var digest = here.push("mine", bytes("content"));
    var uploads = "/v2/hub/shop/web/blobs/uploads/";
    for (Reply refused :
        List.of(
            here.send("POST", uploads, new byte[0]),
            here.send("POST", uploads + "?mount=" + digest + "&from=mine", new byte[0]),
            here.putManifest("hub/shop/web", "v1", Images.INDEX, Images.index()))) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("DENIED");
      assertThat(refused.field("message"))
          .contains("namespace 'hub' is a cache of " + between.host());
    }
    registry.store().namespaces().cache("hub", Optional.empty());
    assertThat(here.send("POST", uploads, new byte[0]).status()).isEqualTo(202);
  }

  @Test
  void listsTheTagsOfTheRegistryBehindAndItsOwnWithoutIt() throws Exception {
    push("shop/web", "v1", "1");
    push("shop/web", "v2", "2");
    push("shop/web", "v3", "3");
    here.get(manifest("v2"));
    var some = here.get("/v2/hub/shop/web/tags/list?n=2");
    assertThat(some.text()).isEqualTo("{\"name\":\"hub/shop/web\",\"tags\":[\"v1\",\"v2\"]}");
    assertThat(some.header("Link"))
        .isEqualTo("</v2/hub/shop/web/tags/list?n=2&last=v2>; rel=\"next\"");
    assertThat(here.get("/v2/hub/shop/web/tags/list?n=2&last=v2").text()).contains("[\"v3\"]");
    assertThat(here.get("/v2/hub/no/such/tags/list").code()).isEqualTo("NAME_UNKNOWN");

    between.close();
    var cached = here.get("/v2/hub/shop/web/tags/list");
    assertThat(cached.text()).contains("[\"v2\"]");
    assertThat(cached.header("Warning")).contains("cannot be reached");
    assertThat(here.get("/v2/hub/no/such/tags/list").status()).isEqualTo(502);
  }

  @Test
  void readsATagListThatKnowsNoPages() throws Exception {
    between.plays(
        Between.says(200, Map.of(), "{\"name\":\"x\",\"tags\":[\"c\",\"a\",\"d\",\"b\"]}"));
    var some = here.get("/v2/hub/shop/web/tags/list?n=2");
    assertThat(some.text()).contains("[\"a\",\"b\"]");
    assertThat(some.header("Link")).contains("last=b");
    assertThat(here.get("/v2/hub/shop/web/tags/list?n=2&last=b").text()).contains("[\"c\",\"d\"]");
  }

  @Test
  void signsInThereWithItsOwnCredentialsAndNeverWithTheClients() throws Exception {
    byte[] manifest = Images.prepared(there, "private/web", "secret");
    there.putManifest("private/web", "v1", Images.OCI, manifest);
    assertThat(here.get("/v2/hub/private/web/manifests/v1").status()).isEqualTo(200);
    assertThat(between.asked()).allMatch(asked -> asked.authorization().isEmpty());

    cache(
        "keyed",
        new Upstream(
            "127.0.0.1:" + origin.address().getPort() + "/private",
            "iamapikey",
            new Secret(Client.KEY)));
    assertThat(here.get("/v2/keyed/web/manifests/v1").body()).isEqualTo(manifest);
    assertThat(here.get("/v2/keyed/web/blobs/" + Digest.of(bytes("secret"))).text())
        .isEqualTo("secret");
    cache("anybody", new Upstream("127.0.0.1:" + origin.address().getPort(), "", new Secret("")));
    var refused = here.get("/v2/anybody/private/web/manifests/v1");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("DENIED");
    cache(
        "wrong",
        new Upstream("127.0.0.1:" + origin.address().getPort(), "iamapikey", new Secret("no")));
    assertThat(here.get("/v2/wrong/private/web/manifests/v1").text())
        .contains("does not accept the credentials of 'iamapikey'")
        .doesNotContain("\"no\"");
  }

  @Test
  void keepsItsCredentialsFromWhereItIsSentTo() throws Exception {
    push("shop/web", "v1", "layer");
    var layer = Digest.of(bytes("layer"));
    try (var storage = Between.and(there)) {
      cache("keyed", new Upstream(between.host(), "me", new Secret("word")));
      between.plays(exchange -> {
        if (!exchange.getRequestHeaders().containsKey("Authorization")) {
          return Between.refuses(
                  401, "UNAUTHORIZED", "who?", Map.of("WWW-Authenticate", "Basic realm=\"x\""))
              .answers(exchange);
        }
        var to = "http://" + storage.host() + exchange.getRequestURI();
        return Between.says(307, Map.of("Location", to), "").answers(exchange);
      });
      assertThat(here.get("/v2/keyed/shop/web/manifests/v1").status()).isEqualTo(200);
      assertThat(here.get("/v2/keyed/shop/web/blobs/" + layer).text()).isEqualTo("layer");
      assertThat(between.asked())
          .anyMatch(asked -> asked.authorization().equals(Optional.of(Client.basic("me", "word"))));
      assertThat(storage.asked()).hasSize(3).allMatch(asked -> asked.authorization().isEmpty());
    }
  }

  private List<Image> images() {
    return registry.store().images().list("hub");
  }

  @Test
  void theGarbageCollectionLeavesWhatIsHere() throws Exception {
    var digest = push("shop/web", "v1", "layer");
    here.get(manifest(digest));
    here.get(blob(Digest.of(bytes("layer"))));
    there.push("shop/web", bytes("of no image"));
    here.get(blob(Digest.of(bytes("of no image"))));
    between.close();
    later = StoreLimits.STANDARD.grace();

    var swept = registry.store().sweep().run();
    assertThat(swept.blobs()).isEqualTo(1);
    assertThat(here.get(manifest(digest)).status()).isEqualTo(200);
    assertThat(here.get(blob(Digest.of(bytes("layer")))).text()).isEqualTo("layer");
    assertThat(registry.store().account().storageUsed()).isEqualTo("layer".length());
  }

  @Test
  void countsWhatIsHereAsStorageOnce() throws Exception {
    var one = push("shop/web", "v1", "layer");
    there.putManifest(
        "shop/web", "v2", Images.OCI, Images.manifest(bytes("{}"), bytes("layer"), ""));
    here.get(manifest("v1"));
    assertThat(registry.store().account().storageUsed()).isZero();
    here.get(blob(Digest.of(bytes("layer"))));
    here.get("/v2/hub/shop/other/blobs/" + Digest.of(bytes("layer")));
    assertThat(registry.store().account().storageUsed()).isEqualTo("layer".length());
    registry.store().trash().discard(new Name("hub/shop/web"), one);
    assertThat(registry.store().account().storageUsed()).isZero();
    here.get(manifest("v1"));
    assertThat(registry.store().account().storageUsed()).isEqualTo("layer".length());
  }

  @Test
  void learnsWhatAnImageRunsOnWhenItsConfigComes() throws Exception {
    push("shop/web", "v1", "layer");
    here.get(manifest("v1"));
    assertThat(images()).extracting(Image::platform).containsExactly("");
    here.get(blob(Digest.of(bytes("{\"architecture\":\"amd64\",\"os\":\"linux\"}"))));
    assertThat(images()).extracting(Image::platform).containsExactly("linux/amd64");
  }

  @Test
  void theCleanUpTakesNothingThatAnIndexListsAndWhatItTakesComesBack() throws Exception {
    byte[] child = Images.prepared(there, "shop/web", "child");
    there.putManifest("shop/web", "child", Images.OCI, child);
    there.putManifest("shop/web", "v1", Images.INDEX, Images.index(child));
    var alone = push("shop/web", "alone", "alone");
    here.get(manifest("v1"));
    here.get(manifest(Digest.of(child)));
    here.get(manifest(alone));

    var pruned = registry.store().cleanUp().runUntagged("hub", false);
    assertThat(pruned.deleted()).extracting(Image::digest).containsExactly(alone);
    assertThat(here.get(manifest(alone)).status()).isEqualTo(200);
    assertThat(images()).extracting(Image::digest).contains(alone);
  }

  @Test
  void fetchesNothingThatThereIsNoRoomFor() throws Exception {
    push("shop/web", "v1", "layer");
    here.get(manifest("v1"));
    registry.store().account().change(terms -> terms.with(Plan.FREE, new Quota(0, -1)));
    var refused = here.get(blob(Digest.of(bytes("layer"))));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("You have exceeded your storage quota.");
  }

  @Test
  void readsTheRulesOfItsNamespaceAndOfNobodyElse() throws Exception {
    push("shop/web", "v1", "layer");
    registry.store().namespaces().show("hub", Visibility.PRIVATE);
    assertThat(here.with("").get(manifest("v1")).status()).isEqualTo(401);
    assertThat(here.get(manifest("v1")).status()).isEqualTo(200);
  }

  /// What the registry's own API says to the wish that an image had another tag, too.
  private Reply tagged(String from, String to) throws IOException, InterruptedException {
    return here.send(
        "POST", "/api/v1/images/tags?fromimage=" + from + "&toimage=" + to, new byte[0]);
  }

  @Test
  void givesTagsElsewhereToWhatIsHereAsAWhole() throws Exception {
    push("shop/web", "v1", "layer");
    here.get(manifest("v1"));
    assertThat(tagged("hub/shop/web:v1", "mine/web:v1").status()).isEqualTo(400);
    here.get(blob(Digest.of(bytes("layer"))));
    here.get(blob(Digest.of(bytes("{\"architecture\":\"amd64\",\"os\":\"linux\"}"))));
    assertThat(tagged("hub/shop/web:v1", "mine/web:v1").status()).isEqualTo(201);
    assertThat(here.get("/v2/mine/web/manifests/v1").status()).isEqualTo(200);
    assertThat(tagged("mine/web:v1", "hub/shop/web:v2").text()).contains("is a cache of");
  }

  @Test
  void restoresWhatItCouldFetchAgain() throws Exception {
    var digest = push("shop/web", "v1", "layer");
    here.push("mine", bytes("layer"));
    here.get(manifest("v1"));
    registry.store().trash().discard(new Name("hub/shop/web"), digest);
    assertThat(registry.store().trash().restore(new Name("hub/shop/web"), digest))
        .isInstanceOf(Restored.Back.class);
  }
}
