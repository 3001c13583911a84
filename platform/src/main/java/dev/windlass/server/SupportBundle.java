// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.JsonText;
import dev.windlass.api.Report;
import dev.windlass.doctor.Patient.Depth;
import dev.windlass.doctor.Target;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.doctor.Examiner;
import dev.windlass.engine.doctor.History;
import dev.windlass.image.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All that helps somebody else to see what is wrong with a project, in files, without its secrets.
record SupportBundle(Site site, Home home) {
  /// By the names of the files.
  Map<String, Object> files() throws IOException, InterruptedException {
    var files = new TreeMap<String, Object>();
    files.put("engine.json", engine());
    files.put("report.json", Typed.map(report()));
    files.put("images.json", images());
    files.put("secrets.json", secrets());
    apps(files);
    revisions(files);
    jobs(files);
    runs(files);
    var redaction = Redaction.of(site.store(), home.id());
    files.replaceAll((_, content) -> JsonText.pretty(redaction.apply(content)));
    return files;
  }

  private Map<String, Object> engine() {
    return Map.of(
        "version", site.engine().version(),
        "java", Runtime.version().toString(),
        "os", System.getProperty("os.version"),
        "state", site.engine().state());
  }

  private Report report() throws InterruptedException {
    return site.examiner()
        .examine(
            new Examiner.Wish(home.id(), Target.EVERYTHING, Optional.empty(), Depth.DOCUMENTS),
            Progress.SILENT);
  }

  private List<Map<String, Object>> images() throws IOException {
    var view = new ImageView(site);
    return site.driver().images().images().stream().map(view::of).toList();
  }

  private List<Map<String, Object>> secrets() {
    var view = new SecretView(site, home);
    return site.store().list(Kind.SECRET, home.id()).stream().map(view::closed).toList();
  }

  private void apps(Map<String, Object> files) {
    var view = new AppView(site, home);
    site.store()
        .list(Kind.APP, home.id())
        .forEach(app -> {
          var name = "apps/" + app.key().name();
          files.put(name + ".json", view.of(app));
          files.put(name + "-why.json", why(Target.Kind.APP, app.key()));
          files.put(name + "-events.json", Watching.events(site.store(), Kind.APP, app.key()));
        });
  }

  private Map<String, Object> why(Target.Kind kind, Key key) {
    return Typed.map(new History(site.store()).of(home.id(), new Target(kind, key.name())));
  }

  private void revisions(Map<String, Object> files) {
    var view = new RevisionView(site, home);
    site.store()
        .list(Kind.REVISION, home.id())
        .forEach(revision -> {
          var name = "revisions/" + revision.key().name();
          files.put(name + ".json", view.of(revision));
          files.put(name + "-attempts.json", attempts(Kind.REVISION, revision.key()));
        });
  }

  private List<Map<String, Object>> attempts(Kind<?, ?> kind, Key key) {
    return site.store().attempts(kind, key).stream().map(Typed::map).toList();
  }

  private void jobs(Map<String, Object> files) {
    var view = new JobView(site, home);
    site.store()
        .list(Kind.JOB, home.id())
        .forEach(job -> files.put("jobs/" + job.key().name() + ".json", view.of(job)));
  }

  private void runs(Map<String, Object> files) {
    var view = new JobRunView(site, home);
    site.store()
        .list(Kind.JOB_RUN, home.id())
        .forEach(run -> {
          var name = "jobruns/" + run.key().name();
          files.put(name + ".json", view.of(run));
          files.put(name + "-why.json", why(Target.Kind.JOBRUN, run.key()));
          files.put(name + "-events.json", Watching.events(site.store(), Kind.JOB_RUN, run.key()));
          files.put(name + "-attempts.json", attempts(Kind.JOB_RUN, run.key()));
        });
  }
}
