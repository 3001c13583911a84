// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.AppRevision;
import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `windlass image prefetch`: brings what is missing here of the images of an app, of a revision,
/// or of one image, so that they start with every registry gone.
final class PrefetchCommand {
  private static final Pattern REVISION = Pattern.compile(".+-[0-9]{5}");

  /// An image as a revision is pinned to it.
  private record Pinned(String image, @Nullable String secret) {}

  private PrefetchCommand() {}

  static Command command() {
    return new Command(
        "prefetch",
        "Bring what is missing of the images of an application or revision.",
        "(APPLICATION | REVISION | IMAGE)",
        () ->
            List.of(
                Option.word(
                    "NAME",
                    "An application or revision of the selected project, or an image with its"
                        + " registry."),
                LocalImageCommands.REGISTRY_SECRET,
                LocalImageCommands.VERBOSE,
                CommonOptions.OUTPUT,
                Option.flag("Print only the images with their digests.", "--quiet", "-q")),
        PrefetchCommand::run);
  }

  private static void run(Call call) {
    var name = call.options().get("name");
    var secret =
        call.options().has("registry-secret") ? call.options().get("registry-secret") : null;
    if (isImage(name)) {
      ImagePullCommand.pull(call, name, secret);
      return;
    }
    if (secret != null) {
      throw CommandFailed.misused(
          "--registry-secret is for images; '" + name + "' says itself which secret it has");
    }
    var images = images(name, revisions(call, name));
    images.forEach(image -> ImagePullCommand.pull(call, image.image(), image.secret()));
  }

  /// Whether it may be the name of one: `web-00001`.
  static boolean isRevision(String name) {
    return REVISION.matcher(name).matches();
  }

  private static boolean isImage(String name) {
    return name.contains("/") || name.contains(":") || name.contains("@");
  }

  private static List<AppRevision> revisions(Call call, String name) {
    var project = call.project();
    var app = found(() -> project.app(name));
    if (app.isPresent()) {
      return project.revisions(name);
    }
    if (isRevision(name)) {
      var revision = found(() -> project.revision(Names.appOf(name), name));
      if (revision.isPresent()) {
        return List.of(revision.get());
      }
    }
    throw CommandFailed.because(
        "There is no application or revision '" + name + "' in this project",
        "an image is given with its registry, such as docker.io/library/" + name,
        "run 'windlass app list' or 'windlass revision list' to see the names");
  }

  private static <T> Optional<T> found(Supplier<T> ask) {
    try {
      return Optional.of(ask.get());
    } catch (ApiException e) {
      if (e.notFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static List<Pinned> images(String name, List<AppRevision> revisions) {
    var images = new LinkedHashSet<Pinned>();
    for (AppRevision revision : revisions) {
      if (revision.imageDigest() != null) {
        var image = pinned(revision.imageReference(), revision.imageDigest());
        images.add(new Pinned(image, revision.imageSecret()));
      }
    }
    if (images.isEmpty()) {
      throw CommandFailed.because(
          "It is not known yet what '" + name + "' needs",
          "its image was never resolved to a digest",
          "run 'windlass revision list' to see why, and deploy it again");
    }
    return new ArrayList<>(images);
  }

  private static String pinned(String image, String digest) {
    try {
      return Reference.parse(image).at(Digest.parse(digest)).toString();
    } catch (InvalidName e) {
      throw new CommandFailed("Cannot prefetch: " + e.getMessage(), e);
    }
  }
}
