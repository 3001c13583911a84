// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Documents.Configuration;
import dev.windlass.image.Documents.Descriptor;
import dev.windlass.image.Documents.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an image is made of, so far as the documents tell that are here, and what of it is not
/// here. Nobody else is asked.
///
/// @param documents that are here: the index if there is one, the manifest, the configuration
/// @param bytes of the documents
/// @param layers the lowest first; empty while a document is missing
record Contents(List<Digest> documents, long bytes, List<Layer> layers, List<Missing> missing) {
  Contents {
    documents = List.copyOf(documents);
    layers = List.copyOf(layers);
    missing = List.copyOf(missing);
  }

  /// Empty when what is here under that digest is no image for this machine.
  static Optional<Contents> of(ImageFolder folder, Digest digest) throws IOException {
    try {
      return Optional.of(new Reader(folder).read(digest));
    } catch (BadAnswer | InvalidName e) {
      return Optional.empty();
    }
  }

  boolean whole() {
    return missing.isEmpty();
  }

  private static final class Reader {
    private final ImageFolder folder;
    private final List<Digest> documents = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private long bytes;

    Reader(ImageFolder folder) {
      this.folder = folder;
    }

    Contents read(Digest digest) throws IOException {
      var manifest = manifest(digest);
      if (manifest.isPresent()) {
        read(manifest.get());
      }
      return new Contents(documents, bytes, layers, missing);
    }

    private Optional<Manifest> manifest(Digest digest) throws IOException {
      var outer = document(Manifest.class, Missing.Part.MANIFEST, digest, 0);
      if (outer.isEmpty() || !MediaTypes.isIndex(outer.get())) {
        return outer;
      }
      var chosen =
          MediaTypes.forPlatform(outer.get(), Platform.here())
              .orElseThrow(() -> new BadAnswer("nothing for this platform"));
      return document(
          Manifest.class, Missing.Part.MANIFEST, Digest.parse(chosen.digest()), chosen.size());
    }

    private void read(Manifest manifest) throws IOException {
      if (MediaTypes.noImage(manifest).isPresent()) {
        throw new BadAnswer("no image");
      }
      var config = MediaTypes.config(manifest).orElseThrow(() -> new BadAnswer("no configuration"));
      var configuration =
          document(
              Configuration.class,
              Missing.Part.CONFIG,
              Digest.parse(config.digest()),
              config.size());
      if (configuration.isPresent()) {
        layers(manifest.layers(), configuration.get().rootfs().diffIds());
      }
    }

    private void layers(List<Descriptor> descriptors, List<String> diffIds) throws BadAnswer {
      if (descriptors.size() != diffIds.size()) {
        throw new BadAnswer("not as many layers as the configuration has");
      }
      for (int i = 0; i < diffIds.size(); i++) {
        var layer =
            new Layer(
                Digest.parse(descriptors.get(i).digest()),
                descriptors.get(i).size(),
                Digest.parse(diffIds.get(i)));
        layers.add(layer);
        if (!folder.hasLayer(layer.diffId())) {
          missing.add(new Missing(Missing.Part.LAYER, layer.digest(), layer.size()));
        }
      }
    }

    private <T> Optional<T> document(Class<T> type, Missing.Part part, Digest digest, long size)
        throws IOException {
      var here = folder.blob(digest);
      if (here.isEmpty()) {
        missing.add(new Missing(part, digest, size));
        return Optional.empty();
      }
      documents.add(digest);
      bytes += here.get().length;
      return Optional.of(Documents.parse(type, here.get()));
    }
  }
}
