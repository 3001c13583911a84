// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Holder;
import dev.windlass.api.ImageConfig;
import dev.windlass.api.LocalImage;
import dev.windlass.api.LocalLayer;
import dev.windlass.api.MissingPart;
import dev.windlass.api.Offline;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What `image inspect` shows, for people and for programs.
final class LocalImageView {
  private LocalImageView() {}

  static void print(Call call, LocalImage image) {
    var console = call.console();
    new Sheet(0)
        .add("Digest", image.digest())
        .add("Names", String.join(", ", image.names()))
        .add("Repositories", String.join(", ", image.repositories()))
        .add("Manifest", image.manifest())
        .add("Config", image.config())
        .add(
            "Size",
            Amount.of(image.size())
                + " on disk, "
                + Amount.of(image.compressed())
                + " over the network")
        .add("Pulled", image.pulledAt())
        .add("Used", image.usedAt())
        .add("For", users(image))
        .add("Needed by", holders(image.heldBy(), true))
        .add("Complete", complete(image.missing()))
        .print(console);
    configuration(console, image.configuration());
    layers(console, Objects.requireNonNullElse(image.layers(), List.<LocalLayer>of()));
    console.print("");
  }

  private static String users(LocalImage image) {
    if (image.open()) {
      return "all projects: a registry gives it to anybody";
    }
    return image.projects().isEmpty()
        ? "no project before a registry gave it to that one"
        : "these projects only, to which a registry gave it: "
            + String.join(", ", image.projects());
  }

  /// `app web, revision web-00002 (+ 3 more)`
  static String holders(List<Holder> holders, boolean all) {
    var names = holders.stream().map(LocalImageView::holder).toList();
    return all || names.size() < 2
        ? String.join("; ", names)
        : names.getFirst() + " (+ " + (names.size() - 1) + " more)";
  }

  private static String holder(Holder holder) {
    return holder.projectName() == null
        ? holder.name()
        : holder.name() + ", project " + holder.projectName();
  }

  private static String complete(@Nullable List<MissingPart> missing) {
    return missing == null || missing.isEmpty() ? "yes" : "no: " + missing(missing);
  }

  /// Whether something starts with every registry gone, and what to do when not.
  ///
  /// @param name of the application or revision
  static String offline(@Nullable Offline offline, String name) {
    if (offline == null) {
      return "";
    }
    if (offline.canStart()) {
      return "yes";
    }
    var why = offline.missing().isEmpty() ? offline.obstacle() : missing(offline.missing());
    return "no: " + why + "; 'windlass image prefetch " + name + "' brings it";
  }

  /// `layer sha256:1cee99… (12 MB), layer …`
  static String missing(List<MissingPart> missing) {
    return String.join(", ", missing.stream().map(LocalImageView::missing).toList())
        + (missing.size() == 1 ? " is missing" : " are missing");
  }

  private static String missing(MissingPart part) {
    var size = part.size() == 0 ? "" : " (" + Amount.of(part.size()) + ")";
    return part.part() + " " + ImageLabel.brief(part.digest()) + size;
  }

  private static void configuration(Console console, @Nullable ImageConfig config) {
    if (config == null) {
      return;
    }
    console.print("");
    Sheet.heading(console, "Configuration");
    new Sheet(1)
        .add("Platform", config.platform())
        .add("Entrypoint", String.join(" ", config.entrypoint()))
        .add("Command", String.join(" ", config.command()))
        .add("User", config.user())
        .add("Working Directory", config.workingDir())
        .print(console);
    if (!config.environment().isEmpty()) {
      console.print("  Environment:");
      config.environment().forEach(line -> console.print("    " + line));
    }
  }

  private static void layers(Console console, List<LocalLayer> layers) {
    if (layers.isEmpty()) {
      return;
    }
    console.print("");
    Sheet.heading(console, "Layers");
    var table = Table.of("Digest", "Compressed", "On Disk");
    for (LocalLayer layer : layers) {
      table.row(layer.digest(), Amount.of(layer.compressed()), Amount.of(layer.unpacked()));
    }
    table.print(console, "  ");
  }

  static Tree tree(LocalImage image) {
    return new Tree()
        .with("digest", image.digest())
        .with("names", image.names())
        .with("repositories", image.repositories())
        .with("manifest", image.manifest())
        .with("config", image.config())
        .with("size", image.size())
        .with("compressed", image.compressed())
        .with("open", image.open())
        .with("projects", image.projects())
        .with("pulledAt", image.pulledAt())
        .with("usedAt", image.usedAt())
        .with("neededBy", image.heldBy().stream().map(LocalImageView::tree).toList())
        .with("configuration", tree(image.configuration()))
        .with(
            "layers",
            Objects.requireNonNullElse(image.layers(), List.<LocalLayer>of()).stream()
                .map(LocalImageView::tree)
                .toList())
        .with("missing", trees(image.missing()));
  }

  private static Tree tree(Holder holder) {
    return new Tree()
        .with("name", holder.name())
        .with("projectId", holder.projectId())
        .with("projectName", holder.projectName());
  }

  private static @Nullable Tree tree(@Nullable ImageConfig config) {
    return config == null
        ? null
        : new Tree()
            .with("platform", config.platform())
            .with("entrypoint", config.entrypoint())
            .with("command", config.command())
            .with("environment", config.environment())
            .with("user", config.user())
            .with("workingDir", config.workingDir());
  }

  private static Tree tree(LocalLayer layer) {
    return new Tree()
        .with("digest", layer.digest())
        .with("diffId", layer.diffId())
        .with("compressed", layer.compressed())
        .with("unpacked", layer.unpacked());
  }

  static @Nullable Tree tree(@Nullable Offline offline) {
    return offline == null
        ? null
        : new Tree()
            .with("canStart", offline.canStart())
            .with("missing", trees(offline.missing()))
            .with("obstacle", offline.obstacle());
  }

  private static List<Tree> trees(@Nullable List<MissingPart> missing) {
    return Objects.requireNonNullElse(missing, List.<MissingPart>of()).stream()
        .map(part ->
            new Tree()
                .with("part", part.part())
                .with("digest", part.digest())
                .with("size", part.size()))
        .toList();
  }
}
