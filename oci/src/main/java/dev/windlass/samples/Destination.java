// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Credential;
import dev.windlass.image.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A repository in a registry that images are pushed to. Asks before it sends, so that what is
/// there is not sent again. For one thread at a time.
final class Destination {
  private static final Duration ANSWERING = Duration.ofMinutes(10);

  private final URI registry;
  private final String repository;
  private final Optional<Credential> credential;
  private final HttpClient http;
  private Optional<String> authorization = Optional.empty();

  Destination(HttpClient http, URI registry, String repository, Optional<Credential> credential) {
    this.registry = registry;
    this.repository = repository;
    this.credential = credential;
    this.http = http;
  }

  void push(SampleImage image, String tag) throws IOException, InterruptedException {
    if (!has(manifest(tag), image.digest())) {
      pushParts(image);
      put(image, tag);
    }
  }

  private void pushParts(SampleImage image) throws IOException, InterruptedException {
    for (Blob blob : image.blobs()) {
      push(blob);
    }
    for (SampleImage child : image.children()) {
      pushParts(child);
      put(child, child.digest().toString());
    }
  }

  private void push(Blob blob) throws IOException, InterruptedException {
    if (!has("blobs/" + blob.digest(), blob.digest())) {
      var begun =
          expect(
              202, send(at("blobs/uploads/"), "POST", BodyPublishers.noBody(), Optional.empty()));
      var place = begun.uri().resolve(begun.headers().firstValue("Location").orElse(""));
      String separator = place.getRawQuery() == null ? "?" : "&";
      var end = URI.create(place + separator + "digest=" + blob.digest());
      var type = Optional.of("application/octet-stream");
      expect(201, send(end, "PUT", blob.publisher(), type));
    }
  }

  private void put(SampleImage image, String reference) throws IOException, InterruptedException {
    var type = Optional.of(image.mediaType());
    expect(201, send(at(manifest(reference)), "PUT", image.manifest().publisher(), type));
  }

  /// Whether that is there and is what we mean.
  private boolean has(String path, Digest digest) throws IOException, InterruptedException {
    var answer = send(at(path), "HEAD", BodyPublishers.noBody(), Optional.empty());
    if (answer.statusCode() == 404) {
      return false;
    }
    var there = expect(200, answer).headers().firstValue("Docker-Content-Digest");
    return there.filter(digest.toString()::equals).isPresent();
  }

  private static String manifest(String reference) {
    return "manifests/" + reference;
  }

  private URI at(String path) {
    return registry.resolve("/v2/" + repository + "/" + path);
  }

  /// The one way out: says who we are, once the registry has asked.
  private HttpResponse<String> send(
      URI place, String method, BodyPublisher body, Optional<String> type)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(place)
            .timeout(ANSWERING)
            .header("Accept", Wire.MANIFEST + ", " + Wire.INDEX)
            .method(method, body);
    type.ifPresent(it -> request.header("Content-Type", it));
    var answer = sendAsKnown(request, place);
    if (answer.statusCode() != 401 || !signIn(answer)) {
      return answer;
    }
    return sendAsKnown(request, place);
  }

  private HttpResponse<String> sendAsKnown(HttpRequest.Builder request, URI place)
      throws IOException, InterruptedException {
    boolean ours = registry.getRawAuthority().equals(place.getRawAuthority());
    authorization
        .filter(_ -> ours) // uploads may lead elsewhere, where nobody is to see it
        .ifPresent(it -> request.setHeader("Authorization", it));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /// Whether there is anything to say that has not been said.
  private boolean signIn(HttpResponse<String> asked) throws IOException, InterruptedException {
    var before = authorization;
    var challenge = asked.headers().firstValue("WWW-Authenticate").flatMap(Challenge::parse);
    if (challenge.isEmpty()) {
      return false;
    }
    authorization =
        switch (challenge.get()) {
          case Challenge.Basic() -> basic();
          case Challenge.Bearer bearer -> Optional.of("Bearer " + token(bearer));
        };
    return !authorization.equals(before) && authorization.isPresent();
  }

  private Optional<String> basic() {
    return credential.map(Challenge::basic);
  }

  private String token(Challenge.Bearer challenge) throws IOException, InterruptedException {
    String query =
        "service="
            + encoded(challenge.service())
            + "&scope="
            + encoded("repository:" + repository + ":pull,push");
    String separator = challenge.realm().contains("?") ? "&" : "?";
    var request =
        HttpRequest.newBuilder(URI.create(challenge.realm() + separator + query))
            .timeout(ANSWERING);
    basic().ifPresent(it -> request.header("Authorization", it));
    return Challenge.token(expect(200, http.send(request.build(), BodyHandlers.ofString())).body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> expect(int status, HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != status) {
      throw new IOException(
          "the sample was not pushed to %s/%s: %s %s answered %d %s; %s"
              .formatted(
                  registry.getRawAuthority(),
                  repository,
                  answer.request().method(),
                  answer.request().uri().getPath(),
                  answer.statusCode(),
                  answer.body().strip(),
                  advice(answer.statusCode())));
    }
    return answer;
  }

  private String advice(int status) {
    return switch (status) {
      case 401, 403 ->
          credential.isPresent()
              ? "check the user name, the password and what they may do there"
              : "push with the credentials of somebody who may do that there";
      case 404, 405 -> "check that this is the address of a container registry";
      default -> "look into the log of the registry and try again";
    };
  }
}
