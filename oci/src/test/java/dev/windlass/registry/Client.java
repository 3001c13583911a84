// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// Speaks to a registry as tests like it: one call, one answer, and the owner's password on each.
///
/// @param asksForTokens whether the password goes to the token server only, once for each request
record Client(InetSocketAddress registry, String authorization, boolean asksForTokens) {
  static final String KEY = "key-of-the-engine";

  /// As clients do; some registries refuse to give what one does not ask for.
  private static final String MANIFESTS =
      String.join(", ", Images.OCI, Images.INDEX, Images.DOCKER, Images.DOCKER_LIST, "*/*");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static Client owner(EmbeddedRegistry registry) {
    return nobody(registry).with(basic("iamapikey", KEY));
  }

  static Client nobody(EmbeddedRegistry registry) {
    return nobody(registry.address());
  }

  static Client nobody(InetSocketAddress registry) {
    return new Client(registry, "", false);
  }

  Client with(String authorization) {
    return new Client(registry, authorization, false);
  }

  /// The same one, who does as the distribution specification's own test suite does.
  Client withTokens() {
    return new Client(registry, authorization, true);
  }

  static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  String host() {
    return "127.0.0.1:" + registry.getPort();
  }

  /// An answer, with the body as it came.
  record Reply(HttpResponse<byte[]> answer) {
    int status() {
      return answer.statusCode();
    }

    byte[] body() {
      return answer.body();
    }

    String header(String name) {
      return answer.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(body(), StandardCharsets.UTF_8);
    }

    /// The first error code, or nothing.
    String code() {
      var code = Pattern.compile("\"code\":\"([A-Z_]+)\"").matcher(text());
      return code.find() ? code.group(1) : "";
    }

    String field(String name) {
      var field = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(text());
      return field.find() ? field.group(1) : "";
    }
  }

  Reply get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Reply head(String path, String... headers) throws IOException, InterruptedException {
    return send("HEAD", path, BodyPublishers.noBody(), headers);
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Reply send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, BodyPublishers.ofByteArray(body), headers);
  }

  Reply send(String method, String path, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri(path)).method(method, body).header("Accept", MANIFESTS);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return asksForTokens ? sentWithToken(request) : sent(request, authorization);
  }

  /// Registries name places with or without themselves in front.
  private URI uri(String path) {
    return URI.create(path.startsWith("/") ? "http://" + host() + path : path);
  }

  private Reply sentWithToken(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var first = sent(request, "");
    if (first.status() != 401) {
      return first;
    }
    var question = Challenge.parse(first.header("WWW-Authenticate")).question();
    var token = sent(HttpRequest.newBuilder(question), authorization).field("token");
    return sent(request, "Bearer " + token);
  }

  private static Reply sent(HttpRequest.Builder request, String authorization)
      throws IOException, InterruptedException {
    if (!authorization.isEmpty()) {
      request.setHeader("Authorization", authorization);
    }
    HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    return new Reply(answer);
  }

  Digest push(String repository, byte[] content) throws IOException, InterruptedException {
    return push(repository, content, Digest.of(content));
  }

  /// Pushes a blob in one go, or in two to registries that do not take it in one.
  Digest push(String repository, byte[] content, Digest digest)
      throws IOException, InterruptedException {
    var reply = send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content);
    if (reply.status() == 202) {
      reply = send("PUT", Images.closing(reply.header("Location"), digest), content);
    }
    if (reply.status() != 201) {
      throw new AssertionError("pushing a blob: " + reply.status() + " " + reply.text());
    }
    return digest;
  }

  /// Begins an upload and says where it goes on.
  String begin(String repository) throws IOException, InterruptedException {
    return send("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0]).header("Location");
  }

  Reply putManifest(String repository, String reference, String type, byte[] content)
      throws IOException, InterruptedException {
    return send(
        "PUT", "/v2/" + repository + "/manifests/" + reference, content, "Content-Type", type);
  }
}
