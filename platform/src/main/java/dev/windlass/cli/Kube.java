// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.App;
import dev.windlass.api.AppRevision;
import dev.windlass.api.ComponentRef;
import dev.windlass.api.ConfigMap;
import dev.windlass.api.CronSubscription;
import dev.windlass.api.IndexDetails;
import dev.windlass.api.Job;
import dev.windlass.api.JobRun;
import dev.windlass.api.JobRunStatus;
import dev.windlass.api.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The shapes of `--output json`: those of Kubernetes and Knative objects, which scripts for Code
/// Engine read.
final class Kube {
  private static final String JOBS = "codeengine.cloud.ibm.com/v1beta1";
  private static final String SERVING = "serving.knative.dev/v1";
  static final String REDACTED = "REDACTED";

  private Kube() {}

  static <T> Tree list(List<T> things, Function<T, Tree> shape) {
    var items = new ArrayList<Tree>();
    for (T thing : things) {
      items.add(shape.apply(thing));
    }
    var list = new Tree().with("apiVersion", "v1").with("kind", "List");
    list.put("items", items);
    return list;
  }

  private static Tree object(String version, String kind, Tree metadata) {
    return new Tree().with("apiVersion", version).with("kind", kind).with("metadata", metadata);
  }

  private static Tree metadata(
      @Nullable String name,
      @Nullable String namespace,
      @Nullable String id,
      @Nullable String created,
      @Nullable String tag) {
    return new Tree()
        .with("name", name)
        .with("namespace", namespace)
        .with("uid", id)
        .with("resourceVersion", tag)
        .with("creationTimestamp", created);
  }

  static Tree app(App app) {
    var metadata =
        metadata(app.name(), app.projectId(), app.id(), app.createdAt(), app.entityTag())
            .with("labels", new Tree().with("networking.knative.dev/visibility", visibility(app)));
    return object(SERVING, "Service", metadata)
        .with("spec", new Tree().with("template", template(app)))
        .with("status", status(app));
  }

  private static @Nullable String visibility(App app) {
    return app.managedDomainMappings().equals("local") ? "cluster-local" : null;
  }

  private static Tree template(App app) {
    var pod =
        new KubePod(
                "user-container",
                app.imageReference(),
                app.imageSecret(),
                app.runCommands(),
                app.runArguments(),
                app.runEnvVariables(),
                app.runVolumeMounts(),
                app.runServiceAccount(),
                app.scaleCpuLimit(),
                app.scaleMemoryLimit(),
                app.scaleEphemeralStorageLimit())
            .spec(app.imagePort(), app.imagePortName(), app.probeLiveness(), app.probeReadiness())
            .with("containerConcurrency", app.scaleConcurrency())
            .with("timeoutSeconds", app.scaleRequestTimeout());
    var scale =
        scale(
            app.scaleMinInstances(),
            app.scaleMaxInstances(),
            app.scaleConcurrencyTarget(),
            app.scaleDownDelay());
    return new Tree().with("metadata", new Tree().with("annotations", scale)).with("spec", pod);
  }

  private static Tree scale(
      Integer min, Integer max, @Nullable Integer target, @Nullable Integer delay) {
    return new Tree()
        .with("autoscaling.knative.dev/minScale", min.toString())
        .with("autoscaling.knative.dev/maxScale", max.toString())
        .with("autoscaling.knative.dev/target", target == null ? null : target.toString())
        .with("autoscaling.knative.dev/scaleDownDelay", delay == null ? null : delay + "s");
  }

  private static Tree status(App app) {
    var details = app.statusDetails();
    var ready = details == null ? null : details.latestReadyRevision();
    var traffic =
        ready == null
            ? null
            : List.of(
                new Tree()
                    .with("revisionName", ready)
                    .with("latestRevision", true)
                    .with("percent", 100));
    return new Tree()
        .with("url", app.endpoint())
        .with("address", new Tree().with("url", app.endpointInternal()))
        .with("conditions", Condition.trees(Condition.of(app)))
        .with("latestCreatedRevisionName", details == null ? null : details.latestCreatedRevision())
        .with("latestReadyRevisionName", ready)
        .with("offline", details == null ? null : LocalImageView.tree(details.offline()))
        .with("diagnosis", details == null ? null : details.diagnosis())
        .with("traffic", traffic);
  }

