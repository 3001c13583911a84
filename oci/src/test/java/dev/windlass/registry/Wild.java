// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// What clients may come up with: a good part of it nearly right, for that gets furthest.
final class Wild {
  private static final String CONTENT = "known to all";
  private static final String KNOWN =
      dev.windlass.image.Digest.of(Images.bytes(CONTENT)).toString();

  private Wild() {}

  /// Any text, fit to stand in a path or query.
  private static Arbitrary<String> escaped() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(30).map(Wild::encoded),
        Arbitraries.of("%ff%fe", "%00", "%0d%0a", "%2e%2e", "%2F..%2F", "%C0%AF", "%F0%9F%8D%B2"),
        Arbitraries.strings().ascii().ofMaxLength(8).map(Wild::encoded),
        Arbitraries.integers().between(100, 3000).map("x"::repeat));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Arbitrary<String> mostly(Arbitrary<String> usual, Arbitrary<String> seldom) {
    return Arbitraries.frequencyOf(Tuple.of(5, usual), Tuple.of(1, seldom));
  }

  static Arbitrary<String> name() {
    return mostly(
        Arbitraries.of("a", "a/b", "open/x-y.z", "private/x", "a/b/c/d/e"),
        Arbitraries.oneOf(
            escaped(),
            Arbitraries.of(
                "..", "a/../b", "a//b", "-a", "A", "_catalog", "a/manifests", "a/", "/")));
  }

  static Arbitrary<String> digest() {
    var hex = Arbitraries.strings().withChars("0123456789abcdefABCDEF").ofMaxLength(140);
    return Arbitraries.oneOf(
        Arbitraries.of(KNOWN, "sha256:" + "0".repeat(64), "sha512:" + "a".repeat(128)),
        hex.map("sha256:"::concat),
        hex.map("sha512:"::concat),
        Arbitraries.of("sha256:", ":", "md5:d41d8cd98f00b204e9800998ecf8427e", "sha256"),
        escaped());
  }

  private static Arbitrary<String> reference() {
    return Arbitraries.oneOf(Arbitraries.of("v1", "latest", "x".repeat(129)), digest(), escaped());
  }

  static Arbitrary<String> query() {
    var keys =
        mostly(
            Arbitraries.of(
                "n",
                "last",
                "digest",
                "mount",
                "from",
                "tag",
                "artifactType",
                "digest-algorithm",
                "scope",
                "service",
                "account",
                "offline_token",
                "ns",
                "page"),
            escaped());
    var values =
        Arbitraries.oneOf(
            digest(),
            name(),
            escaped(),
            scope().map(Wild::encoded),
            Arbitraries.of("0", "1", "-1", "99999999999999999999", "true", "sha512", ""));
    var pair =
        Combinators.combine(keys, values, Arbitraries.of("=", "", "==", "&"))
            .as((key, value, sign) -> key + sign + value);
    return pair.list()
        .ofMaxSize(4)
        .map(pairs -> pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
  }

  private static Arbitrary<String> scope() {
    var actions =
        Arbitraries.of("pull", "push", "delete", "*", "", "pull,pull", "x").list().ofMaxSize(5);
    return Combinators.combine(
            Arbitraries.of("repository", "registry", "repository(plugin)", "", "Ä", "::"),
            Arbitraries.oneOf(
                Arbitraries.of("a", "catalog", "host:5000/a", " "), Arbitraries.strings()),
            actions)
        .as((type, name, verbs) -> type + ":" + name + ":" + String.join(",", verbs));
  }

  /// The paths there are, with the methods that are good there.
  private static final List<String> ROUTES =
      List.of(
          "GET,HEAD /v2/",
          "GET,HEAD /v2/_catalog",
          "GET,POST /token",
          "GET,HEAD /v2/<name>/tags/list",
          "GET,HEAD,DELETE /v2/<name>/blobs/<digest>",
          "GET,HEAD,DELETE /v2/<name>/manifests/<reference>",
          "PUT /v2/<name>/manifests/<reference>",
          "GET,HEAD /v2/<name>/referrers/<digest>",
          "POST /v2/<name>/blobs/uploads/",
          "GET,PATCH,PUT,DELETE /v2/<name>/blobs/uploads/<reference>",
          "GET /v2/<name>/blobs/uploads/<reference>/<digest>",
          "GET,POST,PUT /<name>",
          "GET /v2/<name>");

  static Arbitrary<Said> request() {
    return Arbitraries.of(ROUTES)
        .flatMap(route -> {
          var parts = List.of(route.split(" ", 2));
          return Combinators.combine(
                  method(parts.getFirst()), path(parts.getLast()), query(), headers(), body())
              .as((verb, path, query, headers, body) ->
                  new Said(verb, path + query, headers, body));
        });
  }

  private static Arbitrary<String> method(String good) {
    return mostly(
        Arbitraries.of(List.of(good.split(",", -1))),
        Arbitraries.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW", "get"));
  }

  private static Arbitrary<String> path(String form) {
    return Combinators.combine(name(), reference(), digest())
        .as((name, reference, digest) ->
            form.replace("<name>", name)
                .replace("<reference>", reference)
                .replace("<digest>", digest))
        .map(path -> path.replaceFirst("^/+", "/")); // two would begin the name of a host
  }

  /// Anything that may stand in a header.
  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withCharRange('\u00a0', '\u00ff')
        .ofMaxLength(40);
  }

  private static Arbitrary<String> range() {
    var number =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-2, 20).map(String::valueOf),
            Arbitraries.of(
                "", "9223372036854775807", "9223372036854775808", "99999999999999999999999"));
    return Arbitraries.oneOf(
        text(),
        Combinators.combine(
                Arbitraries.of("bytes=", "", "bytes ", "pages="),
                number,
                number,
                Arbitraries.of("", ",5-6", "/20", "/*"))
            .as((unit, from, to, rest) -> unit + from + "-" + to + rest));
  }

  private static Arbitrary<String> header() {
    return Arbitraries.oneOf(
        range().map("Range: "::concat),
        range().map("Content-Range: "::concat),
        text().map("If-None-Match: "::concat),
        text().map("Accept: "::concat),
        text().map("Content-Type: "::concat),
        text().map("X-Forwarded-For: "::concat),
        text().map("X-Forwarded-Proto: "::concat),
        text().map("Cookie: "::concat),
        text().map("Origin: "::concat),
        Arbitraries.of("Expect: 100-continue", "Content-Type: " + Images.OCI, "TE: trailers"));
  }

  private static Arbitrary<String> authorization() {
    return mostly(
        Arbitraries.just(Client.basic("iamapikey", Client.KEY)),
        Arbitraries.oneOf(
            Arbitraries.of("Basic", "Basic ?", "Basic Og==", "Bearer", "Bearer ..", "Bearer a.b.c"),
            text().map("Bearer "::concat),
            text().map("Basic "::concat),
            text()));
  }

  static Arbitrary<List<String>> headers() {
    return Combinators.combine(authorization(), header().list().ofMaxSize(3))
        .as((authorization, others) -> {
          var all = new ArrayList<>(others);
          all.add("Authorization: " + authorization);
          return all;
        });
  }

  /// Bytes, each as one character.
  static Arbitrary<String> body() {
    return Arbitraries.oneOf(
        Arbitraries.of("", CONTENT, "{}"),
        Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200),
        manifest());
  }

  private static Arbitrary<String> value() {
    return Arbitraries.lazyOf(
        Wild::scalar,
        Wild::scalar,
        Wild::scalar,
        () -> value().list().ofMaxSize(3).map(parts -> "[" + String.join(",", parts) + "]"),
        () -> fields(Wild.value()),
        Wild::descriptor);
  }

  private static Arbitrary<String> scalar() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "null",
            "true",
            "2",
            "1",
            "-0",
            "1e999",
            "-1e-999",
            "99999999999999999999999",
            "2.0",
            "\"\"",
            "\"2\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "NaN",
            "01",
            "'x'",
            "\"\u0001\"",
            ""),
        Arbitraries.of(Images.OCI, Images.INDEX, KNOWN).map(text -> "\"" + text + "\""),
        Arbitraries.strings()
            .ofMaxLength(10)
            .map(text -> "\"" + latin(text.replace("\\", "").replace("\"", "")) + "\""));
  }

  /// UTF-8, one character for each byte.
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static Arbitrary<String> fields(Arbitrary<String> values) {
    var key =
        Arbitraries.of(
            "schemaVersion",
            "mediaType",
            "config",
            "layers",
            "manifests",
            "subject",
            "digest",
            "size",
            "artifactType",
            "annotations",
            "urls",
            "platform",
            "data",
            "x",
            "");
    return Combinators.combine(key, values)
        .as((name, value) -> "\"" + name + "\":" + value)
        .list()
        .ofMaxSize(4)
        .map(Wild::object);
  }

  private static String object(List<String> fields) {
    return fields.stream().collect(Collectors.joining(",", "{", "}"));
  }

  private static Arbitrary<String> descriptor() {
    var size = Arbitraries.of("12", "0", "-1", "9223372036854775807", "9223372036854775808", "1.5");
    return Combinators.combine(Arbitraries.of(KNOWN, Images.NOWHERE.toString(), "x"), size)
        .as((digest, size1) ->
            "{\"mediaType\":\"text/plain\",\"digest\":\"" + digest + "\",\"size\":" + size1 + "}");
  }

  /// Manifests: good ones, those with something wrong, and what only starts like one.
  static Arbitrary<String> manifest() {
    var good = Arbitraries.just(Images.descriptor("text/plain", Images.bytes(CONTENT)));
    var part = mostly(good, Arbitraries.oneOf(descriptor(), value()));
    var extra =
        Arbitraries.oneOf(
            good.map("\"subject\":"::concat),
            Combinators.combine(
                    Arbitraries.of("subject", "mediaType", "artifactType", "x"),
                    Arbitraries.oneOf(value(), scalar()))
                .as((name, value) -> "\"" + name + "\":" + value),
            scalar().map(value -> "\"annotations\":{\"x\":" + value + "}"));
    var image =
        Combinators.combine(
                part,
                part.list().ofMaxSize(3),
                mostly(Arbitraries.just("2"), value()),
                extra.list().ofMaxSize(3))
            .as((config, layers, version, others) -> {
              var fields = new ArrayList<>(others);
              fields.add("\"schemaVersion\":" + version);
              fields.add("\"config\":" + config);
              fields.add("\"layers\":[" + String.join(",", layers) + "]");
              return object(fields);
            });
    var deep =
        Arbitraries.integers()
            .between(50, 20_000)
            .map(depth ->
                "{\"schemaVersion\":2,\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    return Arbitraries.oneOf(
        image,
        fields(value()),
        deep,
        Combinators.combine(
                image,
                Arbitraries.integers().between(0, 100),
                Arbitraries.of("", "\u00ff", "\u00c0\u0080", "\0", "\u00ef\u00bb\u00bf"))
            .as((text, at, bytes) -> damaged(text, Math.min(at, text.length()), bytes)));
  }

  /// Cuts when there is nothing to put in.
  private static String damaged(String text, int at, String bytes) {
    return text.substring(0, at) + bytes + (bytes.isEmpty() ? "" : text.substring(at));
  }

  static Arbitrary<String> form() {
    var keys =
        mostly(
            Arbitraries.of(
                "grant_type", "username", "password", "scope", "refresh_token", "access_type"),
            escaped());
    var values =
        Arbitraries.oneOf(
            Arbitraries.of("password", "refresh_token", "iamapikey", "offline", "", Client.KEY),
            scope().map(Wild::encoded),
            escaped());
    var pair = Combinators.combine(keys, values).as((key, value) -> key + "=" + value);
    var begin =
        Arbitraries.of(
            "grant_type=password&username=iamapikey&password=" + Client.KEY,
            "grant_type=refresh_token&refresh_token=",
            "service=registry");
    var rest = pair.list().ofMaxSize(8).map(pairs -> "&" + String.join("&", pairs));
    return mostly(Combinators.combine(begin, rest).as(String::concat), body());
  }

  /// What is done with an upload: a method, the end of its target, a range, and bytes.
  static Arbitrary<List<Said>> steps() {
    var ends =
        mostly(
            Arbitraries.of("?digest=" + KNOWN),
            Arbitraries.oneOf(
                Arbitraries.of("", "?digest="), digest().map("?digest="::concat), query()));
    var step =
        Combinators.combine(
                Arbitraries.of("PATCH", "PATCH", "PUT", "GET", "HEAD", "DELETE"),
                ends,
                range().map("Content-Range: "::concat).list().ofMaxSize(1),
                mostly(Arbitraries.of(CONTENT), body()))
            .as(Said::new);
    return step.list().ofMinSize(1).ofMaxSize(5);
  }

  /// The paths of the management API, with the methods that are good there.
  private static final List<String> OPERATIONS =
      List.of(
          "GET,PATCH /auth",
          "GET,PATCH /plans",
          "GET,PATCH /quotas",
          "GET,PATCH /settings",
          "GET /images",
          "POST /images/bulkdelete",
          "POST /images/digests",
          "POST /images/tags",
          "DELETE /images/<image>",
          "GET /images/<image>/json",
          "GET /images/<image>/manifest",
          "GET /messages",
          "GET /namespaces",
          "GET /namespaces/details",
          "PUT,PATCH,DELETE /namespaces/<name>",
          "GET,POST /retentions",
          "POST /retentions/analyze",
          "GET /retentions/<name>",
          "DELETE /tags/<image>",
          "GET /trash",
          "POST /trash/<image>/restoretags",
          "POST /trash/<image>/restore",
          "GET,POST /apikeys",
          "DELETE /apikeys/<name>",
          "GET /events",
          "GET,POST /garbage",
          "GET /pins",
          "PUT /pins/<name>",
          "GET /<name>");

  static Arbitrary<Said> operation() {
    return Arbitraries.of(OPERATIONS)
        .flatMap(operation -> {
          var parts = List.of(operation.split(" ", 2));
          return Combinators.combine(
                  method(parts.getFirst()), name(), image(), operationQuery(), headers(), wish())
              .as((verb, name, image, query, headers, body) ->
                  new Said(
                      verb,
                      "/api/v1"
                          + parts.getLast().replace("<name>", name).replace("<image>", image)
                          + query,
                      headers,
                      body));
        });
  }

  private static Arbitrary<String> image() {
    return Combinators.combine(
            Arbitraries.of("", "localhost/", "localhost:5000/", "icr.io/"),
            name(),
            Arbitraries.of(":", "@", ""),
            reference())
        .as((host, name, sign, reference) -> host + name + sign + reference)
        .flatMap(plain -> Arbitraries.of(plain, encoded(plain)));
  }

  private static Arbitrary<String> operationQuery() {
    var keys =
        mostly(
            Arbitraries.of(
                "namespace",
                "repository",
                "image",
                "fromimage",
                "toimage",
                "limit",
                "type",
                "since",
                "includeIBM",
                "includePrivate",
                "includeManifestLists"),
            escaped());
    var values =
        Arbitraries.oneOf(
            image(), name(), escaped(), Arbitraries.of("true", "0", "-1", "99999999999999999999"));
    var pair = Combinators.combine(keys, values).as((key, value) -> key + "=" + value);
    return pair.list()
        .ofMaxSize(4)
        .map(pairs -> pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
  }

  private static Arbitrary<String> wish() {
    var values =
        Arbitraries.oneOf(
            value(),
            Arbitraries.of("[]", "[\"a/b:v1\"]", "\"a\"", "true", "30", "-1", "\"Manager\""),
            Arbitraries.of("[\"10.0.0.0/8\"]", "[\"::/129\"]", "[\"\"]", "\"Standard\""),
            Arbitraries.of("[{\"namespace\":\"*\",\"roles\":[\"Reader\"]}]", "{\"a\":[\"b\"]}"));
    var key =
        Arbitraries.of(
            "private_only",
            "allowed_ips",
            "iam_authz",
            "plan",
            "storage_megabytes",
            "traffic_megabytes",
            "platform_metrics",
            "namespace",
            "images_per_repo",
            "retain_untagged",
            "deletion_threshold_days",
            "ignore_pins",
            "name",
            "access",
            "roles",
            "visibility",
            "upstream",
            "url",
            "username",
            "password",
            "digests",
            "images",
            "user",
            "exclude_tagged",
            "exclude_va",
            "dry_run",
            "x");
    return Combinators.combine(key, values)
        .as((name, value) -> "\"" + name + "\":" + value)
        .list()
        .ofMaxSize(4)
        .flatMap(fields -> Arbitraries.oneOf(Arbitraries.just(object(fields)), value(), body()));
  }
}
