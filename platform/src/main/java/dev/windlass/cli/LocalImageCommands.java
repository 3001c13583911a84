// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.LocalImage;
import java.util.List;

/// `windlass image …`: the images on the machine of the engine. Those in its registry are another
/// thing, `windlass cr image-…`.
final class LocalImageCommands {
  static final Option IMAGES =
      Option.words("IMAGE", "REPOSITORY:TAG, REPOSITORY@DIGEST, or the beginning of a digest.");
  static final Option REGISTRY_SECRET =
      Option.one(
          "NAME",
          "The registry secret of the selected project to pull with.",
          "--registry-secret",
          "--rs");

  static final Option VERBOSE =
      Option.flag("Show each step, and what was seen.", "--verbose", "-v");

  private LocalImageCommands() {}

  static List<Command> all() {
    return List.of(
        ImagePullCommand.command(),
        new Command(
                "list",
                "List the images that are here, and who needs them.",
                "",
                LocalImageCommands::listOptions,
                LocalImageCommands::list)
            .orCalled("ls"),
        new Command(
            "inspect",
            "Show what is known of images that are here.",
            "IMAGE...",
            () -> List.of(IMAGES, CommonOptions.OUTPUT, CommonOptions.QUIET),
            LocalImageCommands::inspect),
        ImageRemoveCommand.command(),
        LocalPruneCommand.command(),
        PrefetchCommand.command(),
        DriftCommand.command());
  }

  private static List<Option> listOptions() {
    return List.of(
        Option.flag("Print whole digests, and all who need an image.", "--no-trunc"),
        CommonOptions.OUTPUT,
        Option.flag("Print digests and nothing else.", "--quiet", "-q"));
  }

  private static void list(Call call) {
    call.console().progress("Listing the images on this machine...");
    var images = call.client().images();
    boolean whole = call.options().flag("no-trunc");
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(images, LocalImageView::tree));
    } else if (call.options().flag("quiet")) {
      images.forEach(image -> call.console().print(digest(image, whole)));
    } else {
      call.console().ok();
      call.console().progress("");
      table(call, images, whole).print(call.console());
    }
  }

  private static String digest(LocalImage image, boolean whole) {
    return whole ? image.digest() : ImageLabel.brief(image.digest());
  }

  private static Table table(Call call, List<LocalImage> images, boolean whole) {
    var ago = new Ago(call.around().clock().instant());
    var table = Table.of("Repository", "Tag", "Digest", "Size", "Pulled", "Used", "Needed by");
    for (LocalImage image : images) {
      for (ImageLabel label : ImageLabel.of(image.names(), image.repositories())) {
        table.row(
            label.repository(),
            label.tag(),
            digest(image, whole),
            Amount.of(image.size()),
            ago.of(image.pulledAt()),
            ago.of(image.usedAt()),
            LocalImageView.holders(image.heldBy(), whole));
      }
    }
    return table;
  }

  private static void inspect(Call call) {
    var images =
        call.options().all("image").stream().map(name -> call.client().image(name)).toList();
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), images.stream().map(LocalImageView::tree).toList());
      return;
    }
    for (LocalImage image : images) {
      LocalImageView.print(call, image);
    }
  }
}
