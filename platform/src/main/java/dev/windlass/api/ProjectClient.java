// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What [Client] can do in one project.
public final class ProjectClient {
  private static final Duration SLACK = Duration.ofSeconds(15);

  private final Client client;
  private final String id;
  private final String root;

  ProjectClient(Client client, String id) {
    this.client = client;
    this.id = id;
    this.root = "/projects/" + Client.segment(id);
  }

  public String id() {
    return id;
  }

  public List<App> apps() {
    return client.all(root + "/apps", AppList.class, AppList::apps, AppList::next);
  }

  public App app(String name) {
    return client.get(at("apps", name), App.class);
  }

  public App createApp(AppPrototype wanted) {
    return client.post(root + "/apps", wanted, App.class);
  }

  public App createApp(Fields wanted) {
    return client.post(root + "/apps", wanted, App.class);
  }

  public App updateApp(String name, String entityTag, Fields patch) {
    return client.patch(at("apps", name), entityTag, patch, App.class);
  }

  public void deleteApp(String name) {
    delete(at("apps", name));
  }

  public List<AppInstance> instances(String app) {
    return client.all(
        at("apps", app) + "/instances",
        AppInstanceList.class,
        AppInstanceList::instances,
        AppInstanceList::next);
  }

  public List<AppRevision> revisions(String app) {
    return client.all(
        at("apps", app) + "/revisions",
        AppRevisionList.class,
        AppRevisionList::revisions,
        AppRevisionList::next);
  }

  public AppRevision revision(String app, String name) {
    return client.get(revisionAt(app, name), AppRevision.class);
  }

  public void deleteRevision(String app, String name) {
    delete(revisionAt(app, name));
  }

  public List<Event> appEvents(String app) {
    return events(at("apps", app));
  }

  public List<Event> revisionEvents(String app, String name) {
    return events(revisionAt(app, name));
  }

  public Pulling appPulling(String app) {
    return client.get(at("apps", app) + "/pulling", Pulling.class);
  }

  public List<Job> jobs() {
    return client.all(root + "/jobs", JobList.class, JobList::jobs, JobList::next);
  }

  public Job job(String name) {
    return client.get(at("jobs", name), Job.class);
  }

  public Job createJob(JobPrototype wanted) {
    return client.post(root + "/jobs", wanted, Job.class);
  }

  public Job createJob(Fields wanted) {
    return client.post(root + "/jobs", wanted, Job.class);
  }

  public Job updateJob(String name, String entityTag, Fields patch) {
    return client.patch(at("jobs", name), entityTag, patch, Job.class);
  }

  public void deleteJob(String name) {
    delete(at("jobs", name));
  }

  /// @param job only the runs of this job; all runs when it is null
  public List<JobRun> jobRuns(@Nullable String job) {
    var query = job == null ? "" : "?job_name=" + Client.segment(job);
    return client.all(
        root + "/job_runs" + query, JobRunList.class, JobRunList::jobRuns, JobRunList::next);
  }

  public JobRun jobRun(String name) {
    return client.get(at("job_runs", name), JobRun.class);
  }

  public JobRun createJobRun(JobRunPrototype wanted) {
    return client.post(root + "/job_runs", wanted, JobRun.class);
  }

  public JobRun createJobRun(Fields wanted) {
    return client.post(root + "/job_runs", wanted, JobRun.class);
  }

  public void deleteJobRun(String name) {
    delete(at("job_runs", name));
  }

  public List<JobRunInstance> jobRunInstances(String jobRun) {
    return client.get(at("job_runs", jobRun) + "/instances", JobRunInstanceList.class).instances();
  }

  public List<Event> jobRunEvents(String jobRun) {
    return events(at("job_runs", jobRun));
  }

  public Pulling jobRunPulling(String jobRun) {
    return client.get(at("job_runs", jobRun) + "/pulling", Pulling.class);
  }

  /// @param format only those of this format; all when it is null
  public List<Secret> secrets(@Nullable String format) {
    var query = format == null ? "" : "?format=" + Client.segment(format);
    return client.all(
        root + "/secrets" + query, SecretList.class, SecretList::secrets, SecretList::next);
  }

  public Secret secret(String name) {
    return client.get(at("secrets", name), Secret.class);
  }

  public Secret createSecret(SecretPrototype wanted) {
    return client.post(root + "/secrets", wanted, Secret.class);
  }

