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
record Client(InetSocketAddress registry, String authorization) {
  static final String KEY = "key-of-the-engine";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static Client owner(EmbeddedRegistry registry) {
    return new Client(registry.address(), basic("iamapikey", KEY));
  }

  static Client nobody(EmbeddedRegistry registry) {
    return new Client(registry.address(), "");
  }

  Client with(String authorization) {
    return new Client(registry, authorization);
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
        HttpRequest.newBuilder(URI.create("http://" + host() + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    return new Reply(answer);
  }

  /// Pushes a blob in one go.
  Digest push(String repository, byte[] content) throws IOException, InterruptedException {
    var digest = Digest.of(content);
    var reply = send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content);
    if (reply.status() != 201) {
      throw new IOException("pushing a blob: " + reply.status() + " " + reply.text());
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
