// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Credential;
import dev.windlass.image.Digest;
import dev.windlass.image.Reference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Asks the registry of one target, one request at a time, and believes nothing.
record Visitor(Target target, HttpClient http, Duration patience) {
  private static final Pattern REALM = Pattern.compile("realm=\"([^\"]*)\"");

  /// The same with so little patience that waiting for nothing takes no time.
  Visitor hasty() {
    return new Visitor(target, http, Duration.ofMillis(300));
  }

  String name() {
    return switch (target.reference()) {
      case Reference.Tagged(_, var tag) -> tag;
      case Reference.Pinned(_, var digest) -> digest.toString();
    };
  }

  /// @param path in the repository, or, with a slash in front, at the server
  private URI at(String path) {
    var repository = "/v2/" + target.reference().repository().path() + "/";
    return target.base().resolve(path.startsWith("/") ? path : repository + path);
  }

  Seen get(String path) throws Exception {
    return send(HttpRequest.newBuilder(at(path)));
  }

  /// Goes where an answer leads.
  Seen follow(Seen redirect) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(redirect.header("Location"))));
  }

  Seen head(String path) throws Exception {
    return send(HttpRequest.newBuilder(at(path)).HEAD());
  }

  Seen post(String path) throws Exception {
    return send(HttpRequest.newBuilder(at(path)).POST(BodyPublishers.noBody()));
  }

  Seen getWith(String authorization, String path) throws Exception {
    return send(HttpRequest.newBuilder(at(path)).header("Authorization", authorization));
  }

  Seen manifest() throws Exception {
    return get("manifests/" + name());
  }

  Seen layer() throws Exception {
    return get("blobs/" + manifest().is(200).digest(1));
  }

  Seen config() throws Exception {
    return get("blobs/" + manifest().is(200).digest(0));
  }

  private Seen send(HttpRequest.Builder request) throws Exception {
    return Seen.of(http.send(request.timeout(patience).build(), BodyHandlers.ofByteArray()));
  }

  /// Where the registry sends those who ask for the manifest without a token.
  URI realm() throws Exception {
    var challenge = manifest().is(401).header("WWW-Authenticate");
    var realm = REALM.matcher(challenge);
    assertThat(realm.find()).as(challenge).isTrue();
    return URI.create(realm.group(1));
  }

  /// A token request with the target's own credential.
  Seen token() throws Exception {
    var scope = "repository:" + target.reference().repository().path() + ":pull";
    var query = "?service=registry&scope=" + URLEncoder.encode(scope, UTF_8);
    var request = HttpRequest.newBuilder(URI.create(realm() + query));
    credential().ifPresent(header -> request.header("Authorization", header));
    return send(request);
  }

  /// The same in the other way that token servers have.
  Seen tokenByPost() throws Exception {
    var scope = "repository:" + target.reference().repository().path() + ":pull";
    var form = "grant_type=password&username=a&password=b&scope=" + URLEncoder.encode(scope, UTF_8);
    return send(
        HttpRequest.newBuilder(realm())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  Optional<String> credential() {
    return target.fault().credential().map(Visitor::basic);
  }

  static String basic(Credential credential) {
    var pair = credential.username() + ":" + credential.password().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  /// The manifest for those who have a token, after checking that there is one to be had and that
  /// nobody gets in without.
  Seen manifestWithToken() throws Exception {
    token().is(200).says("\"token\":\"chaos\"");
    return getWith("Bearer chaos", "manifests/" + name());
  }

  /// Everything is there, and is what its digest says.
  void pulls(String... authorization) throws Exception {
    var manifest = pulled("manifests/" + name(), authorization);
    assertThat(manifest.header("Docker-Content-Digest"))
        .isEqualTo(Digest.of(manifest.bytes()).toString());
    for (int i = 0; i < 2; i++) {
      var digest = manifest.digest(i);
      assertThat(Digest.of(pulled("blobs/" + digest, authorization).bytes())).hasToString(digest);
    }
  }

  private Seen pulled(String path, String... authorization) throws Exception {
    return (authorization.length == 0 ? get(path) : getWith(authorization[0], path)).is(200);
  }

  /// The layer as it comes, however little of it.
  LayerOnTheWire layerOnTheWire() throws Exception {
    var path = at("blobs/" + manifest().is(200).digest(1)).getPath();
    var socket = new Socket(InetAddress.getLoopbackAddress(), target.base().getPort());
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
    return LayerOnTheWire.of(socket);
  }

  /// @param length what the server says the layer has
  record LayerOnTheWire(Socket socket, int length) implements AutoCloseable {
    private static LayerOnTheWire of(Socket socket) throws IOException {
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) socket.getInputStream().read());
      }
      var length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
      assertThat(length.find()).as(head.toString()).isTrue();
      return new LayerOnTheWire(socket, Integer.parseInt(length.group(1)));
    }

    byte[] read(int most) throws IOException {
      return socket.getInputStream().readNBytes(most);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
