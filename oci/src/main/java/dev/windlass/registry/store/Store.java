// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Migrations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/// All that a registry keeps, in one folder. Closed by whoever opened it. Safe to share between
/// threads; one process at a time may open a folder.
public final class Store implements AutoCloseable {
  private final Database database;
  private final Blobs blobs;
  private final Manifests manifests;
  private final Repositories repositories;
  private final Uploads uploads;
  private final Namespaces namespaces;
  private final Images images;
  private final Trash trash;
  private final CleanUp cleanUp;
  private final Sweep sweep;
  private final Pins pins;
  private final Account account;
  private final Meter meter;
  private final ApiKeys apiKeys;
  private final Events events;
  private final Upkeep upkeep;

  private Store(Database database, Disk disk, StoreLimits limits, InstantSource clock)
      throws IOException {
    var content = new Content(disk);
    var seen = new Seen(clock);
    this.database = database;
    this.repositories = new Repositories(database, clock);
    this.blobs = new Blobs(database, content, repositories, seen, clock);
    this.manifests = new Manifests(database, repositories, clock);
    this.uploads = Uploads.on(disk, limits, clock);
    this.namespaces = new Namespaces(database, clock);
    this.images = new Images(database);
    this.trash = new Trash(database, limits.trash(), clock);
    this.pins = new Pins(database);
    this.cleanUp = new CleanUp(database, namespaces, images, trash, pins, clock);
    this.sweep = new Sweep(database, content, uploads, seen, limits, clock);
    this.account = new Account(database);
    this.meter = new Meter(database, clock);
    this.apiKeys = new ApiKeys(database, clock);
    this.events = new Events(database, limits.events(), clock);
    this.upkeep = Upkeep.start(meter, cleanUp, sweep);
  }

  /// Opens a folder, or begins one.
  public static Store open(Path folder, StoreLimits limits, InstantSource clock)
      throws IOException {
    var disk = Disk.at(folder, limits.reserve());
    var opening =
        new Database.Opening(new Migrations(Store.class), limits.readers(), limits.patience());
    var database = Database.open(disk.folder("registry.db"), opening);
    try {
      return new Store(database, disk, limits, clock);
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  public Blobs blobs() {
    return blobs;
  }

  public Manifests manifests() {
    return manifests;
  }

  public Repositories repositories() {
    return repositories;
  }

  public Uploads uploads() {
    return uploads;
  }

  public Namespaces namespaces() {
    return namespaces;
  }

  public Images images() {
    return images;
  }

  public Trash trash() {
    return trash;
  }

  public CleanUp cleanUp() {
    return cleanUp;
  }

  public Sweep sweep() {
    return sweep;
  }

  public Pins pins() {
    return pins;
  }

  public Account account() {
    return account;
  }

  public Meter meter() {
    return meter;
  }

  public ApiKeys apiKeys() {
    return apiKeys;
  }

  public Events events() {
    return events;
  }

  /// Writes down what is only counted, and waits for what is under way.
  @Override
  public void close() {
    try (database) {
      upkeep.close();
      meter.flush();
    }
  }
}
