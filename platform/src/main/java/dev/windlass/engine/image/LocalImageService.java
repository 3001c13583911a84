// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.windlass.api.Drift;
import dev.windlass.api.DriftReport;
import dev.windlass.api.Report;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.doctor.Doctor;
import dev.windlass.doctor.Informed;
import dev.windlass.doctor.OwnRegistry;
import dev.windlass.doctor.Patient;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Lease;
import dev.windlass.engine.Leases;
import dev.windlass.engine.RegistrySecret;
import dev.windlass.engine.Store;
import dev.windlass.image.Clearing;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Image;
import dev.windlass.image.Inspection;
import dev.windlass.image.Inventory;
import dev.windlass.image.LocalImages;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Questions;
import dev.windlass.image.Reference;
import dev.windlass.image.Removal;
import dev.windlass.image.Resolution;
import dev.windlass.runtime.Observed;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The images of this machine, for the projects of the store. What the store needs, and what
/// containers run from, is never taken away. Safe to share between threads.
public final class LocalImageService implements ImageService {
  private final Store store;
  private final LocalImages images;
  private final Supplier<List<Observed>> containers;
  private final DriftWatch watch;
  private final InstantSource clock;
  private final Questions questions;
  private final Doctor doctor;

  /// @param containers all that there are now
  /// @param own the registry that belongs to this engine
  public LocalImageService(
      Store store,
      LocalImages images,
      Supplier<List<Observed>> containers,
      DriftWatch watch,
      OwnRegistry own,
      InstantSource clock) {
    this.store = store;
    this.images = images;
    this.containers = containers;
    this.watch = watch;
    this.clock = clock;
    this.questions = new Informed(images.remote(), own);
    this.doctor = new Doctor(images, questions, own, this::room, clock);
  }

  @Override
  public Resolution resolve(Asker asker, Reference image, Progress progress)
      throws InterruptedException {
    return switch (secret(asker)) {
      case RegistrySecret.Found(var credentials) -> images.resolve(image, credentials, progress);
      case RegistrySecret.Missing(var name) -> new Failure.MissingSecret(image, name);
    };
  }

  @Override
  public Pull pull(Asker asker, Reference.Pinned image, Progress progress)
      throws InterruptedException {
    return switch (secret(asker)) {
      case RegistrySecret.Found(var credentials) -> images.pull(image, credentials, progress);
      case RegistrySecret.Missing(var name) -> new Failure.MissingSecret(image, name);
    };
  }

  @Override
  public Report examine(Asker asker, Patient patient, Progress progress)
      throws InterruptedException {
    var others =
        RegistrySecret.all(store, asker.project()).stream()
            .filter(other -> !other.secret().equals(asker.secret()))
            .toList();
    return switch (secret(asker)) {
      case RegistrySecret.Found(var credentials) ->
          doctor.examine(patient.as(credentials, others), progress);
      case RegistrySecret.Missing(var name) ->
          doctor.without(patient.as(Credentials.NONE.of(asker.project()), others), name);
    };
  }

  private RegistrySecret secret(Asker asker) {
    return RegistrySecret.of(store, asker.project(), asker.secret());
  }

  @Override
  public Questions questions() {
    return questions;
  }

