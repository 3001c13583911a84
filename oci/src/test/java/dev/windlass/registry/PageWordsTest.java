// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page "Why can't Code Engine pull an image?" prints what containerd says. Word for word, this
/// is what Debian's `ctr` says when a registry answers as ours does.
@Timeout(60)
class PageWordsTest {
  private static final String DIGEST = Thing.IMAGE.piece().digest.toString();
  private static final Map<String, String> CHALLENGE =
      Map.of(
          "WWW-Authenticate",
          "Bearer realm=\"http://HOST/token\",service=\"registry\",scope=\"repository:ns/app:pull\"");

  private static Containerd ctr;

  @BeforeAll
  static void start(@TempDir Path scratch) throws IOException, InterruptedException {
    ctr = Containerd.newer(new Shell(scratch), Thing.layout(scratch.resolve("layout")));
  }

  @AfterAll
  static void stop() {
    ctr.close();
  }

  private static String pull(String host, Optional<String> signIn)
      throws IOException, InterruptedException {
    var ended = ctr.pull(host + "/ns/app:v1", signIn).ended();
    assertThat(ended.isFine()).isFalse();
    return ended.output();
  }

  /// Cause 2: the check before the pull has to succeed, or the reason is lost.
  @Test
  void theQuotaIsExceeded() throws Exception {
    var head =
        Map.of(
            "Content-Type", Images.OCI, "Content-Length", "417", "Docker-Content-Digest", DIGEST);
    var body =
        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"You have exceeded your pull traffic quota"
            + " for the current month. Review your pull traffic quota and pricing plan.\"}]}";
    var denied = new Stub.Says(403, Map.of("Content-Type", "application/json"), body);
    try (var registry =
        Stub.saying(
            Map.of(
                "HEAD /v2/ns/app/manifests/",
                new Stub.Says(200, head, ""),
                "GET /v2/ns/app/manifests/",
                denied))) {
      assertThat(pull(registry.host(), Optional.empty()))
          .contains(
              "403 Forbidden - Server message: denied: You have exceeded your pull traffic quota for"
                  + " the current month. Review your pull traffic quota and pricing plan.");
    }
  }

  /// Causes 1 and 3: there is a token, and it is not for this.
  @Test
  void accessIsMissing(@TempDir Path folder) throws Exception {
    try (var registry = Fresh.registry(folder)) {
      var image = Client.nobody(registry).host() + "/private/app:v1";
      assertThat(ctr.pull(image, Optional.empty()).ended().output())
          .contains(
              "failed to resolve reference \""
                  + image
                  + "\": pull access denied, repository does not exist or may require authorization:"
                  + " server message: insufficient_scope: authorization failed");
    }
  }

  /// Cause 5: the token server does not talk to this address, whoever asks, and however.
  @Test
  void theAddressIsNotAllowed() throws Exception {
    var refused = new Stub.Says(400, Map.of("Content-Type", "application/json"), "{\"errors\":[]}");
    try (var registry =
        Stub.saying(
            Map.of(
                "HEAD /v2/ns/app/manifests/",
                new Stub.Says(401, CHALLENGE, ""),
                "GET /token",
                refused,
                "POST /token",
                refused))) {
      var host = registry.host();
      assertThat(pull(host, ForeignClientsContract.OWNER))
          .contains(
              "failed to resolve reference \""
                  + host
                  + "/ns/app:v1\": failed to authorize: failed to fetch oauth token: unexpected"
                  + " status from GET request to http://"
                  + host
                  + "/token?scope=repository%3Ans%2Fapp%3Apull&service=registry: 400 Bad Request");
    }
  }
}
