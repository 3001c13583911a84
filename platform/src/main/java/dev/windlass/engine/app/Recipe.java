// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.EnvVar;
import dev.windlass.api.VolumeMount;
import dev.windlass.engine.Environment;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Mounts;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Place;
import dev.windlass.engine.Quantity;
import dev.windlass.engine.Resource;
import dev.windlass.image.Image;
import dev.windlass.image.InvalidName;
import dev.windlass.runtime.Container;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// From a revision to a container: everything looked up and read, or [Stuck] on what is not there.
record Recipe(Parts parts) {
  static final String CPU = "1";
  static final String MEMORY = "4G";

  /// @param refersTo what the revision refers to, from before anything is looked up
  Container container(Revision revision, Slot slot, Image image, String refersTo)
      throws Stuck, IOException {
    var template = revision.template();
    return new Container(
        slot.id(),
        ImageService.labelled(Replica.labels(revision, slot, refersTo), image),
        image,
        requireNonNullElse(template.runCommands(), List.of()),
        requireNonNullElse(template.runArguments(), List.of()),
        new Variables(parts.place(), subdomain(revision)).of(revision, set(revision)),
        Optional.ofNullable(template.runAsUser()),
        limits(template),
        mounts(revision),
        Place.search(subdomain(revision)));
  }

  private String subdomain(Revision revision) {
    return parts
        .store()
        .find(Kind.PROJECT, new Key("", revision.app().project()))
        .map(Resource::observed)
        .map(ProjectObserved::subdomain)
        .orElse("");
  }

  private Map<String, String> set(Revision revision) throws Stuck {
    var wanted = requireNonNullElse(revision.template().runEnvVariables(), List.<EnvVar>of());
    return switch (Environment.of(parts.store(), revision.app().project(), wanted)) {
      case Environment.Complete(var variables) -> variables;
      case Environment.Missing(var what) -> throw new Stuck(new Trouble.NotThere(what));
    };
  }

  private Container.Limits limits(AppPrototype template) throws Stuck {
    var cpu = requireNonNullElse(template.scaleCpuLimit(), CPU);
    var memory = requireNonNullElse(template.scaleMemoryLimit(), MEMORY);
    return new Container.Limits(
        read("CPU limit", () -> Quantity.milliCpu(cpu)),
        read("memory limit", () -> Quantity.bytes(memory)),
        parts.limits().processes(),
        read("ephemeral storage limit", () -> Quantity.bytes(storage(template))));
  }

  /// As it was asked for.
  static String storage(AppPrototype template) {
    return requireNonNullElse(template.scaleEphemeralStorageLimit(), Quantity.STORAGE);
  }

  private Map<String, Path> mounts(Revision revision) throws Stuck, IOException {
    return switch (remount(revision)) {
      case Mounts.Ready(var folders) -> folders;
      case Mounts.Missing(var what) -> throw new Stuck(new Trouble.NotThere(what));
    };
  }

  /// Writes what the revision mounts, as it is now.
  Mounts remount(Revision revision) throws IOException {
    var wanted = requireNonNullElse(revision.template().runVolumeMounts(), List.<VolumeMount>of());
    var folder = parts.place().mounts().resolve(revision.id());
    return Mounts.of(parts.store(), revision.app().project(), wanted, folder);
  }

  static List<String> command(Container container) {
    var config = container.image().config();
    var program = container.commands().isEmpty() ? config.entrypoint() : container.commands();
    var rest = container.commands().isEmpty() ? config.command() : List.<String>of();
    return Stream.of(program, container.arguments().isEmpty() ? rest : container.arguments())
        .flatMap(List::stream)
        .toList();
  }

  static <T> T read(String what, Supplier<T> parser) throws Stuck {
    try {
      return parser.get();
    } catch (InvalidName e) {
      throw new Stuck(new Trouble.NotUnderstood(what, "" + e.getMessage()));
    }
  }
}