  /// Without an answer of the disk there is room enough: a pull would say more.
  private long room() {
    try {
      return inventory().disk().free();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private Inventory inventory() {
    return images.inventory();
  }

  @Override
  public List<Kept> images() throws IOException {
    var holders = leases().collect(groupingBy(lease -> lease.image().digest()));
    return inventory().list().stream()
        .map(image -> new Kept(image, holders.getOrDefault(image.digest(), List.of())))
        .toList();
  }

  /// A container may run on for a while when its revision is deleted already.
  private Stream<Lease> leases() {
    var wanted = Leases.of(store);
    var digests = wanted.stream().map(lease -> lease.image().digest()).collect(toSet());
    var running =
        containers.get().stream()
            .flatMap(LocalImageService::ofContainer)
            .filter(lease -> !digests.contains(lease.image().digest()));
    return Stream.concat(wanted.stream(), running);
  }

  private static Stream<Lease> ofContainer(Observed container) {
    var image = container.labels().get(LABEL);
    return !container.ended()
            && image != null
            && Reference.parse(image) instanceof Reference.Pinned pinned
        ? Stream.of(new Lease(pinned, "instance " + container.id(), ""))
        : Stream.empty();
  }

  /// What must not go.
  private Set<Digest> held() {
    return leases().map(lease -> lease.image().digest()).collect(toSet());
  }

  @Override
  public Optional<Image.Config> config(Digest image) throws IOException {
    return inventory().config(image);
  }

  @Override
  public Offline offline(Asker asker, Digest image) throws IOException {
    return new Offline(inventory().missing(image), obstacle(asker, image));
  }

  private String obstacle(Asker asker, Digest image) {
    return switch (secret(asker)) {
      case RegistrySecret.Missing(var name) -> "the registry secret '" + name + "' does not exist";
      case RegistrySecret.Found(var credentials) ->
          inventory().admits(credentials, image)
              ? ""
              : "no registry has given it to this project with these credentials yet";
    };
  }

  @Override
  public Optional<DriftReport> drift(Key revision) throws InterruptedException {
    var drift = watch.check(revision);
    return drift.isEmpty() ? Optional.empty() : Optional.of(report(revision, drift.get()));
  }

  private DriftReport report(Key revision, Drift drift) throws InterruptedException {
    var image = Reference.parse(drift.image());
    if (drift.tagDigest() == null || drift.tagDigest().equals(drift.digest())) {
      return new DriftReport(drift, null, null);
    }
    var secret =
        store
            .find(Kind.REVISION, revision)
            .flatMap(found -> Optional.ofNullable(found.wanted().template().imageSecret()));
    var asker = new Asker(revision.project(), secret);
    return switch (inspect(asker, image.at(Digest.parse(drift.digest())))) {
      case Failure failure -> unknown(drift, failure);
      case Inspection.Inspected before ->
          switch (inspect(asker, image.at(Digest.parse(drift.tagDigest())))) {
            case Failure failure -> unknown(drift, failure);
            case Inspection.Inspected after ->
                new DriftReport(drift, Difference.between(before, after), null);
          };
    };
  }

  private static DriftReport unknown(Drift drift, Failure failure) {
    var words = Diagnosis.of(failure);
    return new DriftReport(
        drift,
        null,
        new dev.windlass.api.Diagnosis(
            words.code(), words.problem(), words.cause(), words.fix(), words.evidence()));
  }

  private Inspection inspect(Asker asker, Reference.Pinned image) throws InterruptedException {
    return switch (secret(asker)) {
      case RegistrySecret.Found(var credentials) ->
          images.inspect(image, credentials, Progress.SILENT);
      case RegistrySecret.Missing(var name) -> new Failure.MissingSecret(image, name);
    };
  }

  @Override
  public boolean untag(Reference name) throws IOException {
    return inventory().untag(name);
  }

  @Override
  public Removal remove(Digest image) throws IOException {
    return inventory().remove(image, this::held);
  }

  @Override
  public Clearing preview(Clearing.Rule rule) throws IOException {
    var held = held();
    return Clearing.of(inventory().stock(held), held, rule, clock.instant());
  }

  @Override
  public Clearing clear(Clearing.Rule rule) throws IOException {
    return inventory().clear(preview(rule), this::held);
  }

  /// Lets go what may, when the images take more room than they may.
  Clearing collect(CachePolicy policy) throws IOException {
    var held = held();
    var disk = inventory().disk();
    var stock = policy.allowsAll(disk) ? inventory().leftovers(held) : inventory().stock(held);
    var rule = policy.rule(stock.size(), disk);
    return inventory().clear(Clearing.of(stock, held, rule, clock.instant()), this::held);
  }

  /// What is wrong when the images take more room than they may; empty when they do not.
  String shortage(CachePolicy policy) throws IOException {
    var disk = inventory().disk();
    return policy.allowsAll(disk) ? "" : policy.shortage(inventory().stock(held()).size(), disk);
  }
}
