// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.Job;
import dev.windlass.api.JobList;
import dev.windlass.api.JobPrototype;
import dev.windlass.doctor.Target;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.engine.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Jobs: what runs are made from.
final class Jobs {
  private static final String ALL = "/projects/{project_id}/jobs";
  private static final String ONE = ALL + "/{name}";

  private final Site site;
  private final Shelf<JobPrototype, Nothing> shelf;

  Jobs(Site site) {
    this.site = site;
    this.shelf = shelf(site);
  }

  static Shelf<JobPrototype, Nothing> shelf(Site site) {
    return new Shelf<>(
        site, Kind.JOB, new Noun("Job", "jobs", "jobs", "job", site.quotas().jobs()));
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(JobList.class),
        Route.post(ALL, this::create).taking(JobRules.JOB).answering(Job.class),
        Route.get(ONE, this::get).answering(Job.class),
        Route.patch(ONE, this::update).taking(JobRules.JOB).answering(Job.class),
        Route.delete(ONE, this::delete));
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    return Answer.ok(shelf.page(call, shelf.list(home), new JobView(site, home)::of));
  }

  private Answer create(Call call) throws IOException, InterruptedException {
    Home home = site.home(call);
    JobPrototype wanted = wanted(site.body().resource(call));
    return Answer.created(answer(call, home, shelf.create(home, wanted.name(), wanted)));
  }

  private JobPrototype wanted(Map<String, Object> asked) {
    Map<String, Object> job = JobRules.JOB.heeded(asked);
    Problems.refuse(JobRules.problems(job));
    JobPrototype wanted = Typed.of(JobPrototype.class, EnvironmentRule.complete(job));
    JobRules.refuseAbove(site.limits().specBytes(), "the job", wanted);
    return wanted;
  }

  private Map<String, Object> answer(Call call, Home home, Resource<JobPrototype, Nothing> job)
      throws InterruptedException {
    Map<String, Object> answer = new JobView(site, home).of(job);
    Warnings.add(answer, site.store(), home);
    var target = new Target(Target.Kind.JOB, job.key().name());
    new PreflightCheck(site).add(answer, call, home, target);
    return answer;
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    return Answer.ok(new JobView(site, home).of(shelf.get(home, call.name("name"))));
  }

  private Answer update(Call call) throws IOException, InterruptedException {
    Home home = site.home(call);
    return Answer.ok(answer(call, home, shelf.patch(call, home, this::wanted)));
  }

  /// With its runs, unless they are asked to stay.
  private Answer delete(Call call) {
    Home home = site.home(call);
    String name = call.name("name");
    boolean orphan = call.flag("orphan_job_runs");
    shelf.delete(home, name);
    if (!orphan) {
      site.store().list(Kind.JOB_RUN, home.id()).stream()
          .filter(run -> name.equals(run.wanted().jobName()))
          .forEach(run -> site.store().delete(Kind.JOB_RUN, run.key()));
    }
    return Answer.accepted();
  }
}
