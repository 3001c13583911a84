// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api.registry;

import dev.windlass.api.ApiException;
import dev.windlass.api.Ask;
import dev.windlass.api.Fields;
import dev.windlass.api.JsonText;
import dev.windlass.api.Problem;
import dev.windlass.api.Wire;
import dev.windlass.registry.api.Analysis;
import dev.windlass.registry.api.ApiKey;
import dev.windlass.registry.api.ApiKeyPrototype;
import dev.windlass.registry.api.Auth;
import dev.windlass.registry.api.BulkDeletion;
import dev.windlass.registry.api.DigestsWanted;
import dev.windlass.registry.api.GarbageRun;
import dev.windlass.registry.api.GarbageWanted;
import dev.windlass.registry.api.Image;
import dev.windlass.registry.api.ImageDigest;
import dev.windlass.registry.api.Namespace;
import dev.windlass.registry.api.Pin;
import dev.windlass.registry.api.PinPrototype;
import dev.windlass.registry.api.Plan;
import dev.windlass.registry.api.Quota;
import dev.windlass.registry.api.QuotaChange;
import dev.windlass.registry.api.RegistryEvent;
import dev.windlass.registry.api.RegistryProblem;
import dev.windlass.registry.api.Restored;
import dev.windlass.registry.api.RetentionPolicy;
import dev.windlass.registry.api.Settings;
import dev.windlass.registry.api.Trashed;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The typed client of the registry's management API. Every call blocks until it is answered; it
/// throws [ApiException] when the answer is no, and [dev.windlass.api.Unreachable] when there is
/// none. Names of images are full ones, `localhost:5000/shop/cart:v1`. Safe to share between
/// threads. There is nothing to close: what it keeps open ends with the process.
public final class RegistryClient {
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Wire wire;

  private RegistryClient(Wire wire) {
    this.wire = wire;
  }

  /// @param registry such as `http://localhost:5000`, without `/api/v1`
  public static RegistryClient at(URI registry, String key) {
    return new RegistryClient(new Wire(registry, "/api/v1", key, RegistryClient::complaint));
  }

  private static ApiException complaint(int status, byte[] body) {
    var problem = Jsonb.instance().type(RegistryProblem.class).fromJson(body);
    var words = new Problem(problem.code(), problem.code() + " " + problem.message());
    var trace = problem.requestId();
    return new ApiException(status, List.of(words), trace == null ? "" : trace);
  }

  /// Where the registry is.
  public URI address() {
    return wire.base();
  }

  public Auth auth() {
    return get("/auth", Auth.class);
  }

  public void changeAuth(Auth change) {
    wire.send(Ask.patch("/auth", json(change)));
  }

  /// Those that have tags.
  ///
  /// @param restriction a namespace, or a repository in one; all when it is null
  public List<Image> images(@Nullable String restriction) {
    var query = new StringBuilder("/images?includeManifestLists=true");
    if (restriction != null) {
      query.append(restriction.contains("/") ? "&repository=" : "&namespace=");
      query.append(Ask.segment(restriction));
    }
    return get(query.toString(), type(Image.class).list());
  }

  /// Those with tags and those without.
  public List<ImageDigest> digests(DigestsWanted wanted) {
    return post("/images/digests", json(wanted), type(ImageDigest.class).list());
  }

  /// @param keepInUse whether to spare what is pinned or part of an index that stays
  public BulkDeletion delete(List<String> images, boolean keepInUse) {
    var query = keepInUse ? "?keep_in_use=true" : "";
    var body = JsonText.compact(images);
    return post("/images/bulkdelete" + query, body, BulkDeletion.class);
  }

  /// With all tags of the same image in the same repository.
  public void delete(String image) {
    wire.send(Ask.delete(at("/images", image)));
  }

  public void tag(String from, String to) {
    var names = "fromimage=" + Ask.segment(from) + "&toimage=" + Ask.segment(to);
    wire.send(Ask.post("/images/tags?" + names, ""));
  }

  public void untag(String image) {
    wire.send(Ask.delete(at("/tags", image)));
  }

  /// A tree of maps, lists, texts, numbers and booleans, as `docker image inspect` shows it.
  public Map<String, Object> inspect(String image) {
    return get(at("/images", image) + "/json", type(Object.class).map());
  }

