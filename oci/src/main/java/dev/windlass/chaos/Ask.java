// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.image.Credential;
import dev.windlass.image.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request, as it came off the wire.
///
/// @param headers names in lower case
/// @param parameters of the query, and of the form if there is one
/// @param scheme how it came
record Ask(
    String method,
    String path,
    Map<String, String> headers,
    Map<String, String> parameters,
    String scheme,
    Stage stage) {
  private static final String END = "\r\n\r\n";

  /// Reads a request; empty when what comes is none, such as the greeting of a client who speaks
  /// TLS.
  static Optional<Ask> read(InputStream in, String scheme, Stage stage) throws IOException {
    var lines = head(in, stage.limits().headBytes()).split("\r\n", -1);
    var words = lines[0].split(" ", -1);
    if (words.length != 3) {
      return Optional.empty();
    }
    var headers = headers(lines);
    var target = words[1].split("\\?", 2);
    var parameters = new HashMap<>(fields(target.length == 2 ? target[1] : ""));
    if (headers.getOrDefault("content-type", "").contains("form-urlencoded")) {
      parameters.putAll(fields(form(in, headers, stage.limits().formBytes())));
    }
    return Optional.of(new Ask(words[0], target[0], headers, parameters, scheme, stage));
  }

  /// All up to the empty line, or nothing as soon as it is clear that none will come.
  private static String head(InputStream in, int mostBytes) throws IOException {
    var head = new ByteArrayOutputStream();
    int seen = 0; // of the empty line
    while (seen < END.length()) {
      int next = in.read();
      if (next < 0 || (head.size() == 0 && (next < 'A' || next > 'Z'))) {
        return "";
      }
      if (head.size() == mostBytes) {
        throw new IOException(
            "the head of a request is longer than %,d bytes".formatted(mostBytes));
      }
      head.write(next);
      seen = next == END.charAt(seen) ? seen + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(ISO_8859_1);
  }

  private static Map<String, String> headers(String[] lines) {
    var headers = new HashMap<String, String>();
    for (var line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static String form(InputStream in, Map<String, String> headers, int mostBytes)
      throws IOException {
    try {
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      return new String(in.readNBytes(Math.clamp(length, 0, mostBytes)), UTF_8);
    } catch (NumberFormatException e) {
      throw new IOException("a length that is none", e);
    }
  }

  private static Map<String, String> fields(String form) {
    var fields = new HashMap<String, String>();
    for (var field : form.split("&", -1)) {
      var parts = field.split("=", 2);
      fields.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return text;
    }
  }

  Wanted wanted() {
    return Wanted.of(path, parameters);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  boolean hasToken() {
    return headers.getOrDefault("authorization", "").startsWith("Bearer ");
  }

  /// Who says to ask, by whichever of the two ways of token servers.
  Optional<Credential> credential() {
    var header = headers.getOrDefault("authorization", "");
    if (header.startsWith("Basic ")) {
      return basic(header.substring("Basic ".length()));
    }
    return Optional.ofNullable(parameters.get("username"))
        .map(user -> new Credential(user, new Secret(parameters.getOrDefault("password", ""))));
  }

  private static Optional<Credential> basic(String encoded) {
    try {
      var pair = new String(Base64.getDecoder().decode(encoded), UTF_8).split(":", 2);
      return Optional.of(new Credential(pair[0], new Secret(pair.length == 2 ? pair[1] : "")));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /// The address by which the client reached us, so that any name for this machine will do.
  String base() {
    return scheme + "://" + headers.getOrDefault("host", "localhost");
  }

  /// Nobody else can reach the loopback interface.
  String client() {
    return "127.0.0.1";
  }

  /// Another port of the same host.
  String plainly(int port) {
    var host = headers.getOrDefault("host", "localhost").replaceFirst(":\\d+$", "");
    return "http://" + host + ":" + port;
  }
}
