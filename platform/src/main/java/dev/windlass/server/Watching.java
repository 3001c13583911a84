// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.PullAttempt;
import dev.windlass.engine.Driver;
import dev.windlass.engine.Event;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Retries;
import dev.windlass.engine.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What Windlass tells beyond Code Engine's API: the engine itself, events, changes as they come,
/// pulls under way, and logs.
final class Watching {
  private static final String PROJECT = "/projects/{project_id}";
  private static final String APP = PROJECT + "/apps/{app_name}";
  private static final String RUN = PROJECT + "/job_runs/{name}";

  private final Site site;

  Watching(Site site) {
    this.site = site;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/engine", _ -> engine()),
        Route.get(PROJECT + "/changes", this::changes),
        Route.get(PROJECT + "/instances/{instance}/logs", this::logs),
        Route.get(APP + "/events", call -> events(call, Kind.APP, app(call))),
        Route.get(
            APP + "/revisions/{name}/events", call -> events(call, Kind.REVISION, revision(call))),
        Route.get(RUN + "/events", call -> events(call, Kind.JOB_RUN, run(call))),
        Route.get(APP + "/attempts", this::attemptsOfApp),
        Route.get(
            APP + "/revisions/{name}/attempts", call -> attempts(Kind.REVISION, revision(call))),
        Route.get(RUN + "/attempts", call -> attempts(Kind.JOB_RUN, run(call))),
        Route.post(APP + "/revisions/{name}/drift", this::drift),
        Route.post(APP + "/retry", this::retryApp),
        Route.post(RUN + "/retry", this::retryRun),
        Route.get(APP + "/pulling", call -> pulling(Kind.APP, app(call))),
        Route.get(RUN + "/pulling", call -> pulling(Kind.JOB_RUN, run(call))));
  }

  private Answer engine() {
    Engine engine = site.engine();
    return Answer.ok(
        Map.of(
            "version", engine.version(),
            "api", site.base().toString(),
            "ingress", engine.scheme() + "://" + Site.hostAndPort(engine.ingress()),
            "ingress_private", engine.scheme() + "://" + Site.hostAndPort(engine.ingressPrivate()),
            "registry", engine.registry(),
            "state", engine.state()));
  }

  private Key app(Call call) {
    return Apps.shelf(site).get(site.home(call), call.name("app_name")).key();
  }

  private Key revision(Call call) {
    return Revisions.find(site, site.home(call), call).key();
  }

  private Key run(Call call) {
    return JobRuns.shelf(site).get(site.home(call), call.name("name")).key();
  }

  Answer events(Call call, Kind<?, ?> kind, Key key) {
    if (call.flag("follow")) {
      return new Answer.Lines(new EventStream(site.store(), kind, key));
    }
    return Answer.ok(Map.of("events", events(site.store(), kind, key)));
  }

  static List<Map<String, Object>> events(Store store, Kind<?, ?> kind, Key key) {
    return store.events(kind, key).stream().map(Watching::event).toList();
  }

  static Map<String, Object> event(Event event) {
    var json = new LinkedHashMap<String, Object>();
    json.put("type", event.type());
    json.put("reason", event.reason());
    json.put("source", event.source());
    json.put("instance", event.instance());
    json.put("message", event.message());
    json.put("first", View.time(event.first()));
    json.put("last", View.time(event.last()));
    json.put("count", event.count());
    return json;
  }

  /// Those of all its revisions, in the order in which they began.
  private Answer attemptsOfApp(Call call) {
    Key app = app(call);
    return answer(
        site.store().list(Kind.REVISION, app.project()).stream()
            .filter(revision -> revision.wanted().app().equals(app.name()))
            .flatMap(revision -> site.store().attempts(Kind.REVISION, revision.key()).stream())
            .sorted(Comparator.comparing(PullAttempt::startedAt))
            .toList());
  }

  private Answer attempts(Kind<?, ?> kind, Key key) {
    return answer(site.store().attempts(kind, key));
  }

  private static Answer answer(List<PullAttempt> attempts) {
    return Answer.ok(Map.of("attempts", attempts.stream().map(Typed::map).toList()));
  }

  private Answer drift(Call call) throws InterruptedException {
    Key revision = revision(call);
    return site.driver()
        .images()
        .drift(revision)
        .map(report -> Answer.ok(Typed.map(report)))
        .orElseThrow(() ->
            Refused.conflict(
                "not_pinned",
                "Revision '%s' is pinned to no digest yet; 'windlass revision attempts --name %s' shows why"
                    .formatted(revision.name(), revision.name())));
  }

  private Answer retryApp(Call call) {
    Key app = app(call);
    List<String> revisions = retries().ofApp(app);
    if (revisions.isEmpty()) {
      throw Refused.conflict(
          "nothing_to_retry",
          "No revision of application '%s' waits for another try; 'windlass app get --name %s' shows how it is"
              .formatted(app.name(), app.name()));
    }
    return Answer.accepted(Map.of("revisions", revisions));
  }

  private Answer retryRun(Call call) {
    Key run = run(call);
    if (!retries().ofJobRun(run)) {
      throw Refused.conflict(
          "nothing_to_retry",
          "Job run '%s' does not wait for its image; one that has failed is run again by 'windlass jobrun resubmit --jobrun %s'"
              .formatted(run.name(), run.name()));
    }
    return Answer.accepted(Map.of("name", run.name()));
  }

  private Retries retries() {
    return new Retries(site.store(), InstantSource.system());
  }

  private Answer changes(Call call) throws InterruptedException {
    Home home = site.home(call);
    long most = site.limits().longPoll().toSeconds();
    long since = call.number("since", 0, 0, Long.MAX_VALUE);
    long wait = call.number("wait", most, 0, most);
    return Answer.ok(
        Map.of("next", site.store().await(home.id(), since, Duration.ofSeconds(wait))));
  }

  private Answer pulling(Kind<?, ?> kind, Key key) {
    var pull = site.driver().pulling(kind, key);
    return Answer.ok(
        Map.of(
            "image", pull.map(Driver.Pulling::image).orElse(""),
            "layers",
                pull.map(Driver.Pulling::layers).orElse(List.of()).stream()
                    .map(Watching::layer)
                    .toList()));
  }

  static Map<String, Object> layer(Driver.Layer layer) {
    var json = new LinkedHashMap<String, Object>();
    json.put("digest", layer.digest());
    json.put("done", layer.done());
    json.put("total", layer.total());
    return json;
  }

  private Answer logs(Call call) throws InterruptedException {
    Home home = site.home(call);
    int tail = (int) call.number("tail", -1, -1, Integer.MAX_VALUE);
    boolean follow = call.flag("follow");
    String instance = call.name("instance");
    var log = new LogStream(site.driver(), home.id(), instance, tail, follow, site.limits());
    if (!log.begin()) {
      throw Refused.notFound(
          "Instance %s not found in project '%s'; its log went with it. The instances that exist are listed at …/apps/{name}/instances and …/job_runs/{name}/instances"
              .formatted(Shown.of(instance), home.name()));
    }
    return new Answer.Lines(log);
  }
}
