// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page "Why can't Code Engine pull an image?" prints what containerd says. Word for word, this
/// is what Debian's `ctr` says of our registry.
@Timeout(60)
class PageWordsTest {
  private static Containerd ctr;

  private EmbeddedRegistry registry;
  private Client owner;
  private String image;

  @BeforeAll
  static void startContainerd(@TempDir Path scratch) throws IOException, InterruptedException {
    ctr = Containerd.newer(new Shell(scratch), Thing.layout(scratch.resolve("layout")));
  }

  @AfterAll
  static void stopContainerd() {
    ctr.close();
  }

  @BeforeEach
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    registry = Fresh.registry(folder);
    owner = Client.owner(registry);
    image = owner.host() + "/open/app:v1";
    ctr.push(Thing.IMAGE, image, ForeignClientsContract.NOBODY).fine();
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private void set(String what, String rules) throws IOException, InterruptedException {
    var reply =
        owner.send("PATCH", "/api/v1/" + what, bytes(rules), "Content-Type", "application/json");
    assertThat(reply.status()).as(reply.text()).isLessThan(300);
  }

  /// Cause 2. That the manifest is there has to be told all the same, or the reason is lost.
  @Test
  void theQuotaIsExceeded() throws Exception {
    set("quotas", "{\"traffic_megabytes\":0}");
    assertThat(ctr.pull(image, ForeignClientsContract.OWNER).ended().output())
        .contains(
            "403 Forbidden - Server message: denied: You have exceeded your pull traffic quota for"
                + " the current month. Review your pull traffic quota and pricing plan.");
  }

  /// Causes 1 and 3: there is a token, and it is not for this.
  @Test
  void accessIsMissing() throws Exception {
    var hidden = owner.host() + "/private/app:v1";
    assertThat(ctr.pull(hidden, ForeignClientsContract.NOBODY).ended().output())
        .contains(
            "failed to resolve reference \""
                + hidden
                + "\": pull access denied, repository does not exist or may require authorization:"
                + " server message: insufficient_scope: authorization failed");
  }

  /// Cause 5: the token server does not take the right password from this address.
  @Test
  void theAddressIsNotAllowed() throws Exception {
    set("auth", "{\"allowed_ips\":[\"192.0.2.0/24\"]}");
    assertThat(ctr.pull(image, ForeignClientsContract.OWNER).ended().output())
        .contains(
            "failed to resolve reference \""
                + image
                + "\": failed to authorize: failed to fetch oauth token: unexpected status from GET"
                + " request to http://"
                + owner.host()
                + "/token?scope=repository%3Aopen%2Fapp%3Apull&service=registry: 400 Bad Request");
  }
}
