// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ImagePullPrototype;
import dev.windlass.api.PullAttempt;
import dev.windlass.api.PullUpdate;
import dev.windlass.api.Pulling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `windlass image pull`: brings an image to the machine of the engine, and shows how it goes.
/// Stopped with Ctrl-C, the pull stops too.
final class ImagePullCommand {
  private final Call call;
  private final PullProgress progress;
  private final Instant began;
  private String image = "";
  private @Nullable PullUpdate end;

  private ImagePullCommand(Call call) {
    this.call = call;
    this.progress = new PullProgress(call.console());
    this.began = call.around().clock().instant();
  }

  static Command command() {
    return new Command(
        "pull",
        "Bring an image to the machine of the engine.",
        "IMAGE",
        () ->
            List.of(
                Option.word("IMAGE", "REPOSITORY, REPOSITORY:TAG or REPOSITORY@DIGEST."),
                LocalImageCommands.REGISTRY_SECRET,
                LocalImageCommands.VERBOSE,
                CommonOptions.OUTPUT,
                Option.flag("Print only the image with its digest.", "--quiet", "-q")),
        call ->
            pull(
                call,
                call.options().get("image"),
                call.options().has("registry-secret")
                    ? call.options().get("registry-secret")
                    : null));
  }

  static void pull(Call call, String image, @Nullable String secret) {
    call.console().progress("Pulling image '" + image + "'...");
    var pull = new ImagePullCommand(call);
    call.project().pullImage(new ImagePullPrototype(image, secret), pull::told);
    call.console().draw(List.of());
    pull.finish(image);
  }

  private void told(PullUpdate update) {
    switch (update.type()) {
      case "step" -> step(update.step());
      case "resolved" -> image = Objects.requireNonNullElse(update.image(), "");
      case "progress" ->
          progress.show(new Pulling(image, Objects.requireNonNullElse(update.layers(), List.of())));
      case "pulled", "failed" -> end = update;
      default -> {} // of a newer engine
    }
  }

  private void step(PullAttempt.@Nullable Step step) {
    if (step != null && call.options().flag("verbose")) {
      Attempts.print(call.console(), step);
    }
  }

  private void finish(String wanted) {
    if (end == null) {
      throw CommandFailed.because(
          "The pull of '" + wanted + "' broke off",
          "the engine ended its answer before it said how the pull went",
          "see whether it runs with 'windlass status', and pull again");
    }
    if (end.diagnosis() != null) {
      throw new CommandFailed(Console.words(end.diagnosis()));
    }
    print(end);
  }

  private void print(PullUpdate pulled) {
    if (call.output().isForPrograms()) {
      call.output()
          .print(
              call.console(),
              new Tree().with("image", pulled.image()).with("fetched", pulled.fetched()));
      return;
    }
    long fetched = Objects.requireNonNullElse(pulled.fetched(), 0L);
    var took = Duration.between(began, call.around().clock().instant());
    call.console()
        .progress(
            fetched == 0
                ? "The image is here already."
                : "Pulled %s in %.1f s."
                    .formatted(PullProgress.size(fetched), took.toMillis() / 1000.0));
    call.console().print(String.valueOf(pulled.image()));
    call.console().ok();
  }
}