  static Tree pingSource(CronSubscription one) {
    boolean job = one.component().resourceType().equals(ComponentRef.JOB);
    var ref =
        new Tree()
            .with("apiVersion", job ? JOBS : SERVING)
            .with("kind", job ? "JobDefinition" : "Service")
            .with("name", one.component().name());
    var spec =
        new Tree()
            .with("schedule", one.schedule())
            .with("timezone", one.timeZone())
            .with("contentType", one.contentType())
            .with("data", one.data())
            .with("dataBase64", one.dataBase64())
            .with("overlap", one.overlap())
            .with("sink", new Tree().with("ref", ref).with("uri", one.path()));
    if (one.extensions() != null) {
      var extensions = new Tree();
      one.extensions().forEach(extensions::with);
      spec.with("ceOverrides", new Tree().with("extensions", extensions));
    }
    var details = one.statusDetails();
    var ready =
        new Tree()
            .with("type", "Ready")
            .with("status", "ready".equals(one.status()) ? "True" : "False");
    var status = new Tree().with("conditions", List.of(ready));
    if (details != null) {
      ready.with("reason", details.reason());
      status
          .with("diagnosis", details.diagnosis())
          .with("lastScheduledAt", details.lastScheduledAt())
          .with("lastJobRun", details.lastJobRun())
          .with("nextScheduledAt", details.nextScheduledAt());
    }
    return object(
            "sources.knative.dev/v1",
            "PingSource",
            metadata(one.name(), one.projectId(), one.id(), one.createdAt(), one.entityTag()))
        .with("spec", spec)
        .with("status", status);
  }

  static Tree revision(AppRevision revision) {
    var labels = new Tree().with("serving.knative.dev/service", revision.appName());
    var metadata =
        metadata(revision.name(), revision.projectId(), revision.id(), revision.createdAt(), null)
            .with("labels", labels)
            .with(
                "annotations",
                scale(
                    revision.scaleMinInstances(),
                    revision.scaleMaxInstances(),
                    revision.scaleConcurrencyTarget(),
                    revision.scaleDownDelay()));
    return object(SERVING, "Revision", metadata)
        .with("spec", spec(revision))
        .with("status", status(revision));
  }

  private static Tree spec(AppRevision revision) {
    return new KubePod(
            "user-container",
            revision.imageReference(),
            revision.imageSecret(),
            revision.runCommands(),
            revision.runArguments(),
            revision.runEnvVariables(),
            revision.runVolumeMounts(),
            revision.runServiceAccount(),
            revision.scaleCpuLimit(),
            revision.scaleMemoryLimit(),
            revision.scaleEphemeralStorageLimit())
        .spec(
            revision.imagePort(),
            revision.imagePortName(),
            revision.probeLiveness(),
            revision.probeReadiness())
        .with("containerConcurrency", revision.scaleConcurrency())
        .with("timeoutSeconds", revision.scaleRequestTimeout());
  }

  private static Tree status(AppRevision revision) {
    var details = revision.statusDetails();
    var container =
        new Tree().with("name", "user-container").with("imageDigest", revision.imageDigest());
    return new Tree()
        .with("actualReplicas", details == null ? null : details.actualInstances())
        .with("conditions", Condition.trees(Condition.of(revision)))
        .with("containerStatuses", revision.imageDigest() == null ? null : List.of(container))
        .with("offline", details == null ? null : LocalImageView.tree(details.offline()))
        .with("diagnosis", details == null ? null : details.diagnosis());
  }

  static Tree job(Job job) {
    var metadata =
        metadata(job.name(), job.projectId(), job.id(), job.createdAt(), job.entityTag());
    return object(JOBS, "JobDefinition", metadata).with("spec", spec(job));
  }

