// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One request, with its parts checked on the way out: whoever asks for the digest gets one, or the
/// client gets told.
final class Request {
  private final HttpExchange exchange;
  private final Origin origin;
  private final Matcher path;
  private final Map<String, List<String>> query;

  Request(HttpExchange exchange, Origin origin, Matcher path) {
    this.exchange = exchange;
    this.origin = origin;
    this.path = path;
    this.query = form(exchange.getRequestURI().getRawQuery());
  }

  /// The repository that the path names.
  Name name() {
    return name(path.group("name"));
  }

  static Name name(String text) {
    try {
      return new Name(text);
    } catch (InvalidName e) {
      throw Rejected.because(ErrorCode.NAME_INVALID, e);
    }
  }

  /// The last part of the path: a tag, a digest, or the id of an upload.
  String last() {
    return path.group("last");
  }

  Digest digest() {
    return digest(last());
  }

  static Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (InvalidName e) {
      throw Rejected.because(ErrorCode.DIGEST_INVALID, e);
    }
  }

  Optional<String> query(String key) {
    return queries(key).stream().findFirst();
  }

  List<String> queries(String key) {
    return query.getOrDefault(key, List.of());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  InputStream body() {
    return exchange.getRequestBody();
  }

  /// The whole body, or nothing when it is longer than that.
  Optional<byte[]> body(int most) throws Upload.Broken {
    byte[] bytes = read(most + 1);
    return bytes.length > most ? Optional.empty() : Optional.of(bytes);
  }

  private byte[] read(int most) throws Upload.Broken {
    try {
      return body().readNBytes(most);
    } catch (IOException e) {
      throw new Upload.Broken(e);
    }
  }

  boolean isPost() {
    return exchange.getRequestMethod().equals("POST");
  }

  boolean isHead() {
    return exchange.getRequestMethod().equals("HEAD");
  }

  /// The address of the client.
  InetAddress from() {
    return origin.client();
  }

  Side side() {
    return origin.side();
  }

  /// Makes an answer.
  interface Making {
    Answer answer() throws IOException;
  }

  /// The answer, or, when the client says that it has what is under that digest, 304.
  Answer unlessKnown(Digest digest, Making making) throws IOException {
    String tag = "\"" + digest + "\"";
    var known = header("If-None-Match").orElse("");
    boolean same = Stream.of(known.split(",", -1)).anyMatch(one -> names(one.strip(), tag));
    return (same ? Answer.empty(304) : making.answer()).with("ETag", tag);
  }

  /// A weak tag will do: the bytes of a digest are always the same.
  private static boolean names(String one, String tag) {
    return one.equals("*") || one.equals(tag) || one.equals("W/" + tag);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  String scheme() {
    return exchange instanceof HttpsExchange ? "https" : "http";
  }

  /// How the client calls us, so that it finds us again under the same name.
  String host() {
    return header("Host")
        .filter(host -> host.matches("[A-Za-z0-9.:_\\[\\]-]{1,300}"))
        .orElseGet(() -> "localhost:" + exchange.getLocalAddress().getPort());
  }

  /// Reads `a=1&a=2&b=3`. What cannot be decoded is taken as it stands.
  static Map<String, List<String>> form(@Nullable String text) {
    if (text == null) {
      return Map.of();
    }
    return Stream.of(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.groupingBy(
                pair -> decoded(pair[0]),
                Collectors.mapping(
                    pair -> pair.length == 2 ? decoded(pair[1]) : "", Collectors.toList())));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a lone % is no reason to refuse the rest
    }
  }
}