  /// As it was pushed.
  public String manifest(String image) {
    var bytes = wire.send(Ask.get(at("/images", image) + "/manifest"));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// What everybody should hear now; empty when there is nothing to say.
  public String messages() {
    var text = new String(wire.send(Ask.get("/messages")), StandardCharsets.UTF_8);
    return type(String.class)
        .list()
        .fromJson("[" + text + "]")
        .getFirst(); // a text alone is not read
  }

  public List<String> namespaceNames() {
    return get("/namespaces", type(String.class).list());
  }

  public List<Namespace> namespaces() {
    return get("/namespaces/details", type(Namespace.class).list());
  }

  /// @param rules `visibility` and `upstream`
  public void addNamespace(String name, Fields rules) {
    wire.send(Ask.put(at("/namespaces", name), rules.toString()));
  }

  /// @param rules `visibility` and `upstream`; what is not named stays
  public void changeNamespace(String name, Fields rules) {
    wire.send(Ask.patch(at("/namespaces", name), rules.toString()));
  }

  public void deleteNamespace(String name) {
    wire.send(Ask.delete(at("/namespaces", name)).waiting(LONG));
  }

  public Plan plan() {
    return get("/plans", Plan.class);
  }

  public void changePlan(Plan plan) {
    wire.send(Ask.patch("/plans", json(plan)));
  }

  public Quota quota() {
    return get("/quotas", Quota.class);
  }

  public void changeQuota(QuotaChange change) {
    wire.send(Ask.patch("/quotas", json(change)));
  }

  /// By namespace.
  public Map<String, RetentionPolicy> policies() {
    return get("/retentions", type(RetentionPolicy.class).map());
  }

  public RetentionPolicy policy(String namespace) {
    return get(at("/retentions", namespace), RetentionPolicy.class);
  }

  public void setPolicy(RetentionPolicy policy) {
    wire.send(Ask.post("/retentions", json(policy)));
  }

  /// What the policy would delete, and what would be kept although its turn has come.
  public Analysis analyze(RetentionPolicy policy) {
    return post("/retentions/analyze?details=true", json(policy), Analysis.class);
  }

  public Settings settings() {
    return get("/settings", Settings.class);
  }

  public void changeSettings(Settings change) {
    wire.send(Ask.patch("/settings", json(change)));
  }

  /// By name with digest.
  ///
  /// @param namespace only those of this one; all when it is null
  public Map<String, Trashed> trash(@Nullable String namespace) {
    var query = namespace == null ? "" : "?namespace=" + Ask.segment(namespace);
    return get("/trash" + query, type(Trashed.class).map());
  }

  /// @param image a name with a digest
  public Restored restoreWithTags(String image) {
    return post(at("/trash", image) + "/restoretags", "", Restored.class);
  }

  /// @param image a name with a tag
  public void restoreTag(String image) {
    wire.send(Ask.post(at("/trash", image) + "/restore", ""));
  }

  public List<ApiKey> keys() {
    return get("/apikeys", type(ApiKey.class).list());
  }

  public ApiKey createKey(ApiKeyPrototype wanted) {
    return post("/apikeys", json(wanted), ApiKey.class);
  }

  public void deleteKey(String id) {
    wire.send(Ask.delete(at("/apikeys", id)));
  }

  /// The newest first.
  ///
  /// @param type only those of this type; all when it is null
  public List<RegistryEvent> events(@Nullable String type, int most) {
    var query = "?limit=" + most + (type == null ? "" : "&type=" + Ask.segment(type));
    return get("/events" + query, type(RegistryEvent.class).list());
  }

  /// Blocks until it is done.
  public GarbageRun collectGarbage(boolean dryRun) {
    var ask = Ask.post("/garbage", json(new GarbageWanted(dryRun))).waiting(LONG);
    return type(GarbageRun.class).fromJson(wire.send(ask));
  }

  /// The last run, or the one that goes on.
  public GarbageRun garbage() {
    return get("/garbage", GarbageRun.class);
  }

  public List<Pin> pins() {
    return get("/pins", type(Pin.class).list());
  }

  /// Says all that a holder uses. What it named before and not now is free again.
  public void replacePins(String holder, List<PinPrototype> pins) {
    wire.send(Ask.put(at("/pins", holder), JsonText.compact(pins)));
  }

  private static String at(String kind, String name) {
    return kind + "/" + Ask.segment(name);
  }

  private <T> T get(String path, Class<T> type) {
    return get(path, type(type));
  }

  private <T> T get(String path, JsonType<T> type) {
    return type.fromJson(wire.send(Ask.get(path)));
  }

  private <T> T post(String path, String body, Class<T> type) {
    return post(path, body, type(type));
  }

  private <T> T post(String path, String body, JsonType<T> type) {
    return type.fromJson(wire.send(Ask.post(path, body)));
  }

  private static <T> JsonType<T> type(Class<T> type) {
    return Jsonb.instance().type(type);
  }

  private static String json(Object body) {
    return Jsonb.instance().toJson(body);
  }
}