  private static Tree spec(Job job) {
    var pod =
        new KubePod(
                job.name(),
                job.imageReference(),
                job.imageSecret(),
                job.runCommands(),
                job.runArguments(),
                job.runEnvVariables(),
                job.runVolumeMounts(),
                job.runServiceAccount(),
                job.scaleCpuLimit(),
                job.scaleMemoryLimit(),
                job.scaleEphemeralStorageLimit())
            .spec(null, null, null, null)
            .with("mode", job.runMode());
    return new Tree()
        .with("arraySpec", job.scaleArraySpec())
        .with("maxExecutionTime", job.scaleMaxExecutionTime())
        .with("retryLimit", job.scaleRetryLimit())
        .with("template", pod);
  }

  static Tree jobRun(JobRun run) {
    var labels = new Tree().with("codeengine.cloud.ibm.com/job-definition", run.jobName());
    var metadata =
        metadata(run.name(), run.projectId(), run.id(), run.createdAt(), null)
            .with("labels", labels);
    return object(JOBS, "JobRun", metadata)
        .with(
            "spec",
            new Tree().with("jobDefinitionRef", run.jobName()).with("jobDefinitionSpec", spec(run)))
        .with("status", status(run));
  }

  private static Tree spec(JobRun run) {
    var pod =
        new KubePod(
                String.valueOf(run.name()),
                run.imageReference(),
                run.imageSecret(),
                run.runCommands(),
                run.runArguments(),
                run.runEnvVariables(),
                run.runVolumeMounts(),
                run.runServiceAccount(),
                run.scaleCpuLimit(),
                run.scaleMemoryLimit(),
                run.scaleEphemeralStorageLimit())
            .spec(null, null, null, null)
            .with("mode", run.runMode());
    return new Tree()
        .with("arraySpec", run.scaleArraySpec())
        .with("arraySizeVariableOverride", run.scaleArraySizeVariableOverride())
        .with("maxExecutionTime", run.scaleMaxExecutionTime())
        .with("retryLimit", run.scaleRetryLimit())
        .with("template", pod);
  }

  private static @Nullable Tree status(JobRun run) {
    JobRunStatus details = run.statusDetails();
    if (details == null) {
      return null;
    }
    return new Tree()
        .with("conditions", Condition.trees(Condition.of(run)))
        .with("startTime", details.startTime())
        .with("completionTime", details.completionTime())
        .with("requested", details.requested())
        .with("pending", details.pending())
        .with("running", details.running())
        .with("succeeded", details.succeeded())
        .with("failed", details.failed())
        .with("unknown", details.unknown())
        .with("failedIndices", details.failedIndices())
        .with("succeededIndices", details.succeededIndices())
        .with("indicesDetails", indices(details.indicesDetails()))
        .with("imageDigest", run.imageDigest())
        .with("diagnosis", details.diagnosis());
  }

  private static Tree indices(@Nullable Map<String, IndexDetails> details) {
    var indices = new Tree();
    if (details != null) {
      indices.putAll(details);
    }
    return indices;
  }

  static Tree configMap(ConfigMap map) {
    var metadata =
        metadata(map.name(), map.projectId(), map.id(), map.createdAt(), map.entityTag());
    return object("v1", "ConfigMap", metadata).with("data", map.data());
  }

  /// @param decode whether the values are shown; if not they are hidden
  static Tree secret(Secret secret, boolean decode) {
    var labels = new Tree().with("codeengine.cloud.ibm.com/secret-format", secret.format());
    var metadata =
        metadata(
                secret.name(),
                secret.projectId(),
                secret.id(),
                secret.createdAt(),
                secret.entityTag())
            .with("labels", labels);
    var values = new Tree();
    SecretFormat.stored(secret)
        .forEach((key, value) -> values.put(key, decode ? base64(value) : REDACTED));
    return object("v1", "Secret", metadata)
        .with("type", SecretFormat.kubernetesType(secret.format()))
        .with("data", values);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
