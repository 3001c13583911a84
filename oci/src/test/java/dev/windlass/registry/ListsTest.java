// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.INDEX;
import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.OCI;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
  private EmbeddedRegistry registry;
  private Client client;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    registry = Fresh.registry(folder);
    client = Client.owner(registry);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private void tag(String repository, String... tags) throws IOException, InterruptedException {
    byte[] manifest = Images.prepared(client, repository, "layer of " + repository);
    for (String tag : tags) {
      client.putManifest(repository, tag, OCI, manifest);
    }
  }

  @Test
  void listsTagsInOrder() throws Exception {
    tag("a", "v2", "v10", "latest", "V1");
    assertThat(client.get("/v2/a/tags/list").text())
        .isEqualTo("{\"name\":\"a\",\"tags\":[\"V1\",\"latest\",\"v10\",\"v2\"]}");
  }

  @Test
  void givesTagsPageByPage() throws Exception {
    tag("a", "t1", "t2", "t3");
    var first = client.get("/v2/a/tags/list?n=2");
    assertThat(first.text()).contains("[\"t1\",\"t2\"]");
    assertThat(first.header("Link")).isEqualTo("</v2/a/tags/list?n=2&last=t2>; rel=\"next\"");

    var second = client.get("/v2/a/tags/list?n=2&last=t2");
    assertThat(second.text()).contains("[\"t3\"]");
    assertThat(second.header("Link")).isEmpty();

    assertThat(client.get("/v2/a/tags/list?last=t1").text()).contains("[\"t2\",\"t3\"]");
    assertThat(client.get("/v2/a/tags/list?n=3").header("Link")).isEmpty();
  }

  @Test
  void givesNothingWhenNothingIsWanted() throws Exception {
    tag("a", "t1");
    var reply = client.get("/v2/a/tags/list?n=0");
    assertThat(reply.text()).isEqualTo("{\"name\":\"a\",\"tags\":[]}");
    assertThat(reply.header("Link")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "", "99999999999999"})
  void refusesPagesOfNoSize(String n) throws Exception {
    tag("a", "t1");
    var reply = client.get("/v2/a/tags/list?n=" + n);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("PAGINATION_NUMBER_INVALID");
  }

  @Test
  void doesNotKnowARepositoryThatNobodyPushedTo() throws Exception {
    var reply = client.get("/v2/none/tags/list");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  void listsRepositoriesThatHaveImages() throws Exception {
    tag("b/c", "v1");
    tag("b", "v1");
    tag("a", "v1");
    client.push("only/blobs", bytes("x"));
    assertThat(client.get("/v2/_catalog").text())
        .isEqualTo("{\"repositories\":[\"a\",\"b\",\"b/c\"]}");
    var page = client.get("/v2/_catalog?n=1&last=a");
    assertThat(page.text()).contains("[\"b\"]");
    assertThat(page.header("Link")).isEqualTo("</v2/_catalog?n=1&last=b>; rel=\"next\"");
  }

  @Test
  void listsWhatIsAboutAnImage() throws Exception {
    byte[] image = Images.prepared(client, "a", "layer");
    client.putManifest("a", "v1", OCI, image);
    byte[] signature = about(image, ",\"artifactType\":\"sign/1\",\"annotations\":{\"by\":\"me\"}");
    byte[] listing = about(image, "");

    var pushed = client.putManifest("a", Digest.of(signature).toString(), OCI, signature);
    assertThat(pushed.header("OCI-Subject")).isEqualTo(Digest.of(image).toString());
    client.putManifest("a", Digest.of(listing).toString(), OCI, listing);

    var all = client.get("/v2/a/referrers/" + Digest.of(image));
    assertThat(all.header("Content-Type")).isEqualTo(INDEX);
    assertThat(all.text())
        .startsWith("{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[{")
        .contains("\"artifactType\":\"sign/1\",\"annotations\":{\"by\":\"me\"}")
        .contains("\"artifactType\":\"" + Images.CONFIG_TYPE + "\"");

    var some = client.get("/v2/a/referrers/" + Digest.of(image) + "?artifactType=sign/1");
    assertThat(some.header("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(some.text())
        .contains(Digest.of(signature).toString())
        .doesNotContain(Digest.of(listing).toString());

    client.delete("/v2/a/manifests/" + Digest.of(signature));
    assertThat(client.get("/v2/a/referrers/" + Digest.of(image)).text())
        .doesNotContain(Digest.of(signature).toString());
  }

  private static byte[] about(byte[] subject, String more) {
    return Images.manifest(
        bytes("{\"architecture\":\"amd64\",\"os\":\"linux\"}"),
        bytes("layer"),
        ",\"subject\":" + Images.descriptor(OCI, subject) + more);
  }

  @Test
  void takesWhatIsAboutSomethingUnknown() throws Exception {
    Images.prepared(client, "a", "layer");
    byte[] early = about(bytes("not here yet"), "");
    var pushed = client.putManifest("a", "early", OCI, early);
    assertThat(pushed.status()).isEqualTo(201);
    assertThat(client.get("/v2/a/referrers/" + Digest.of(bytes("not here yet"))).text())
        .contains(Digest.of(early).toString());
  }

  @Test
  void listsNoReferrersOfTheUnknownAndRefusesNonsense() throws Exception {
    var reply = client.get("/v2/none/referrers/" + NOWHERE);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).contains("\"manifests\":[]");
    assertThat(client.get("/v2/none/referrers/nonsense").status()).isEqualTo(400);
  }
}
