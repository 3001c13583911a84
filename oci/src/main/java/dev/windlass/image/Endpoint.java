// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// One request of the distribution specification and how to read its answer. Who we are and what a
/// refusal means are the same for all of them, and live in [Registry].
interface Endpoint<T> {
  Ask ask(URI base);

  /// Reads an answer that is good. Throws [BadAnswer] if it is not what was asked for.
  T read(Answer answer) throws Refused, IOException, InterruptedException;

  Map<String, String> MANIFESTS =
      Map.of(
          "Accept",
          String.join(
              ", ",
              "application/vnd.oci.image.index.v1+json",
              "application/vnd.oci.image.manifest.v1+json",
              "application/vnd.docker.distribution.manifest.list.v2+json",
              "application/vnd.docker.distribution.manifest.v2+json"));

  private static URI under(URI base, Repository repository, String rest) {
    return base.resolve("/v2/" + repository.path() + "/" + rest);
  }

  /// `HEAD /v2/<name>/manifests/<reference>`: the digest, if the registry tells it.
  record AskDigest(Repository repository, String name) implements Endpoint<Optional<Digest>> {
    @Override
    public Ask ask(URI base) {
      return Ask.head(under(base, repository, "manifests/" + name), MANIFESTS);
    }

    @Override
    public Optional<Digest> read(Answer answer) throws BadAnswer {
      var told = answer.header("Docker-Content-Digest");
      try {
        return told.map(Digest::parse);
      } catch (InvalidName e) {
        throw new BadAnswer("tells a digest that is none: " + e.getMessage(), e);
      }
    }
  }

  /// `GET /v2/<name>/manifests/<reference>`
  record FetchManifest(Repository repository, String name, Limits limits)
      implements Endpoint<Document> {
    @Override
    public Ask ask(URI base) {
      return Ask.get(under(base, repository, "manifests/" + name), MANIFESTS);
    }

    @Override
    public Document read(Answer answer) throws IOException {
      byte[] manifest = answer.all(limits.manifestBytes());
      Refusals.checkPage(answer, manifest, "a registry's");
      var type = answer.header("Content-Type").orElse("");
      return new Document(type.replaceFirst(";.*", "").strip(), manifest);
    }
  }

  /// `GET /v2/`
  record Ping() implements Endpoint<Boolean> {
    @Override
    public Ask ask(URI base) {
      return Ask.get(base.resolve("/v2/"), Map.of());
    }

    @Override
    public Boolean read(Answer answer) {
      return true;
    }
  }

  /// `GET /v2/<name>/tags/list`, only to see whether there is such a repository.
  record ListTags(Repository repository) implements Endpoint<Boolean> {
    @Override
    public Ask ask(URI base) {
      return Ask.get(under(base, repository, "tags/list?n=1"), Map.of());
    }

    @Override
    public Boolean read(Answer answer) {
      return true;
    }
  }

  /// `GET /v2/<name>/tags/list`: some of the tags.
  record FetchTags(Repository repository, String last, int most, Limits limits)
      implements Endpoint<TagPage> {
    private static final Pattern NEXT = Pattern.compile("(?i).*;\\s*rel=\"?next\"?.*");

    @Override
    public Ask ask(URI base) {
      var after = last.isEmpty() ? "" : "&last=" + URLEncoder.encode(last, UTF_8);
      return Ask.get(under(base, repository, "tags/list?n=" + most + after), Map.of());
    }

    @Override
    public TagPage read(Answer answer) throws IOException {
      var tags = Documents.parse(Documents.Tags.class, answer.all(limits.answerBytes())).tags();
      return new TagPage(tags, NEXT.matcher(answer.header("Link").orElse("")).matches());
    }
  }

  /// `HEAD /v2/<name>/blobs/<digest>`: how long it is.
  record AskLength(Repository repository, Digest digest) implements Endpoint<OptionalLong> {
    @Override
    public Ask ask(URI base) {
      return Ask.head(under(base, repository, "blobs/" + digest), Map.of());
    }

    @Override
    public OptionalLong read(Answer answer) {
      return answer.length();
    }
  }

  /// `GET /v2/<name>/blobs/<digest>`, handed over while it comes in, with its length.
  record PassBlob<T>(Repository repository, Digest digest, Remote.Taker<T> taker)
      implements Endpoint<T> {
    @Override
    public Ask ask(URI base) {
      return Ask.get(under(base, repository, "blobs/" + digest), Map.of());
    }

    @Override
    public T read(Answer answer) throws IOException {
      return taker.take(answer.length(), answer.body());
    }
  }

  /// Another request, and what its answer tells of how often we may ask.
  record Counted<T>(Endpoint<T> endpoint) implements Endpoint<Told<T>> {
    @Override
    public Ask ask(URI base) {
      return endpoint.ask(base);
    }

    @Override
    public Told<T> read(Answer answer) throws Refused, IOException, InterruptedException {
      return new Told.Yes<>(endpoint.read(answer), Allowance.of(answer.headers()));
    }
  }

  /// `GET /v2/<name>/blobs/<digest>`, handed over while it comes in.
  record FetchBlob<T>(Repository repository, Digest digest, Reader<T> reader)
      implements Endpoint<T> {
    /// Takes a blob in.
    interface Reader<T> {
      T read(InputStream blob) throws Refused, IOException, InterruptedException;
    }

    @Override
    public Ask ask(URI base) {
      return Ask.get(under(base, repository, "blobs/" + digest), Map.of());
    }

    @Override
    public T read(Answer answer) throws Refused, IOException, InterruptedException {
      return reader.read(answer.body());
    }
  }
}
