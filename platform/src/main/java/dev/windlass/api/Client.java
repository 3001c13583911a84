// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Jsonb;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The typed client of the API. Every call blocks until it is answered; it throws [ApiException]
/// when the answer is no, and [Unreachable] when there is none. Safe to share between threads.
/// There is nothing to close: what it keeps open ends with the process.
public final class Client {
  /// Much may have to be deleted.
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Wire wire;

  private Client(Wire wire) {
    this.wire = wire;
  }

  /// @param api such as `http://127.0.0.1:7070`, without `/v2`
  public static Client at(URI api, String key) {
    return new Client(new Wire(api, "/v2", key, Client::complaint));
  }

  private static ApiException complaint(int status, byte[] body) {
    var problems = Jsonb.instance().type(Problems.class).fromJson(body);
    var trace = problems.trace();
    return new ApiException(status, problems.errors(), trace == null ? "" : trace);
  }

  /// Where the API is.
  public URI address() {
    return wire.base();
  }

  /// What is in one project.
  public ProjectClient in(String projectId) {
    return new ProjectClient(this, projectId);
  }

  public Engine engine() {
    return get("/engine", Engine.class);
  }

  public List<Project> projects() {
    return all("/projects", ProjectList.class, ProjectList::projects, ProjectList::next);
  }

  public Project project(String id) {
    return get("/projects/" + segment(id), Project.class);
  }

  public List<QuotaList.Quota> quotas(String project) {
    return get("/projects/" + segment(project) + "/quotas", QuotaList.class).quotas();
  }

  public Project createProject(ProjectPrototype wanted) {
    return post("/projects", wanted, Project.class);
  }

  /// @param hard whether it goes for good at once, instead of after seven days
  public void deleteProject(String id, boolean hard) {
    wire.send(Ask.delete("/projects/" + segment(id) + (hard ? "?hard=true" : "")));
  }

  /// The projects that are soft-deleted.
  public List<Reclamation> reclamations() {
    return all(
        "/reclamations", ReclamationList.class, ReclamationList::resources, ReclamationList::next);
  }

  /// @param action `restore` or `reclaim`
  public void reclamation(String id, String action) {
    wire.send(Ask.post("/reclamations/" + segment(id) + "/actions/" + action, "{}"));
  }

  public List<ApiKey> apiKeys() {
    return all("/api_keys", ApiKeyList.class, ApiKeyList::apiKeys, ApiKeyList::next);
  }

  /// The only answer that has the key itself.
  public ApiKey createApiKey(ApiKeyPrototype wanted) {
    return post("/api_keys", wanted, ApiKey.class);
  }

  /// @param id as a list tells it
  public void deleteApiKey(String id) {
    wire.send(Ask.delete("/api_keys/" + segment(id)));
  }

  /// The images on the engine's machine, by name.
  public List<LocalImage> images() {
    return get("/images", LocalImageList.class).images();
  }

  /// @param name a name, a digest, or the beginning of one
  public LocalImage image(String name) {
    return get("/images/" + segment(name), LocalImage.class);
  }

  /// @param force whether it may go with several names
  public ImageRemoval removeImage(String name, boolean force) {
    var ask = Ask.delete("/images/" + segment(name) + "?force=" + force).waiting(LONG);
    return parse(wire.send(ask), ImageRemoval.class);
  }

  public Pruned pruneImages(ImagePruning wanted) {
    var ask = Ask.post("/images/prune", json(wanted)).waiting(LONG);
    return parse(wire.send(ask), Pruned.class);
  }

  Wire wire() {
    return wire;
  }

  <T> T get(String path, Class<T> type) {
    return parse(wire.send(Ask.get(path)), type);
  }

  /// All pages of a list.
  <L, T> List<T> all(
      String path,
      Class<L> type,
      Function<L, List<T>> items,
      Function<L, Page.@Nullable Next> next) {
    var found = new ArrayList<T>();
    var page = get(path, type);
    found.addAll(items.apply(page));
    for (var more = next.apply(page);
        more != null && more.start() != null;
        more = next.apply(page)) {
      var start = "start=" + segment(more.start());
      page = get(path + (path.contains("?") ? "&" : "?") + start, type);
      found.addAll(items.apply(page));
    }
    return found;
  }

  <T> T post(String path, Object body, Class<T> type) {
    return parse(wire.send(Ask.post(path, json(body))), type);
  }

  <T> T put(String path, String entityTag, Object body, Class<T> type) {
    return parse(wire.send(Ask.put(path, entityTag, json(body))), type);
  }

  <T> T patch(String path, String entityTag, Object body, Class<T> type) {
    return parse(wire.send(Ask.patch(path, entityTag, json(body))), type);
  }

  private static String json(Object body) {
    return body instanceof Fields fields ? fields.toString() : Jsonb.instance().toJson(body);
  }

  static <T> T parse(byte[] json, Class<T> type) {
    return Jsonb.instance().type(type).fromJson(json);
  }

  static String segment(String text) {
    return Ask.segment(text);
  }
}
