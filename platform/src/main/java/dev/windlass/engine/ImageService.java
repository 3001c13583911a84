// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.DriftReport;
import dev.windlass.api.Report;
import dev.windlass.doctor.Patient;
import dev.windlass.image.Clearing;
import dev.windlass.image.Digest;
import dev.windlass.image.Image;
import dev.windlass.image.Missing;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Questions;
import dev.windlass.image.Reference;
import dev.windlass.image.Removal;
import dev.windlass.image.Resolution;
import dev.windlass.image.StoredImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The images at the place where workloads run: brought there, seen, kept and cleared away. The
/// part of a [Driver] that is about images and not about who runs them.
public interface ImageService {
  /// The label of a container that says from which image it runs.
  String LABEL = "windlass.image";

  /// Which digest a reference names now. A pinned one is its own answer.
  Resolution resolve(Asker asker, Reference image, Progress progress) throws InterruptedException;

  /// Brings an image here, or what of it is missing. Interrupted, it stops at once.
  Pull pull(Asker asker, Reference.Pinned image, Progress progress) throws InterruptedException;

  /// Finds out whether an image can be brought here, and if not, why.
  ///
  /// @param patient without credentials: those of the asker are taken
  Report examine(Asker asker, Patient patient, Progress progress) throws InterruptedException;

  /// The way to the registries that images come from.
  Questions questions();

  /// All images that are here, with whom they are kept for.
  List<Kept> images() throws IOException;

  /// How an image that is here wants to be run.
  Optional<Image.Config> config(Digest image) throws IOException;

  /// Whether somebody could start from an image with every registry gone.
  Offline offline(Asker asker, Digest image) throws IOException;

  /// Looks now how the image of a revision stands at its source, and what its tag has that is
  /// another. Empty when there is no such revision, or when it is pinned to nothing yet.
  Optional<DriftReport> drift(Key revision) throws InterruptedException;

  /// Takes a name away, and leaves the image. False when no image has it.
  boolean untag(Reference name) throws IOException;

  /// Takes an image away that nobody holds.
  Removal remove(Digest image) throws IOException;

  /// What would go by a rule.
  Clearing preview(Clearing.Rule rule) throws IOException;

  /// Lets go what a rule says, and tells what went.
  Clearing clear(Clearing.Rule rule) throws IOException;

  /// For whom a registry is asked.
  ///
  /// @param project the id of a project
  /// @param secret the name of one of its registry secrets; empty to ask as anybody
  record Asker(String project, Optional<String> secret) {}

  /// An image that is here.
  ///
  /// @param holders who needs it; with none it may go
  record Kept(StoredImage image, List<Lease> holders) {
    public Kept {
      holders = List.copyOf(holders);
    }
  }

  /// What is in the way of a start with every registry gone.
  ///
  /// @param missing the parts that are not here
  /// @param obstacle what else there is, for people; empty when nothing
  record Offline(List<Missing> missing, String obstacle) {
    public Offline {
      missing = List.copyOf(missing);
    }

    public boolean canStart() {
      return missing.isEmpty() && obstacle.isEmpty();
    }
  }

  /// The labels of a container that runs from an image.
  static Map<String, String> labelled(Map<String, String> labels, Image image) {
    var all = new HashMap<>(labels);
    all.put(LABEL, image.reference().toString());
    return all;
  }
}
