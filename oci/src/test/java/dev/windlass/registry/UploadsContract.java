// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static dev.windlass.registry.Images.closing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.image.Digest.Algorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// All the ways in which a blob may come.
interface UploadsContract extends Claim {
  byte[] TEN = bytes("0123456789");

  /// A way to send ten bytes.
  enum Form {
    POST_ONLY {
      @Override
      Client.Reply send(Client client, String repository, Object digest)
          throws IOException, InterruptedException {
        var path = "/v2/" + repository + "/blobs/uploads/?digest=" + digest;
        var posted = client.send("POST", path, TEN);
        return posted.status() == 202
            ? client.send("PUT", closing(posted.header("Location"), digest), TEN)
            : posted;
      }
    },
    POST_AND_PUT {
      @Override
      Client.Reply send(Client client, String repository, Object digest)
          throws IOException, InterruptedException {
        return client.send("PUT", closing(client.begin(repository), digest), TEN);
      }
    },
    ONE_CHUNK {
      @Override
      Client.Reply send(Client client, String repository, Object digest)
          throws IOException, InterruptedException {
        var sent = chunk(client, client.begin(repository), "0123456789", "0-9", "0-9");
        return client.send("PUT", closing(sent, digest), new byte[0]);
      }
    },
    CHUNKS {
      @Override
      Client.Reply send(Client client, String repository, Object digest)
          throws IOException, InterruptedException {
        var first = chunk(client, client.begin(repository), "01234", "0-4", "0-4");
        var second = chunk(client, first, "56789", "5-9", "0-9");
        return client.send("PUT", closing(second, digest), new byte[0]);
      }
    },
    LAST_CHUNK_BY_PUT {
      @Override
      Client.Reply send(Client client, String repository, Object digest)
          throws IOException, InterruptedException {
        var first = chunk(client, client.begin(repository), "01234", "0-4", "0-4");
        return client.send("PUT", closing(first, digest), bytes("56789"), "Content-Range", "5-9");
      }
    },
    STREAM {
      @Override
      Client.Reply send(Client client, String repository, Object digest)
          throws IOException, InterruptedException {
        var stream = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TEN));
        var sent = client.send("PATCH", client.begin(repository), stream);
        assertThat(sent.status()).isEqualTo(202);
        assertThat(sent.header("Range")).isEqualTo("0-9");
        return client.send("PUT", closing(sent.header("Location"), digest), new byte[0]);
      }
    };

    abstract Client.Reply send(Client client, String repository, Object digest)
        throws IOException, InterruptedException;

    private static String chunk(
        Client client, String place, String content, String range, String soFar)
        throws IOException, InterruptedException {
      var sent = client.send("PATCH", place, bytes(content), "Content-Range", range);
      assertThat(sent.status()).isEqualTo(202);
      assertThat(sent.header("Range")).isEqualTo(soFar);
      return sent.header("Location");
    }
  }

  record Way(Form form, Algorithm algorithm) {
    @Override
    public String toString() {
      return form + " " + algorithm;
    }
  }

  List<Way> WAYS =
      Stream.of(Algorithm.values())
          .flatMap(algorithm -> Stream.of(Form.values()).map(form -> new Way(form, algorithm)))
          .toList();

  @ParameterizedTest
  @FieldSource("WAYS")
  default void takesABlob(Way way) throws Exception {
    String name = fresh();
    var digest = Images.digest(way.algorithm, TEN);
    var done = way.form.send(client(), name, digest);
    assertThat(done.status()).as(done.text()).isEqualTo(201);
    assertThat(client().get(done.header("Location")).body()).isEqualTo(TEN);
    var reply = client().get("/v2/" + name + "/blobs/" + digest);
    assertThat(reply.body()).isEqualTo(TEN);
    assertThat(reply.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  default void refusesABlobThatDoesNotMatchTheDigest(Way way) throws Exception {
    String name = fresh();
    var other = Images.digest(way.algorithm, bytes("other"));
    var reply = way.form.send(client(), name, other);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("DIGEST_INVALID");
    assertThat(client().head("/v2/" + name + "/blobs/" + other).status()).isEqualTo(404);
    var real = Images.digest(way.algorithm, TEN);
    assertThat(client().head("/v2/" + name + "/blobs/" + real).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:baddigeststring",
        "sha256:",
        "sha512:84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882",
        "md5:781e5e245d69b566979b86e28d23f2c7",
        "x"
      })
  default void refusesToEndUnderADigestThatIsNone(String digest) throws Exception {
    for (Form form : Form.values()) {
      var reply = form.send(client(), fresh(), digest);
      assertThat(reply.status()).as(form.name()).isEqualTo(400);
      assertThat(reply.code()).as(form.name()).isEqualTo("DIGEST_INVALID");
    }
  }

  @Test
  default void refusesToEndWithoutADigest() throws Exception {
    var reply = client().send("PUT", client().begin(fresh()), TEN);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("DIGEST_INVALID");
  }

  @Test
  default void saysHowFarAnUploadCame() throws Exception {
    var place = client().begin(fresh());
    var before = client().get(place);
    assertThat(before.status()).isEqualTo(204);
    assertThat(before.header("Range")).startsWith("0-");

    var after = client().get(client().send("PATCH", place, TEN).header("Location"));
    assertThat(after.status()).isEqualTo(204);
    assertThat(after.header("Range")).isEqualTo("0-9");
    assertThat(client().head(after.header("Location")).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-4", "6-10", "4-8", "9-5", "nonsense"})
  default void refusesAChunkOutOfOrderAndGoesOnAfterwards(String wrong) throws Exception {
    String name = fresh();
    var place =
        client()
            .send("PATCH", client().begin(name), bytes("01234"), "Content-Range", "0-4")
            .header("Location");
    var refused = client().send("PATCH", place, bytes("xxxxx"), "Content-Range", wrong);
    assertThat(refused.status()).isEqualTo(416);
    finish(name, place);
  }

  private void finish(String name, String place) throws IOException, InterruptedException {
    var status = client().get(place);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-4");
    var next =
        client().send("PATCH", status.header("Location"), bytes("56789"), "Content-Range", "5-9");
    var digest = Digest.of(TEN);
    client().send("PUT", closing(next.header("Location"), digest), new byte[0]);
    assertThat(client().get("/v2/" + name + "/blobs/" + digest).body()).isEqualTo(TEN);
  }

  @Test
  default void refusesAFirstChunkFromTheMiddle() throws Exception {
    var place = client().begin(fresh());
    var reply = client().send("PATCH", place, bytes("56789"), "Content-Range", "5-9");
    assertThat(reply.status()).isEqualTo(416);
    assertThat(client().get(place).header("Range")).startsWith("0-");
  }

  @Test
  default void refusesALastChunkOutOfOrderAndGoesOnAfterwards() throws Exception {
    String name = fresh();
    var place =
        client()
            .send("PATCH", client().begin(name), bytes("01234"), "Content-Range", "0-4")
            .header("Location");
    var last = closing(place, Digest.of(TEN));
    assertThat(client().send("PUT", last, bytes("x"), "Content-Range", "9-9").status())
        .isEqualTo(416);
    finish(name, place);
  }

  @Test
  default void forgetsAnUploadThatIsCancelled() throws Exception {
    var place = client().send("PATCH", client().begin(fresh()), TEN).header("Location");
    assertThat(client().delete(place).status()).isEqualTo(204);
    assertThat(client().get(place).status()).isEqualTo(404);
    assertThat(client().get(place).code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    assertThat(client().send("PATCH", place, TEN).status()).isEqualTo(404);
    assertThat(client().delete(place).status()).isEqualTo(404);
  }

  @Test
  default void knowsAnUploadOnlyInItsOwnRepository() throws Exception {
    String name = fresh();
    var place = client().begin(name);
    assertThat(client().get(place.replace("/" + name + "/", "/" + fresh() + "/")).status())
        .isEqualTo(404);
    assertThat(client().get(place).status()).isEqualTo(204);
  }

  @Test
  default void doesNotKnowAnUploadThatNobodyBegan() throws Exception {
    var place = "/v2/" + fresh() + "/blobs/uploads/6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    assertThat(client().get(place).status()).isEqualTo(404);
    assertThat(client().send("PATCH", place, TEN).status()).isEqualTo(404);
    assertThat(client().send("PUT", closing(place, Digest.of(TEN)), TEN).status()).isEqualTo(404);
    assertThat(client().delete(place).status()).isEqualTo(404);
  }

  @Test
  default void givesEachUploadAPlaceOfItsOwn() throws Exception {
    String name = fresh();
    var first = client().send("PATCH", client().begin(name), bytes("one"));
    var second = client().send("PATCH", client().begin(name), bytes("two!"));
    assertThat(client().get(first.header("Location")).header("Range")).isEqualTo("0-2");
    assertThat(client().get(second.header("Location")).header("Range")).isEqualTo("0-3");
  }
}
