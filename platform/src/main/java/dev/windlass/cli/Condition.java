// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.App;
import dev.windlass.api.AppRevision;
import dev.windlass.api.Diagnosis;
import dev.windlass.api.JobRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thing that must be so for an app, a revision or a job run to be well, in the words that
/// Knative has for it.
///
/// @param status `True`, `False` or `Unknown`
record Condition(String type, String status, String reason, String message) {
  private static final List<String> NEVER_READY =
      List.of("other_port", "only_loopback", "not_listening", "probe_fails");

  private static Condition met(String type) {
    return new Condition(type, "True", "", "");
  }

  boolean isMet() {
    return status.equals("True");
  }

  /// `RevisionMissing : Configuration …`
  String words() {
    return reason.isEmpty() ? message : message.isEmpty() ? reason : reason + " : " + message;
  }

  static List<Condition> of(App app) {
    return switch (String.valueOf(app.status())) {
      case "ready" -> all(List.of("ConfigurationsReady", "Ready", "RoutesReady"), "True", "", "");
      case "warning" -> warning(revisionFailed(app));
      case "failed" -> {
        var why = revisionFailed(app);
        yield all(
            List.of("ConfigurationsReady", "Ready", "RoutesReady"), "False", "RevisionFailed", why);
      }
      default -> waiting(app.name());
    };
  }

  private static List<Condition> warning(String why) {
    return List.of(
        new Condition("ConfigurationsReady", "False", "RevisionFailed", why),
        new Condition("Ready", "False", "RevisionFailed", why),
        met("RoutesReady"));
  }

  private static List<Condition> waiting(String app) {
    var why = "Configuration \"" + app + "\" is waiting for a Revision to become ready.";
    return List.of(
        new Condition("ConfigurationsReady", "Unknown", "", ""),
        new Condition("Ready", "Unknown", "RevisionMissing", why),
        new Condition("RoutesReady", "Unknown", "RevisionMissing", why));
  }

  private static String revisionFailed(App app) {
    var status = app.statusDetails();
    var revision = status == null ? null : status.latestCreatedRevision();
    var why = status == null ? "" : problem(status.diagnosis(), status.reason());
    return revision == null ? why : "Revision \"" + revision + "\" failed with message: " + why;
  }

  /// The problem as the server words it, or else its one-word reason; with Knative's own sentence
  /// in front, where people search for it.
  static String problem(@Nullable Diagnosis diagnosis, @Nullable String reason) {
    if (diagnosis == null) {
      return reason == null ? "" : reason;
    }
    return NEVER_READY.contains(diagnosis.code())
        ? "Initial scale was never achieved: " + diagnosis.problem()
        : diagnosis.problem();
  }

  /// With what became of its image at the source, when somebody should know.
  static List<Condition> of(AppRevision revision) {
    var conditions = new ArrayList<>(ofItself(revision));
    var details = revision.statusDetails();
    if (details != null && details.drift() != null && details.drift().isNews()) {
      conditions.add(
          new Condition(
              "ImageCurrent", "False", word(details.drift().state()), details.drift().message()));
    }
    return conditions;
  }

  /// `TagMoved` of `tag_moved`.
  private static String word(String state) {
    return Arrays.stream(state.split("_", -1)).map(Words::capital).collect(Collectors.joining());
  }

  private static List<Condition> ofItself(AppRevision revision) {
    var types = List.of("Active", "ContainerHealthy", "Ready", "ResourcesAvailable");
    var details = revision.statusDetails();
    var reason = details == null || details.reason() == null ? "" : details.reason();
    var why = details == null ? "" : problem(details.diagnosis(), null);
    return switch (String.valueOf(revision.status())) {
      case "ready" -> {
        var conditions = new ArrayList<>(all(types, "True", "", ""));
        if (details != null && Integer.valueOf(0).equals(details.actualInstances())) {
          conditions.set(
              0,
              new Condition(
                  "Active", "False", "NoTraffic", "The target is not receiving traffic."));
        }
        yield conditions;
      }
      case "failed" ->
          List.of(
              new Condition("Active", "False", reason, ""),
              new Condition("ContainerHealthy", "False", reason, why),
              new Condition("Ready", "False", reason, why),
              met("ResourcesAvailable"));
      default -> all(types, "Unknown", reason, why);
    };
  }

  static List<Condition> of(JobRun run) {
    var details = run.statusDetails();
    var why = details == null ? "" : problem(details.diagnosis(), null);
    return switch (String.valueOf(run.status())) {
      case "completed" -> all(List.of("Pending", "Running", "Complete"), "True", "", "");
      case "failed" ->
          List.of(
              met("Pending"), met("Running"), new Condition("Failed", "True", "JobRunFailed", why));
      case "running" -> all(List.of("Pending", "Running"), "True", "", why);
      default -> List.of(new Condition("Pending", "True", "", why));
    };
  }

  private static List<Condition> all(
      List<String> types, String status, String reason, String message) {
    var conditions = new ArrayList<Condition>();
    for (String type : types) {
      conditions.add(new Condition(type, status, reason, message));
    }
    return conditions;
  }

  /// `3 OK / 3`
  static String summary(List<Condition> conditions) {
    int met = 0;
    for (Condition condition : conditions) {
      met += condition.isMet() ? 1 : 0;
    }
    return met + " OK / " + conditions.size();
  }

  static List<Tree> trees(List<Condition> conditions) {
    var trees = new ArrayList<Tree>();
    for (Condition condition : conditions) {
      trees.add(
          new Tree()
              .with("type", condition.type())
              .with("status", condition.status())
              .with("reason", condition.reason().isEmpty() ? null : condition.reason())
              .with("message", condition.message().isEmpty() ? null : condition.message()));
    }
    return trees;
  }
}