  public Secret replaceSecret(String name, String entityTag, SecretReplacement wanted) {
    return client.put(at("secrets", name), entityTag, wanted, Secret.class);
  }

  public void deleteSecret(String name) {
    delete(at("secrets", name));
  }

  public List<ConfigMap> configMaps() {
    return client.all(
        root + "/config_maps", ConfigMapList.class, ConfigMapList::configMaps, ConfigMapList::next);
  }

  public List<DomainMapping> domainMappings() {
    return client.all(
        root + "/domain_mappings",
        DomainMappingList.class,
        DomainMappingList::domainMappings,
        DomainMappingList::next);
  }

  public DomainMapping domainMapping(String name) {
    return client.get(at("domain_mappings", name), DomainMapping.class);
  }

  public DomainMapping createDomainMapping(DomainMappingPrototype wanted) {
    return client.post(root + "/domain_mappings", wanted, DomainMapping.class);
  }

  public DomainMapping updateDomainMapping(String name, String entityTag, Fields changes) {
    return client.patch(at("domain_mappings", name), entityTag, changes, DomainMapping.class);
  }

  public void deleteDomainMapping(String name) {
    delete(at("domain_mappings", name));
  }

  public List<CronSubscription> cronSubscriptions() {
    return client.all(
        root + "/cron_subscriptions",
        CronSubscriptionList.class,
        CronSubscriptionList::cronSubscriptions,
        CronSubscriptionList::next);
  }

  public CronSubscription cronSubscription(String name) {
    return client.get(at("cron_subscriptions", name), CronSubscription.class);
  }

  /// With the fields of a [CronSubscriptionPrototype], those left out that have a default.
  public CronSubscription createCronSubscription(Fields wanted) {
    return client.post(root + "/cron_subscriptions", wanted, CronSubscription.class);
  }

  public CronSubscription updateCronSubscription(String name, String entityTag, Fields changes) {
    return client.patch(at("cron_subscriptions", name), entityTag, changes, CronSubscription.class);
  }

  public void deleteCronSubscription(String name) {
    delete(at("cron_subscriptions", name));
  }

  public List<Event> cronSubscriptionEvents(String name) {
    return events(at("cron_subscriptions", name));
  }

  public List<Outbound> outbounds() {
    return client.all(
        root + "/allowed_outbound_destinations",
        OutboundList.class,
        OutboundList::allowedOutboundDestinations,
        OutboundList::next);
  }

  public Outbound outbound(String name) {
    return client.get(at("allowed_outbound_destinations", name), Outbound.class);
  }

  public Outbound createOutbound(OutboundPrototype wanted) {
    return client.post(root + "/allowed_outbound_destinations", wanted, Outbound.class);
  }

  public Outbound updateOutbound(String name, String entityTag, Fields changes) {
    return client.patch(
        at("allowed_outbound_destinations", name), entityTag, changes, Outbound.class);
  }

  public void deleteOutbound(String name) {
    delete(at("allowed_outbound_destinations", name));
  }

  public ConfigMap configMap(String name) {
    return client.get(at("config_maps", name), ConfigMap.class);
  }

  public ConfigMap createConfigMap(ConfigMapPrototype wanted) {
    return client.post(root + "/config_maps", wanted, ConfigMap.class);
  }

  public ConfigMap replaceConfigMap(String name, String entityTag, ConfigMapReplacement wanted) {
    return client.put(at("config_maps", name), entityTag, wanted, ConfigMap.class);
  }

  public void deleteConfigMap(String name) {
    delete(at("config_maps", name));
  }

  /// Blocks until something in the project changes after `since`, or `patience` is over; answers
  /// the number to ask with next. Ask with 0 to get the number now.
  public long changes(long since, Duration patience) {
    long seconds = Math.clamp(patience.toSeconds(), 0, 60);
    var ask =
        Ask.get(root + "/changes?since=" + since + "&wait=" + seconds)
            .waiting(Duration.ofSeconds(seconds).plus(SLACK));
    return Client.parse(client.wire().send(ask), Changes.class).next();
  }

  /// What an instance printed, line by line.
  ///
  /// @param tail how many of the last lines; all when it is negative
  /// @param follow whether to go on with what it prints from now on, until it ends
  public void logs(String instance, int tail, boolean follow, Consumer<LogLine> each) {
    var ask = Ask.get(at("instances", instance) + "/logs?tail=" + tail + "&follow=" + follow);
    lines(follow ? ask.waiting(Duration.ZERO) : ask, LogLine.class, each);
  }

