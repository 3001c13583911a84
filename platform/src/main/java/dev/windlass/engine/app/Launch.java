// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.EnvVar;
import dev.windlass.api.VolumeMount;
import dev.windlass.engine.Environment;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Mounts;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Quantity;
import dev.windlass.engine.RegistrySecret;
import dev.windlass.engine.Resource;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Image;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import dev.windlass.runtime.Container;
import dev.windlass.runtime.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Starts instances: from an image reference to a running process, or to words about what is in the
/// way. Begins from the top each time; what was done before costs little the second time.
final class Launch {
  private static final String CPU = "1";
  static final String MEMORY = "4G";

  private final Parts parts;
  private final Pulls pulls;
  private final Journal journal;
  private final Set<String> pulledBefore = ConcurrentHashMap.newKeySet();

  /// The way out of the middle of a launch.
  private static final class Stuck extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Trouble trouble;

    Stuck(Trouble trouble) {
      super(trouble.reason());
      this.trouble = trouble;
    }
  }

  Launch(Parts parts, Pulls pulls) {
    this.parts = parts;
    this.pulls = pulls;
    this.journal = new Journal(parts.store());
  }

  void run(Revision revision, List<Slot> slots) throws InterruptedException, IOException {
    // before anything is looked up: what changes from now on is a reason to try again
    String refersTo = references(revision).tags(revision.template());
    try {
      launch(revision, slots);
      parts.store().observe(Kind.REVISION, revision.key(), RevisionObserved::started);
    } catch (Stuck stuck) {
      give(revision, stuck.trouble, refersTo, slots.getFirst().id());
    }
  }

  private References references(Revision revision) {
    return new References(parts.store(), revision.app().project());
  }

  private void launch(Revision revision, List<Slot> slots)
      throws Stuck, InterruptedException, IOException {
    var reference = reference(revision);
    var credentials = credentials(revision, reference);
    boolean first = tellOfPulling(revision, reference, slots.getFirst().id());
    var pinned = pinned(revision, reference, credentials);
    var image = pull(revision, pinned, credentials, slots.getFirst().id(), first);
    for (var slot : slots) {
      start(revision, container(revision, slot, image), slot);
    }
  }

  private static Reference reference(Revision revision) throws Stuck {
    return read("image reference", () -> Reference.parse(revision.template().imageReference()));
  }

  private static <T> T read(String what, Supplier<T> parser) throws Stuck {
    try {
      return parser.get();
    } catch (InvalidName e) {
      throw new Stuck(new Trouble.NotUnderstood(what, "" + e.getMessage()));
    }
  }

  private Credentials credentials(Revision revision, Reference reference) throws Stuck {
    var name = Optional.ofNullable(revision.template().imageSecret());
    return switch (RegistrySecret.of(parts.store(), revision.app().project(), name)) {
      case RegistrySecret.Found(var credentials) -> credentials;
      case RegistrySecret.Missing(var missing) ->
          throw notPulled(reference, new Failure.MissingSecret(reference, missing));
    };
  }

  private static Stuck notPulled(Reference image, Failure failure) {
    return new Stuck(new Trouble.NotPulled(image.toString(), failure));
  }

  /// True when it is told now: before the tag is resolved, so that people see what was tried.
  private boolean tellOfPulling(Revision revision, Reference image, String instance) {
    boolean first = pulledBefore.add(revision.id());
    if (first) {
      journal.normal(revision, "Pulling", instance, "Pulling image \"%s\"".formatted(image));
    }
    return first;
  }

  /// Asks the store and not the revision we were given: an earlier launch may have pinned it since.
  private Reference.Pinned pinned(Revision revision, Reference reference, Credentials credentials)
      throws Stuck, InterruptedException {
    var known = digest(revision);
    if (known.isPresent()) {
      return reference.at(known.get());
    }
    return switch (parts.images().resolve(reference, credentials)) {
      case Resolution.Resolved(var image) -> {
        pin(revision, image.digest());
        yield reference.at(digest(revision).orElse(image.digest()));
      }
      case Failure failure -> throw notPulled(reference, failure);
    };
  }

  private Optional<Digest> digest(Revision revision) {
    return parts
        .store()
        .find(Kind.REVISION, revision.key())
        .filter(now -> now.id().equals(revision.id()))
        .map(Resource::observed)
        .flatMap(now -> Optional.ofNullable(now.digest()))
        .map(Digest::parse);
  }

  private void pin(Revision revision, Digest digest) {
    parts
        .store()
        .observe(
            Kind.REVISION,
            revision.key(),
            now -> now.digest() == null ? now.pinned(digest.toString()) : now);
  }

  private Image pull(
      Revision revision,
      Reference.Pinned image,
      Credentials credentials,
      String instance,
      boolean first)
      throws Stuck, InterruptedException {
    Instant begin = parts.clock().instant();
    return switch (pull(revision, image, credentials)) {
      case Pull.Pulled(var here, var fetched) -> {
        if (first || fetched > 0) {
          journal.normal(revision, "Pulled", instance, pulled(image, fetched, begin));
        }
        yield here;
      }
      case Failure failure -> throw notPulled(image, failure);
    };
  }

  private Pull pull(Revision revision, Reference.Pinned image, Credentials credentials)
      throws InterruptedException {
    try {
      var progress = pulls.begin(revision.id(), image.toString());
      return parts.images().pull(image, credentials, progress);
    } finally {
      pulls.end(revision.id());
    }
  }

  private String pulled(Reference image, long fetched, Instant begin) {
    Duration took = Duration.between(begin, parts.clock().instant());
    return fetched == 0
        ? "Container image \"%s\" already present on machine".formatted(image)
        : "Successfully pulled image \"%s\" in %.1fs".formatted(image, took.toMillis() / 1000.0);
  }

  private Container container(Revision revision, Slot slot, Image image) throws Stuck, IOException {
    var template = revision.template();
    return new Container(
        slot.id(),
        Replica.labels(revision, slot),
        image,
        requireNonNullElse(template.runCommands(), List.of()),
        requireNonNullElse(template.runArguments(), List.of()),
        new Variables(parts.place(), subdomain(revision)).of(revision, set(revision)),
        Optional.ofNullable(template.runAsUser()),
        limits(template),
        mounts(revision));
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
        parts.limits().processes());
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

  private void start(Revision revision, Container container, Slot slot)
      throws Stuck, InterruptedException {
    if (slot.restarts() > 0) {
      parts.containers().stop(slot.id(), Duration.ZERO); // has ended; its log goes now
    }
    switch (parts.containers().start(container)) {
      case Start.Started _ -> {
        journal.normal(revision, "Created", slot.id(), "Created container user-container");
        journal.normal(revision, "Started", slot.id(), "Started container user-container");
      }
      case Start.Failed failure ->
          throw new Stuck(new Trouble.NotStarted(failure, command(container)));
    }
  }

  private static List<String> command(Container container) {
    var config = container.image().config();
    var program = container.commands().isEmpty() ? config.entrypoint() : container.commands();
    var rest = container.commands().isEmpty() ? config.command() : List.<String>of();
    return Stream.of(program, container.arguments().isEmpty() ? rest : container.arguments())
        .flatMap(List::stream)
        .toList();
  }

  private void give(Revision revision, Trouble trouble, String refersTo, String instance) {
    parts
        .store()
        .observe(Kind.REVISION, revision.key(), now -> inTrouble(now.tried(refersTo), trouble));
    tell(revision, trouble, instance);
  }

  private RevisionObserved inTrouble(RevisionObserved now, Trouble trouble) {
    Instant again =
        trouble
            .pace()
            .wait(now.attempts(), parts.limits())
            .map(parts.clock().instant()::plus)
            .orElse(null);
    boolean patient = trouble instanceof Trouble.NotThere && !now.wasReady();
    return patient
        ? now.waiting(trouble.reason(), trouble.diagnosis(), again)
        : now.troubled(trouble.reason(), trouble.diagnosis(), again);
  }

  private void tell(Revision revision, Trouble trouble, String instance) {
    var words = trouble.diagnosis();
    if (trouble instanceof Trouble.NotPulled(var image, _)) {
      pulledBefore.remove(revision.id()); // the next attempt is another pull
      journal.warning(
          revision,
          "Failed",
          instance,
          "Failed to pull image \"%s\": %s".formatted(image, words.line()));
      journal.warning(revision, "Failed", instance, "Error: ErrImagePull");
      journal.normal(revision, "BackOff", instance, "Back-off pulling image \"" + image + '"');
      journal.warning(revision, "Failed", instance, "Error: ImagePullBackOff");
    } else {
      journal.warning(revision, "Failed", instance, "Error: " + words.line());
    }
  }
}
