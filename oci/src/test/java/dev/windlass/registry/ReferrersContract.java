// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.INDEX;
import static dev.windlass.registry.Images.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is about a manifest: signatures, bills of material, other people's opinions.
interface ReferrersContract extends Claim {
  Piece IMAGE = Piece.image("", Piece.config("praised"), Piece.layer("praised"));
  String ABOUT = ",\"subject\":" + IMAGE.descriptor("");
  Piece SIGNATURE =
      Piece.image(
          ",\"artifactType\":\"application/x-sign\",\"annotations\":{\"by\":\"me\"}" + ABOUT,
          Piece.blob("application/vnd.oci.empty.v1+json", "{}"));
  Piece IMAGE_ABOUT = Piece.image(ABOUT, Piece.config("about"));
  Piece INDEX_ABOUT = Piece.index(ABOUT);

  private void push(String name, Piece... things) throws IOException, InterruptedException {
    for (Piece thing : things) {
      for (Piece piece : thing.inOrder().toList()) {
        if (piece.isManifest) {
          client().putManifest(name, piece.digest.toString(), piece.type, piece.content);
        } else {
          client().push(name, piece.content);
        }
      }
    }
  }

  private Client.Reply referrers(String name, Object subject)
      throws IOException, InterruptedException {
    var reply = client().get("/v2/" + name + "/referrers/" + subject);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo(INDEX);
    return reply;
  }

  @Test
  default void listsWhatIsAboutAManifest() throws Exception {
    String name = fresh();
    push(name, IMAGE, SIGNATURE, IMAGE_ABOUT, INDEX_ABOUT);
    assertThat(referrers(name, IMAGE.digest).text())
        .contains("\"schemaVersion\":2")
        .contains("\"mediaType\":\"" + INDEX + "\"")
        .contains(
            SIGNATURE.descriptor(
                ",\"artifactType\":\"application/x-sign\",\"annotations\":" + "{\"by\":\"me\"}"))
        .contains(IMAGE_ABOUT.descriptor(",\"artifactType\":\"" + Images.CONFIG_TYPE + "\""))
        .contains(INDEX_ABOUT.descriptor(""));
  }

  @Test
  default void listsOnlyTheTypeThatIsWanted() throws Exception {
    String name = fresh();
    push(name, IMAGE, SIGNATURE, IMAGE_ABOUT, INDEX_ABOUT);
    var some = referrers(name, IMAGE.digest + "?artifactType=application/x-sign");
    assertThat(some.header("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(some.text())
        .contains(SIGNATURE.digest.toString())
        .doesNotContain(IMAGE_ABOUT.digest.toString())
        .doesNotContain(INDEX_ABOUT.digest.toString());
    assertThat(referrers(name, IMAGE.digest + "?artifactType=application/x-none").text())
        .contains("\"manifests\":[]");
  }

  @Test
  default void knowsWhatIsAboutSomethingThatComesLater() throws Exception {
    String name = fresh();
    push(name, SIGNATURE);
    assertThat(referrers(name, IMAGE.digest).text()).contains(SIGNATURE.digest.toString());
    push(name, IMAGE);
    assertThat(referrers(name, IMAGE.digest).text()).contains(SIGNATURE.digest.toString());
  }

  @Test
  default void listsNothingThatIsGoneOrElsewhere() throws Exception {
    String name = fresh();
    push(name, IMAGE, SIGNATURE, IMAGE_ABOUT);
    client().delete("/v2/" + name + "/manifests/" + SIGNATURE.digest);
    assertThat(referrers(name, IMAGE.digest).text())
        .doesNotContain(SIGNATURE.digest.toString())
        .contains(IMAGE_ABOUT.digest.toString());
    String other = fresh();
    push(other, IMAGE);
    assertThat(referrers(other, IMAGE.digest).text()).contains("\"manifests\":[]");
  }

  @Test
  default void listsNoReferrersOfTheUnknown() throws Exception {
    String name = fresh();
    push(name, IMAGE);
    for (String repository : List.of(name, fresh())) {
      assertThat(referrers(repository, NOWHERE).text()).contains("\"manifests\":[]");
      var sha512 = Images.digest(dev.windlass.image.Digest.Algorithm.SHA512, new byte[7]);
      assertThat(referrers(repository, sha512).text()).contains("\"manifests\":[]");
    }
  }

  @Test
  default void refusesToListReferrersOfADigestThatIsNone() throws Exception {
    for (String digest :
        List.of("nonsense", "sha256:abc", "md5:781e5e245d69b566979b86e28d23f2c7")) {
      assertThat(client().get("/v2/" + fresh() + "/referrers/" + digest).status()).isEqualTo(400);
    }
  }

  @Test
  default void answersHeadForReferrersToo() throws Exception {
    assertThat(client().head("/v2/" + fresh() + "/referrers/" + NOWHERE).status()).isEqualTo(200);
  }
}
