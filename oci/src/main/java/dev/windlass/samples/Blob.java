// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;

/// Some bytes of an image, under their digest.
public sealed interface Blob {
  Digest digest();

  long size();

  InputStream open() throws IOException;

  /// The bytes as the body of a request, with a length.
  BodyPublisher publisher() throws IOException;

  static Blob of(byte[] content) {
    return new InMemory(Digest.of(content), content);
  }

  /// @param digest what the file is known to hold
  static Blob of(Digest digest, Path file) throws IOException {
    return new OnDisk(digest, Files.size(file), file);
  }

  /// For what is small.
  final class InMemory implements Blob {
    private final Digest digest;
    private final byte[] content;

    private InMemory(Digest digest, byte[] content) {
      this.digest = digest;
      this.content = content;
    }

    @Override
    public Digest digest() {
      return digest;
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }

    @Override
    public BodyPublisher publisher() {
      return BodyPublishers.ofByteArray(content);
    }
  }

  /// For what is large; whoever made the file removes it.
  record OnDisk(Digest digest, long size, Path file) implements Blob {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public BodyPublisher publisher() throws IOException {
      return BodyPublishers.ofFile(file);
    }
  }
}