  /// Brings an image to the engine's machine and tells how it goes until it is over. Whoever goes
  /// away before ends it.
  public void pullImage(ImagePullPrototype wanted, Consumer<PullUpdate> each) {
    var body = Jsonb.instance().toJson(wanted);
    lines(Ask.post(root + "/images/pull", body), PullUpdate.class, each);
  }

  /// Finds out what is wrong with something, line by line.
  public void examine(ExaminationPrototype wanted, Consumer<ExaminationUpdate> each) {
    var body = Jsonb.instance().toJson(wanted);
    lines(Ask.post(root + "/doctor", body), ExaminationUpdate.class, each);
  }

  /// How an app came to be as it is.
  public Story storyOfApp(String name) {
    return client.get(at("apps", name) + "/why", Story.class);
  }

  public Story storyOfJobRun(String name) {
    return client.get(at("job_runs", name) + "/why", Story.class);
  }

  /// What helps somebody else to see what is wrong, by the names of files, without secrets.
  public Map<String, String> supportBundle() {
    return client.get(root + "/support_bundle", SupportFiles.class).files();
  }

  private <T> void lines(Ask ask, Class<T> type, Consumer<T> each) {
    var json = Jsonb.instance().type(type);
    client
        .wire()
        .lines(
            ask,
            line -> {
              if (!line.isBlank()) {
                each.accept(json.fromJson(line));
              }
            });
  }

  /// What was tried to bring the image of an app here, all its revisions, oldest first.
  public List<PullAttempt> appAttempts(String name) {
    return attempts(at("apps", name));
  }

  public List<PullAttempt> revisionAttempts(String app, String name) {
    return attempts(revisionAt(app, name));
  }

  public List<PullAttempt> jobRunAttempts(String name) {
    return attempts(at("job_runs", name));
  }

  private List<PullAttempt> attempts(String path) {
    return client.get(path + "/attempts", PullAttemptList.class).attempts();
  }

  /// Looks now how the image of a revision stands at its source.
  public DriftReport drift(String app, String revision) {
    var ask = Ask.post(revisionAt(app, revision) + "/drift", "{}");
    return Client.parse(client.wire().send(ask), DriftReport.class);
  }

  /// Does not wait for the next try until its time has come.
  ///
  /// @param instance only this one
  public void restartApp(String name, @Nullable String instance) {
    var which = instance == null ? "" : "?instance=" + Client.segment(instance);
    client.wire().send(Ask.post(at("apps", name) + "/restart" + which, "{}"));
  }

  /// Makes the app again what a revision of it was, with the very same image.
  ///
  /// @param revision the last that had an image before the newest, if not given
  public App rollBackApp(String name, @Nullable String revision) {
    var which = revision == null ? "" : "?revision=" + Client.segment(revision);
    var ask = Ask.post(at("apps", name) + "/rollback" + which, "{}");
    return Client.parse(client.wire().send(ask), App.class);
  }

  public Traffic traffic(String app) {
    return client.get(at("apps", app) + "/traffic", Traffic.class);
  }

  /// Splits the requests for an app among its revisions.
  ///
  /// @param entityTag of the split that is replaced
  public Traffic splitTraffic(String app, String entityTag, TrafficPrototype wanted) {
    return client.put(at("apps", app) + "/traffic", entityTag, wanted, Traffic.class);
  }

  public void retryApp(String name) {
    client.wire().send(Ask.post(at("apps", name) + "/retry", "{}"));
  }

  /// Replaces instances that run by new ones.
  ///
  /// @param instance only this one
  public void restartJobRun(String name, @Nullable String instance) {
    var which = instance == null ? "" : "?instance=" + Client.segment(instance);
    client.wire().send(Ask.post(at("job_runs", name) + "/restart" + which, "{}"));
  }

  public void retryJobRun(String name) {
    client.wire().send(Ask.post(at("job_runs", name) + "/retry", "{}"));
  }

  private List<Event> events(String path) {
    return client.get(path + "/events", EventList.class).events();
  }

  private String at(String kind, String name) {
    return root + "/" + kind + "/" + Client.segment(name);
  }

  private String revisionAt(String app, String name) {
    return at("apps", app) + "/revisions/" + Client.segment(name);
  }

  private void delete(String path) {
    client.wire().send(Ask.delete(path));
  }
}
