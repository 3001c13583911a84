// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.image.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a repository holds: documents under tags and digests, and blobs. Filled by one thread, and
/// only read afterwards.
final class Stock {
  static final String TAG = "v1";

  private final Map<String, Document> documents = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();

  /// A manifest or something in its place.
  static final class Document {
    private final String type;
    private final byte[] content;

    private Document(String type, byte[] content) {
      this.type = type;
      this.content = content;
    }

    Digest digest() {
      return Digest.of(content);
    }

    Answer answer() {
      return Answer.bytes(200, type, content).with("Docker-Content-Digest", digest().toString());
    }
  }

  Stock document(String type, byte[] content) {
    var document = new Document(type, content);
    documents.put(document.digest().toString(), document);
    return this;
  }

  /// The same, and what the tag means.
  Stock tagged(String type, byte[] content) {
    var document = new Document(type, content);
    documents.put(TAG, document);
    documents.put(document.digest().toString(), document);
    return this;
  }

  Stock blob(byte[] content) {
    blobs.put(Digest.of(content).toString(), content);
    return this;
  }

  /// @param name tag or digest
  Optional<Document> document(String name) {
    return Optional.ofNullable(documents.get(name));
  }

  Optional<Answer> blob(String digest) {
    return Optional.ofNullable(blobs.get(digest))
        .map(content ->
            Answer.bytes(200, "application/octet-stream", content)
                .with("Docker-Content-Digest", digest));
  }
}
