// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Which endpoint answers which path and method. The name of a repository is checked by whoever
/// uses it, so that a bad one gets a better answer than "not found".
record Routes(List<Route> all) {
  /// One form of path and what can be done there.
  ///
  /// @param open whether one gets in without a pass
  record Route(Pattern path, boolean open, Map<String, Endpoint> methods) {
    Route {
      methods = withHead(methods);
    }

    /// Whoever answers GET answers HEAD.
    private static Map<String, Endpoint> withHead(Map<String, Endpoint> methods) {
      var all = new HashMap<>(methods);
      if (methods.containsKey("GET")) {
        all.put("HEAD", methods.get("GET"));
      }
      return Map.copyOf(all);
    }
  }

  private static final String NAME = "/v2/(?<name>.+)";
  private static final String LAST = "/(?<last>[^/]+)";

  static Routes of(
      Store store,
      Rights rights,
      Endpoint token,
      Cached cached,
      Limits limits,
      Consumer<String> changed) {
    var toll = new Toll(store);
    return new Routes(
        List.of(
            route("/v2/?", Map.of("GET", new Ping())),
            new Route(Pattern.compile("/token"), true, Map.of("GET", token, "POST", token)),
            route("/v2/_catalog", Map.of("GET", new ListRepositories(store, rights, limits))),
            route(NAME + "/blobs/uploads/?", Map.of("POST", new StartUpload(store, rights, toll))),
            route(NAME + "/blobs/uploads" + LAST, upload(store)),
            route(
                NAME + "/blobs" + LAST,
                Map.of(
                    "GET",
                    new GetBlob(store, toll, cached.blobs()),
                    "DELETE",
                    new DeleteBlob(store))),
            route(
                NAME + "/manifests" + LAST,
                Map.of(
                    "GET",
                    new GetManifest(store, toll, cached.manifests()),
                    "PUT",
                    new PutManifest(store, toll, limits, changed),
                    "DELETE",
                    new DeleteManifest(store))),
            route(NAME + "/tags/list", Map.of("GET", new ListTags(store, cached.tags(), limits))),
            route(NAME + "/referrers" + LAST, Map.of("GET", new ListReferrers(store, limits)))));
  }

  private static Map<String, Endpoint> upload(Store store) {
    return Map.of(
        "GET", new ShowUpload(store),
        "PATCH", new ContinueUpload(store),
        "PUT", new FinishUpload(store),
        "DELETE", new CancelUpload(store));
  }

  private static Route route(String path, Map<String, Endpoint> methods) {
    return new Route(Pattern.compile(path), false, methods);
  }
}
