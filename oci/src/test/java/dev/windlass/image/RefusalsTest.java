// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The registry's own words survive, in whatever form they come.
class RefusalsTest {
  record Row(String type, String body, String becomes) {
    @Override
    public String toString() {
      return body.isEmpty() ? "nothing" : body;
    }
  }

  private static Row json(String body, String becomes) {
    return new Row("application/json", body, becomes);
  }

  static final List<Row> rows =
      List.of(
          json("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}", "DENIED: no"),
          json(
              "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\",\"detail\":\"not today\"}]}",
              "DENIED: no: not today"),
          json(
              "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\",\"detail\":{\"name\":\"a/b\"}}]}",
              "DENIED: no: {\"name\":\"a/b\"}"),
          json("{\"errors\":[null,{\"code\":7,\"message\":\"seven\"}]}", "7: seven"),
          json(
              "{\"errors\":[{\"status\":401,\"message\":\"Bad credentials\"}]}", "Bad credentials"),
          json(
              "{\"details\":\"incorrect username or password\"}", "incorrect username or password"),
          json("{\"message\":\"Not Found\",\"documentation_url\":\"x\"}", "Not Found"),
          json("{\"error\":\"invalid_grant\"}", "invalid_grant"),
          json(
              "{\"error\":\"invalid_grant\",\"error_description\":\"expired\"}",
              "invalid_grant: expired"),
          json("{\"error\":\"who are you?\"}", "who are you?"),
          json("{\"error\":{\"code\":\"X\",\"message\":\"y\"}}", "X: y"),
          json("{\"code\":\"X\",\"message\":\"y\"}", "X: y"),
          json("{}", "{}"),
          json("{\"errors\":[]}", "{\"errors\":[]}"),
          json("{\"errors\":[{\"co", "words that cannot be read: {\"errors\":[{\"co"),
          json("", ""),
          json("no\r\n  entry\u0000", "no entry"),
          json(
              "see https://u:p@s3.example/b?X-Amz-Signature=s3cret for more",
              "see https://s3.example/b?… for more"),
          new Row(
              "text/html; charset=utf-8",
              "<html><head><title>Log in\n</title></head></html>",
              "a web page, 'Log in', not a registry's answer"),
          new Row("text/plain", "<!DOCTYPE html><p>x", "a web page, not a registry's answer"),
          new Row("text/html", "", "a web page, not a registry's answer"),
          new Row(
              "application/xml",
              "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Expired</Message></Error>",
              "AccessDenied: Expired"),
          new Row("application/xml", "<a/>", "XML, not a registry's answer: <a/>"));

  @ParameterizedTest
  @FieldSource("rows")
  void saysWhatWasSaid(Row row) throws Exception {
    assertThat(words(403, row.type, row.body, "")).isEqualTo(row.becomes);
  }

  @Test
  void theHeaderSaysMoreThanTheBody() throws Exception {
    assertThat(
            words(
                403,
                "application/json",
                "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}",
                "Bearer realm=\"https://auth.example/\",error=\"insufficient_scope\","
                    + "error_description=\"pull is not enough\""))
        .isEqualTo("UNAUTHORIZED: authentication required; insufficient_scope; pull is not enough");
  }

  @Test
  void noMoreIsReadThanCanBeUsed() throws Exception {
    assertThat(words(500, "text/plain", "x".repeat(1 << 20), "")).hasSize(1001).endsWith("…");
  }

  private static String words(int status, String type, String body, String challenge)
      throws IOException, InterruptedException {
    try (var registry = new FakeRegistry();
        var remote = Remote.open(Limits.STANDARD)) {
      registry.playing(exchange -> {
        if (!challenge.isEmpty()) {
          exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
        }
        return FakeRegistry.answer(exchange, status, type, body);
      });
      var told = remote.manifest(registry.image("shop/web:v1"), Credentials.NONE);
      return refusal(((Told.No<?>) told).why()).orElseThrow().words();
    }
  }

  private static Optional<Refusal> refusal(Failure why) {
    return switch (why) {
      case Failure.MissingCredentials(_, var refusal) -> Optional.of(refusal);
      case Failure.Misbehaved(_, _, var refusal) -> Optional.of(refusal);
      case Failure.NotShown(_, var refusal) -> Optional.of(refusal);
      case Failure _ -> Optional.empty();
    };
  }
}
