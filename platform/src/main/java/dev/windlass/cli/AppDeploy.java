// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.App;
import dev.windlass.api.AppRevision;
import dev.windlass.api.AppStatus;
import dev.windlass.api.ProjectClient;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `app create`, `app update` and `app rollback`: sends what is wanted, and waits until its
/// revision serves or has failed.
final class AppDeploy {
  private static final int PATIENCE_SECONDS = 600;

  private final Call call;
  private final ProjectClient project;
  private final String name;
  private final @Nullable String revisionBefore;
  private final PullProgress progress;
  private boolean saidWaiting;
  private App app;

  private AppDeploy(Call call, App app, @Nullable String revisionBefore) {
    this.call = call;
    this.project = call.project();
    this.name = call.name();
    this.app = app;
    this.revisionBefore = revisionBefore;
    this.progress = new PullProgress(call.console());
  }

  static void create(Call call) {
    var options = call.options();
    boolean waits = options.waits(true);
    if (!options.has("image")) {
      throw CommandFailed.misused("give the image to run with --image REFERENCE");
    }
    var fields = AppFields.of(options, List.of(), List.of()).set("name", call.name());
    call.console().progress("Creating application '" + call.name() + "'...");
    Existing.check(call);
    new AppDeploy(call, call.project().createApp(fields), null).finish(waits);
  }

  static void update(Call call) {
    boolean waits = call.options().waits(true);
    AppFields.of(call.options(), List.of(), List.of()); // so that misuse is told before all else
    var project = call.project();
    var before = project.app(call.name());
    call.console().progress("Updating application '" + call.name() + "' to latest revision.");
    Existing.check(call);
    var fields = AppFields.of(call.options(), before.runEnvVariables(), before.runVolumeMounts());
    var after = project.updateApp(call.name(), before.entityTag(), fields);
    new AppDeploy(call, after, latestCreated(before)).finish(waits);
  }

  static void rollBack(Call call) {
    boolean waits = call.options().waits(true);
    var project = call.project();
    var before = project.app(call.name());
    var revision = call.options().has("revision") ? call.options().get("revision") : null;
    call.console()
        .progress(
            "Rolling application '%s' back to %s..."
                .formatted(call.name(), revision == null ? "the revision before" : revision));
    var after = project.rollBackApp(call.name(), revision);
    new AppDeploy(call, after, latestCreated(before)).finish(waits);
  }

  private void finish(boolean waits) {
    call.console().warn(app.warnings());
    call.console().tell(app.preflight(), waits);
    if (waits) {
      waitUntilItServes();
    }
    if (!AppCommands.printed(call, app)) {
      call.console()
          .progress("Run 'windlass app get -n " + name + "' to check the application status.");
      call.console().ok();
      tellOfSplit();
      printAddress(waits);
    }
  }

  /// A split that does not follow the latest revision is easily forgotten.
  private void tellOfSplit() {
    if (Shares.leaveOutTheLatest(app)) {
      call.console()
          .progress(
              "No requests go to the latest revision, as they are split by hand; 'windlass app traffic --name %s --traffic @latest=100' sends it all."
                  .formatted(name));
    }
  }

  private void printAddress(boolean serves) {
    if (serves && app.endpoint() != null) {
      call.console().progress("");
      call.console().print(app.endpoint());
    }
  }

  private void waitUntilItServes() {
    var patience = Duration.ofSeconds(call.options().number("wait-timeout", PATIENCE_SECONDS));
    if (!Waiting.showingProgressIn(project).until(patience, this::isOver)) {
      call.console().draw(List.of());
      throw new CommandFailed(
          "Application '"
              + name
              + "' is not ready after "
              + patience.toSeconds()
              + " seconds; it stays, and may still become ready\n"
              + known()
              + hint(name));
    }
    call.console().draw(List.of());
  }

  /// What is known of why it takes so long: something that it refers to is not there, for example.
  private String known() {
    var details = app.statusDetails();
    var diagnosis = details == null ? null : details.diagnosis();
    return diagnosis == null ? "" : "\n" + Console.words(diagnosis) + "\n\n";
  }

  /// Whether the new revision serves. Throws when it failed.
  private boolean isOver() {
    app = project.app(name);
    var created = latestCreated(app);
    if (created == null || created.equals(revisionBefore)) {
      return false;
    }
    if ("ready".equals(app.status()) && created.equals(latestReady(app))) {
      return true;
    }
    var revision = project.revision(name, created);
    if ("failed".equals(revision.status())) {
      call.console().draw(List.of());
      throw failed(revision);
    }
    showProgress();
    return false;
  }

  private void showProgress() {
    if (call.console().isQuiet()) {
      return;
    }
    if (!saidWaiting) {
      saidWaiting = true;
      call.console()
          .progress("Configuration '" + name + "' is waiting for a Revision to become ready.");
    }
    progress.show(project.appPulling(name));
  }

  private CommandFailed failed(AppRevision revision) {
    var details = revision.statusDetails();
    var diagnosis = details == null ? null : details.diagnosis();
    var reason = details == null || details.reason() == null ? "" : details.reason();
    var what =
        diagnosis != null
            ? Console.words(diagnosis)
            : "Revision '" + revision.name() + "' failed: " + reason;
    var retry =
        details == null || details.retryAt() == null
            ? ""
            : "\nThe engine tries again by itself at " + details.retryAt() + ".";
    var verify = what.startsWith("Unable to pull the image") ? "\nVerify the image reference." : "";
    return new CommandFailed(what + verify + retry + "\n\n" + hint(name));
  }

  private static String hint(String app) {
    return "Run 'windlass app events -n "
        + app
        + "' to get the system events of the application instances.\nRun 'windlass app logs -n "
        + app
        + "' to get what the application instances printed.";
  }

  static void hints(Call call, String app, String indent) {
    call.console()
        .progress(
            indent
                + "Run 'windlass app events -n "
                + app
                + "' to get the system events of the application instances.");
    call.console()
        .progress(
            indent
                + "Run 'windlass app logs -f -n "
                + app
                + "' to follow the logs of the application instances.");
  }

  private static @Nullable String latestCreated(App app) {
    AppStatus status = app.statusDetails();
    return status == null ? null : status.latestCreatedRevision();
  }

  private static @Nullable String latestReady(App app) {
    AppStatus status = app.statusDetails();
    return status == null ? null : status.latestReadyRevision();
  }
}
