// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/// What came back for one [Ask], its body not read yet. Whoever gets it closes it.
///
/// @param ask what was asked last, after redirects
record Answer(Ask ask, int status, HttpHeaders headers, Body body) implements AutoCloseable {
  boolean isGood() {
    return status >= 200 && status < 300;
  }

  URI address() {
    return ask.address();
  }

  String method() {
    return ask.method();
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /// How long the body is, or, for HEAD, would be; empty when the registry does not say.
  OptionalLong length() {
    return header("Content-Length")
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElseGet(OptionalLong::empty);
  }

  /// All of the body; more than `most` bytes is no answer to what we asked.
  byte[] all(int most) throws IOException {
    byte[] bytes = body.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new TooMuch("the answer is longer than %,d bytes".formatted(most));
    }
    return bytes;
  }

  @Override
  public void close() {
    body.close();
  }
}
