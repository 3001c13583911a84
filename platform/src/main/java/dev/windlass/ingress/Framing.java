// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Looks for requests that we and a backend could read differently, such as where their body ends.
/// Attackers use those to smuggle a second request past whoever reads the first, so they are
/// refused, however harmless they may be.
final class Framing {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private Framing() {}

  /// Says what is doubtful about a request, if anything is.
  static Optional<String> doubt(HttpServerRequest request) {
    var headers = request.headers();
    if (!isUri(request.uri()) || !isToken(request.method().name())) {
      return Optional.of("its first line has characters that do not belong there");
    }
    if (hasBroken(headers)) {
      return Optional.of("a header has characters that do not belong there");
    }
    List<String> hosts = headers.getAll(HttpHeaders.HOST);
    if (hosts.size() > 1 || hosts.stream().anyMatch(h -> !Characters.HOST.make(h))) {
      return Optional.of("its Host header is not one name");
    }
    return length(headers, request.version());
  }

  private static Optional<String> length(MultiMap headers, HttpVersion version) {
    List<String> lengths = headers.getAll(HttpHeaders.CONTENT_LENGTH);
    List<String> encodings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    if (lengths.size() > 1 || lengths.stream().anyMatch(l -> !LENGTH.matcher(l).matches())) {
      return Optional.of("its Content-Length is not one number");
    }
    if (encodings.isEmpty()) {
      return Optional.empty();
    }
    if (!lengths.isEmpty()) {
      return Optional.of("it has both a Content-Length and a Transfer-Encoding");
    }
    boolean chunked = encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked");
    return chunked && version == HttpVersion.HTTP_1_1
        ? Optional.empty()
        : Optional.of("its Transfer-Encoding is not just 'chunked'");
  }

  private static boolean hasBroken(MultiMap headers) {
    for (Map.Entry<String, String> header : headers) {
      if (!isToken(header.getKey()) || Characters.haveControl(header.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && Characters.TOKEN.make(text);
  }

  private static boolean isUri(String text) {
    return !text.isEmpty()
        && text.indexOf(' ') < 0
        && text.indexOf('\t') < 0
        && !Characters.haveControl(text);
  }
}
