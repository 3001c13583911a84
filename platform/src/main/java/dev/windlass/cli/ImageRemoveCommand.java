// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.ImageRemoval;
import java.util.ArrayList;
import java.util.List;

/// `windlass image rm`: takes names away, and with the last one the image, unless somebody needs
/// it. Goes on after an image that cannot go, and fails at the end.
final class ImageRemoveCommand {
  private final Call call;
  private final List<Tree> rows = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private ImageRemoveCommand(Call call) {
    this.call = call;
  }

  static Command command() {
    return new Command(
            "rm",
            "Remove images that nobody needs from this machine.",
            "IMAGE...",
            () ->
                List.of(
                    LocalImageCommands.IMAGES,
                    Option.flag("Remove an image also when it has several names.", "--force", "-f"),
                    CommonOptions.IGNORE_NOT_FOUND,
                    CommonOptions.OUTPUT,
                    CommonOptions.QUIET),
            call -> new ImageRemoveCommand(call).run())
        .orCalled("delete");
  }

  private void run() {
    call.options().all("image").forEach(this::remove);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), rows);
    }
    if (!problems.isEmpty()) {
      throw new CommandFailed(String.join("\n", problems));
    }
    call.console().ok();
  }

  private void remove(String name) {
    try {
      tell(call.client().removeImage(name, call.options().flag("force")));
    } catch (ApiException e) {
      if (!e.notFound() || !call.options().flag("ignore-not-found")) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
  }

  private void tell(ImageRemoval removal) {
    rows.add(
        new Tree()
            .with("untagged", removal.untagged())
            .with("removed", removal.removed())
            .with("layers", removal.layers())
            .with("freed", removal.freed()));
    if (call.output().isForPrograms()) {
      return;
    }
    removal.untagged().forEach(name -> call.console().progress("Untagged: " + name));
    if (removal.removed() != null) {
      call.console().progress("Removed: " + removal.removed());
      call.console()
          .progress(
              "Freed: "
                  + Amount.of(removal.freed())
                  + " of "
                  + Ago.count(removal.layers().size(), "layer"));
    }
  }
}
