// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;

/// What a client was answered.
final class Seen {
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"");

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  private Seen(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Seen of(HttpResponse<byte[]> answer) {
    return new Seen(answer.statusCode(), answer.headers(), answer.body());
  }

  int status() {
    return status;
  }

  byte[] bytes() {
    return body;
  }

  String text() {
    return new String(body, UTF_8);
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /// The digests in a manifest: the configuration's, and then the layers'; or those of an index.
  String digest(int which) {
    return digests().get(which);
  }

  List<String> digests() {
    return DIGEST.matcher(text()).results().map(match -> match.group(1)).toList();
  }

  Seen is(int expected) {
    assertThat(status).as(text()).isEqualTo(expected);
    return this;
  }

  /// Is a refusal in the words of the specification.
  Seen refuses(int expected, String code, String words) {
    is(expected).has("Content-Type", "application/json");
    assertThat(text()).startsWith("{\"errors\":[{\"code\":\"" + code + "\"").contains(words);
    return this;
  }

  Seen isPage(int expected) {
    is(expected);
    assertThat(header("Content-Type")).startsWith("text/html");
    assertThat(text()).startsWith("<!DOCTYPE html>");
    return this;
  }

  Seen has(String name, String value) {
    assertThat(header(name)).as(name).contains(value);
    return this;
  }

  Seen says(String words) {
    assertThat(text()).contains(words);
    return this;
  }
}
