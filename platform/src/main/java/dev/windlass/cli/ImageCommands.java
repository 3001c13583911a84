// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.DigestsWanted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `windlass cr image-…`: what is in the registry.
final class ImageCommands {
  private static final List<String> INSPECTION =
      List.of(
          "Architecture",
          "Author",
          "Comment",
          "Config",
          "Container",
          "ContainerConfig",
          "Created",
          "DockerVersion",
          "Id",
          "ManifestType",
          "Os",
          "OsVersion",
          "Parent",
          "RootFS",
          "Size",
          "VirtualSize");
  private static final Option IMAGES =
      Option.words("IMAGE", "REPOSITORY:TAG or REPOSITORY@DIGEST; the host may be left out.");
  private static final Option IMAGE =
      Option.word("IMAGE", "REPOSITORY:TAG or REPOSITORY@DIGEST; the host may be left out.");

  private ImageCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
                "image-list",
                "List the images that have tags.",
                "",
                ImageCommands::listOptions,
                ImageCommands::list)
            .orCalled("images"),
        new Command(
                "image-digests",
                "List all images, with and without tags.",
                "",
                ImageCommands::digestOptions,
                ImageCommands::digests)
            .orCalled("digests"),
        new Command(
            "image-inspect",
            "Show what is known of images, as docker does.",
            "IMAGE...",
            () -> List.of(IMAGES, format("Architecture, Config.Env, Created, Os, Size, …")),
            ImageCommands::inspect),
        new Command(
            "manifest-inspect",
            "Show the manifest of an image.",
            "IMAGE",
            () -> List.of(IMAGE, Option.flag("Only the manifest.", "--quiet", "-q")),
            ImageCommands::manifest),
        new Command(
            "image-tag",
            "Give an image another tag, also in another repository or namespace.",
            "SOURCE TARGET",
            () ->
                List.of(
                    Option.word("SOURCE", "REPOSITORY:TAG or REPOSITORY@DIGEST."),
                    Option.word("TARGET", "REPOSITORY:TAG."),
                    CommonOptions.QUIET),
            ImageCommands::tag),
        new Command(
            "image-untag",
            "Remove tags; the images stay.",
            "IMAGE...",
            () -> List.of(Option.words("IMAGE", "REPOSITORY:TAG."), CommonOptions.QUIET),
            ImageCommands::untag),
        new Command(
            "image-rm",
            "Delete images with all their tags, into the trash.",
            "IMAGE...",
            () -> List.of(IMAGES, CommonOptions.QUIET),
            ImageCommands::remove),
        PruneCommand.command());
  }

  private static Option format(String fields) {
    return Option.one(
        "TEMPLATE",
        "Print each by a template in the language of Go, such as '{{.Repository}}:{{.Tag}}', with"
            + " if, else, range, not, and, or, eq, ne, lt, le, gt, ge, len, index and json. Fields: "
            + fields,
        "--format");
  }

  private static List<Option> listOptions() {
    return List.of(
        format("Created, Digest, ManifestType, Namespace, Repository, SecurityStatus, Size, Tag."),
        Option.flag("Print REPOSITORY:TAG and nothing else.", "--quiet", "-q"),
        RegistryCommands.RESTRICT,
        Option.flag("Accepted; there are none here.", "--include-ibm"),
        Option.flag("Print whole digests.", "--no-trunc"),
        Option.flag("Also the types of their manifests.", "--show-type"),
        Option.flag("Accepted; images are not scanned.", "--no-va"),
        Option.flag("The security status.", "--va").notBuilt(),
        RegistryCommands.OUTPUT);
  }

  private static List<Option> digestOptions() {
    return List.of(
        format("Created, Digest, ManifestType, Repository, SecurityStatus, Size, Tags."),
        Option.flag("Print REPOSITORY@DIGEST and nothing else.", "--quiet", "-q"),
        RegistryCommands.RESTRICT,
        Option.flag("Accepted; there are none here.", "--include-ibm"),
        Option.flag("Accepted; images are not scanned.", "--no-va"),
        Option.flag("The security status.", "--va").notBuilt(),
        RegistryCommands.OUTPUT);
  }

  private static void list(Call call) {
    quietForFormat(call);
    call.console().progress("Listing images...");
    var options = call.options();
    var restriction =
        options.has("restrict") ? call.target().withoutHost(options.get("restrict")) : null;
    var images = call.registry().images(restriction);
    var rows = ImageRow.ofTags(images);
    if (options.has("format")) {
      template(call).print(call.console(), rows.stream().map(ImageRow::fieldsOfTag).toList());
    } else if (options.flag("quiet")) {
      rows.forEach(row -> call.console().print(row.repository() + ":" + row.tag()));
    } else if (!RegistryCommands.printed(call, images)) {
      listTable(call, rows).print(call.console());
      RegistryCommands.end(call.console());
    }
  }

  private static Table listTable(Call call, List<ImageRow> rows) {
    boolean whole = call.options().flag("no-trunc");
    boolean type = call.options().flag("show-type");
    var ago = new Ago(call.around().clock().instant());
    var head =
        new ArrayList<>(List.of("Repository", "Tag", "Digest", "Namespace", "Created", "Size"));
    if (type) {
      head.add(4, "Type");
    }
    var table = Table.of(head.toArray(String[]::new));
    for (ImageRow row : rows) {
      var cells =
          new ArrayList<>(
              List.of(
                  row.repository(),
                  row.tag(),
                  whole ? row.digest() : row.shortDigest(),
                  row.namespace(),
                  ago.of(row.created()),
                  Amount.of(row.size())));
      if (type) {
        cells.add(4, row.type());
      }
      table.row(cells.toArray());
    }
    return table;
  }

  private static void digests(Call call) {
    quietForFormat(call);
    call.console().progress("Listing images...");
    var options = call.options();
    var images = call.registry().digests(DigestsWanted.of(false, restriction(call)));
    var rows = ImageRow.ofDigests(images);
    if (options.has("format")) {
      template(call).print(call.console(), rows.stream().map(ImageRow::fieldsOfDigest).toList());
    } else if (options.flag("quiet")) {
      rows.forEach(row -> call.console().print(row.name()));
    } else if (!RegistryCommands.printed(call, images)) {
      digestTable(call, rows).print(call.console());
      RegistryCommands.end(call.console());
    }
  }

  private static Table digestTable(Call call, List<ImageRow> rows) {
    var ago = new Ago(call.around().clock().instant());
    var table = Table.of("Repository", "Digest", "Tags", "Type", "Created", "Size");
    for (ImageRow row : rows) {
      table.row(
          row.repository(),
          row.digest(),
          row.tagsInWords(),
          row.type(),
          ago.of(row.created()),
          Amount.of(row.size()));
    }
    return table;
  }

  /// What `--restrict` says, as the list that the registry takes.
  static List<String> restriction(Call call) {
    var options = call.options();
    return options.has("restrict")
        ? List.of(call.target().withoutHost(options.get("restrict")))
        : List.of();
  }

  private static void quietForFormat(Call call) {
    if (call.options().has("format")) {
      template(call); // so that misuse is told before all else
      call.console().quiet();
    }
  }

  private static GoTemplate template(Call call) {
    return GoTemplate.parse(call.options().get("format"));
  }

  private static void inspect(Call call) {
    quietForFormat(call);
    var found = new ArrayList<Map<String, Object>>();
    for (var image : call.options().all("image")) {
      found.add(call.registry().inspect(call.target().image(image).toString()));
    }
    if (call.options().has("format")) {
      template(call).print(call.console(), found.stream().map(ImageCommands::complete).toList());
    } else {
      new Output.Json().print(call.console(), found);
    }
  }

  /// With an empty text for what an image does not say.
  private static Map<String, Object> complete(Map<String, Object> inspection) {
    var complete = new LinkedHashMap<String, Object>();
    INSPECTION.forEach(name -> complete.put(name, ""));
    complete.putAll(inspection);
    return complete;
  }

  private static void manifest(Call call) {
    var image = call.target().image(call.options().get("image")).toString();
    call.console().progress("Getting the manifest of image '" + image + "'...");
    call.console().progress("");
    call.console().print(call.registry().manifest(image));
    RegistryCommands.end(call.console());
  }

  private static void tag(Call call) {
    var source = call.target().image(call.options().get("source")).toString();
    var target = call.target().tagged(call.options().get("target")).toString();
    call.console().progress("Tagging image '" + source + "' as '" + target + "'...");
    call.registry().tag(source, target);
    RegistryCommands.done(
        call.console(), "Successfully tagged image '" + source + "' as '" + target + "'.");
  }

  private static void untag(Call call) {
    var images =
        call.options().all("image").stream().map(i -> call.target().tagged(i).toString()).toList();
    for (var image : images) {
      call.console().progress("Untagging image '" + image + "'...");
      call.registry().untag(image);
      RegistryCommands.done(call.console(), "Successfully untagged image '" + image + "'.");
    }
  }

  private static void remove(Call call) {
    var images =
        call.options().all("image").stream().map(i -> call.target().image(i).toString()).toList();
    for (var image : images) {
      call.console().progress("Deleting image '" + image + "'...");
      call.registry().delete(image);
      RegistryCommands.done(call.console(), "Successfully deleted image '" + image + "'.");
    }
  }
}
