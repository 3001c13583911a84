// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.JobPrototype;
import dev.windlass.api.JobRun;
import dev.windlass.api.JobRunInstanceList;
import dev.windlass.api.JobRunList;
import dev.windlass.api.JobRunPrototype;
import dev.windlass.diagnose.Cause;
import dev.windlass.doctor.Target;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Job runs and their instances.
final class JobRuns {
  private static final String ALL = "/projects/{project_id}/job_runs";
  private static final String ONE = ALL + "/{name}";
  private static final int LONGEST_NAME = 63;
  private static final int RANDOM_CHARACTERS = 5;

  private final Site site;
  private final Shelf<JobRunPrototype, JobRunObserved> shelf;

  JobRuns(Site site) {
    this.site = site;
    this.shelf = shelf(site);
  }

  static Shelf<JobRunPrototype, JobRunObserved> shelf(Site site) {
    return new Shelf<>(
        site,
        Kind.JOB_RUN,
        new Noun("Job run", "job_runs", "job runs", "jobrun", site.quotas().jobRuns()));
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(JobRunList.class),
        Route.post(ALL, this::create).taking(JobRules.RUN).answering(JobRun.class),
        Route.get(ONE, this::get).answering(JobRun.class),
        Route.delete(ONE, this::delete),
        Route.post(ONE + "/restart", this::restart).ours(),
        Route.get(ONE + "/instances", this::instances).answering(JobRunInstanceList.class).ours());
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    Optional<String> job = call.query("job_name");
    var runs =
        shelf.list(home).stream()
            .filter(run -> job.isEmpty() || job.get().equals(run.wanted().jobName()))
            .toList();
    return Answer.ok(shelf.page(call, runs, new JobRunView(site, home)::of));
  }

  private Answer create(Call call) throws IOException, InterruptedException {
    Home home = site.home(call);
    Map<String, Object> asked = JobRules.RUN.heeded(site.body().resource(call));
    Problems.refuse(JobRules.requestProblems(asked));
    Map<String, Object> whole = whole(home, asked);
    Problems.refuse(JobRules.runProblems(whole));
    JobRunPrototype wanted = Typed.of(JobRunPrototype.class, EnvironmentRule.complete(whole));
    JobRules.refuseAbove(site.limits().specBytes(), "the job run", wanted);
    var run = shelf.create(home, (String) whole.getOrDefault("name", ""), wanted);
    Map<String, Object> answer = new JobRunView(site, home).of(run);
    Warnings.add(answer, site.store(), home);
    var target = new Target(Target.Kind.JOBRUN, run.key().name());
    new PreflightCheck(site).add(answer, call, home, target);
    return Answer.accepted(answer);
  }

  /// With what its job says now: later changes of the job do not reach its runs.
  private Map<String, Object> whole(Home home, Map<String, Object> asked) {
    if (!(asked.get("job_name") instanceof String name)) {
      return asked;
    }
    Map<String, Object> job = Typed.map(job(home, name));
    job.put("name", generated(name));
    return MergePatch.apply(job, asked);
  }

  private JobPrototype job(Home home, String name) {
    return site.store()
        .find(Kind.JOB, new Key(home.id(), name))
        .map(Resource::wanted)
        .orElseThrow(() -> noJob(home, name));
  }

  private static Refused noJob(Home home, String name) {
    return Refused.of(
        404,
        new Problem(
                "resource_not_found",
                "Job %s not found in project '%s'".formatted(Shown.of(name), home.name()),
                "job_name")
            .because(
                Cause.JOB_ABSENT,
                "see which there are, or make it: windlass job create --name %s --image REFERENCE"
                    .formatted(name)));
  }

  private static String generated(String job) {
    String end = "-jobrun-" + RandomText.of(RANDOM_CHARACTERS);
    String begin = job.substring(0, Math.min(job.length(), LONGEST_NAME - end.length()));
    return begin + end;
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    return Answer.ok(new JobRunView(site, home).of(shelf.get(home, call.name("name"))));
  }

  private Answer delete(Call call) {
    shelf.delete(site.home(call), call.name("name"));
    return Answer.accepted();
  }

  private Answer restart(Call call) {
    Home home = site.home(call);
    var run = shelf.get(home, call.name("name"));
    var instance = call.query("instance");
    var replaced = site.driver().restartJobRun(run.key(), instance);
    if (replaced.isEmpty()) {
      throw Refused.notFound(
          "%s of job run '%s' runs; 'windlass jobrun get --name %s' lists its instances"
              .formatted(
                  instance.map(name -> "No instance " + Shown.of(name)).orElse("No instance"),
                  run.key().name(),
                  run.key().name()));
    }
    return Answer.accepted(Map.of("instances", replaced));
  }

  private Answer instances(Call call) {
    Home home = site.home(call);
    var run = shelf.get(home, call.name("name"));
    return Answer.ok(
        new Listing<Instance>("instances", Instance::name, one -> instance(home, run, one))
            .page(site, call, site.driver().jobRunInstances(run.key())));
  }

  private Map<String, Object> instance(
      Home home, Resource<JobRunPrototype, JobRunObserved> run, Instance instance) {
    Map<String, Object> workload = new JobRunView(site, home).of(run);
    Map<String, Object> view = new InstanceView(home, "job_run_instance_v2", workload).of(instance);
    view.put("job_run_name", run.key().name());
    return view;
  }
}
