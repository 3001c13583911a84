// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.doctor.Patient.Depth;
import dev.windlass.doctor.Target;
import dev.windlass.engine.doctor.Examiner;
import dev.windlass.engine.doctor.History;
import dev.windlass.engine.doctor.Unknown;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is wrong with something, found out now, and how it came to be so. Not a part of Code
/// Engine's API.
final class Examinations {
  private static final String PROJECT = "/projects/{project_id}";
  private static final int LONGEST = 512;

  private static final Shape WISH =
      Shape.of("an examination")
          .may("target", Rule.text(LONGEST))
          .may("image_secret", Names.OF_REFERENCE)
          .may("documents_only", Rule.flag());

  private final Site site;

  Examinations(Site site) {
    this.site = site;
  }

  List<Route> routes() {
    return List.of(
        Route.post(PROJECT + "/doctor", this::examine),
        Route.get(PROJECT + "/support_bundle", this::bundle),
        Route.get(PROJECT + "/apps/{app_name}/why", call -> why(call, Target.Kind.APP, "app_name")),
        Route.get(PROJECT + "/job_runs/{name}/why", call -> why(call, Target.Kind.JOBRUN, "name")));
  }

  /// Answered line by line while it goes on. It ends when whoever asked has left.
  private Answer examine(Call call) throws IOException {
    Home home = site.home(call);
    var asked = site.body().resource(call);
    var problems = new Problems();
    WISH.check(asked, problems);
    Problems.refuse(problems.all());
    var wish =
        new Examiner.Wish(
            home.id(),
            target(asked),
            Optional.ofNullable((String) asked.get("image_secret")),
            asked.get("documents_only") instanceof Boolean only && only
                ? Depth.DOCUMENTS
                : Depth.ALL);
    checkExists(wish);
    return new Answer.Lines(out -> tell(wish, out));
  }

  private Answer why(Call call, Target.Kind kind, String placeholder) {
    Home home = site.home(call);
    try {
      var target = new Target(kind, call.name(placeholder));
      return Answer.ok(Typed.map(new History(site.store()).of(home.id(), target)));
    } catch (Unknown e) {
      throw Refused.notFound(String.valueOf(e.getMessage()));
    }
  }

  private Answer bundle(Call call) throws IOException, InterruptedException {
    return Answer.ok(Map.of("files", new SupportBundle(site, site.home(call)).files()));
  }

  private static Target target(Map<String, Object> asked) {
    var target = Target.parse((String) asked.getOrDefault("target", ""));
    if (target.kind() == Target.Kind.IMAGE) {
      try {
        Reference.parse(target.name());
      } catch (InvalidName e) {
        throw Refused.badField(
            "target", "target is %s: %s".formatted(Shown.of(target.name()), e.getMessage()));
      }
    }
    return target;
  }

  private void checkExists(Examiner.Wish wish) {
    try {
      site.examiner().checkExists(wish);
    } catch (Unknown e) {
      throw Refused.notFound(String.valueOf(e.getMessage()));
    }
  }

  private void tell(Examiner.Wish wish, OutputStream out) throws IOException, InterruptedException {
    var told = new Commentary(out, site.limits().pulse());
    var report =
        told.during("examination of " + wish.target(), () -> site.examiner().examine(wish, told));
    told.line(Map.of("type", "report", "report", Typed.map(report)));
  }
}
