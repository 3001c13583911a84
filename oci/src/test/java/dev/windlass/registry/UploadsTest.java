// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final byte[] CONTENT = bytes("0123456789");
  private static final Digest DIGEST = Digest.of(CONTENT);
  private static final Digest SHA512 =
      Digest.of(Digest.Algorithm.SHA512, Digest.Algorithm.SHA512.hash().digest(CONTENT));

  private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private EmbeddedRegistry registry;
  private Client client;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    registry = Fresh.registry(folder, () -> now);
    client = Client.owner(registry);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void takesABlobInTwoRequests() throws Exception {
    var begun = client.send("POST", "/v2/a/blobs/uploads/", new byte[0]);
    assertThat(begun.status()).isEqualTo(202);

    var done = client.send("PUT", begun.header("Location") + "?digest=" + DIGEST, CONTENT);
    assertThat(done.status()).isEqualTo(201);
    assertThat(done.header("Location")).isEqualTo("/v2/a/blobs/" + DIGEST);
    assertThat(client.get(done.header("Location")).body()).isEqualTo(CONTENT);
  }

  @Test
  void takesChunksInOrder() throws Exception {
    var place = client.begin("a");
    var first = client.send("PATCH", place, bytes("01234"), "Content-Range", "0-4");
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Range")).isEqualTo("0-4");

    var second = client.send("PATCH", place, bytes("567"), "Content-Range", "5-7");
    assertThat(second.header("Range")).isEqualTo("0-7");

    var done = client.send("PUT", place + "?digest=" + DIGEST, bytes("89"), "Content-Range", "8-9");
    assertThat(done.status()).isEqualTo(201);
    assertThat(client.get("/v2/a/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
  }

  @Test
  void refusesChunksOutOfOrderAndGoesOnAfterwards() throws Exception {
    var place = client.begin("a");
    client.send("PATCH", place, bytes("01234"), "Content-Range", "0-4");

    for (String wrong : new String[] {"0-4", "6-10", "4-8", "9-5", "nonsense"}) {
      var reply = client.send("PATCH", place, bytes("xxxxx"), "Content-Range", wrong);
      assertThat(reply.status()).as(wrong).isEqualTo(416);
    }
    var put = client.send("PUT", place + "?digest=" + DIGEST, bytes("x"), "Content-Range", "9-9");
    assertThat(put.status()).isEqualTo(416);

    var status = client.get(place);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-4");
    assertThat(status.header("Location")).isEqualTo(place);

    client.send("PATCH", place, bytes("56789"), "Content-Range", "5-9");
    assertThat(client.send("PUT", place + "?digest=" + DIGEST, new byte[0]).status())
        .isEqualTo(201);
  }

  @Test
  void refusesAChunkThatIsNotAsLongAsItSays() throws Exception {
    var reply = client.send("PATCH", client.begin("a"), bytes("0123"), "Content-Range", "0-9");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("SIZE_INVALID");
  }

  @Test
  void takesAStreamOfUnknownLength() throws Exception {
    var place = client.begin("a");
    var stream = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(CONTENT));
    var sent = client.send("PATCH", place, stream);
    assertThat(sent.status()).isEqualTo(202);
    assertThat(sent.header("Range")).isEqualTo("0-9");
    assertThat(client.send("PUT", place + "?digest=" + DIGEST, new byte[0]).status())
        .isEqualTo(201);
  }

  @Test
  void learnsOnlyAtTheEndThatItIsSha512() throws Exception {
    var place = client.begin("a");
    client.send("PATCH", place, CONTENT);
    assertThat(client.send("PUT", place + "?digest=" + SHA512, new byte[0]).status())
        .isEqualTo(201);
    assertThat(client.get("/v2/a/blobs/" + SHA512).body()).isEqualTo(CONTENT);
  }

  @Test
  void takesSha512InOneGoAndWithAHint() throws Exception {
    assertThat(client.send("POST", "/v2/a/blobs/uploads/?digest=" + SHA512, CONTENT).status())
        .isEqualTo(201);
    var hinted = client.send("POST", "/v2/b/blobs/uploads/?digest-algorithm=sha512", new byte[0]);
    var place = hinted.header("Location");
    assertThat(client.send("PUT", place + "?digest=" + SHA512, CONTENT).status()).isEqualTo(201);
  }

  @Test
  void refusesBytesThatDoNotMatchTheDigest() throws Exception {
    var other = Digest.of(bytes("other"));
    var inOneGo = client.send("POST", "/v2/a/blobs/uploads/?digest=" + other, CONTENT);
    assertThat(inOneGo.status()).isEqualTo(400);
    assertThat(inOneGo.code()).isEqualTo("DIGEST_INVALID");

    var place = client.begin("a");
    assertThat(client.send("PUT", place + "?digest=" + other, CONTENT).status()).isEqualTo(400);
    assertThat(client.get("/v2/a/blobs/" + other).status()).isEqualTo(404);
    assertThat(client.get(place).status()).isEqualTo(404);
    assertThat(drafts()).isZero();
  }

  @Test
  void refusesToEndWithoutADigest() throws Exception {
    var reply = client.send("PUT", client.begin("a"), CONTENT);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("DIGEST_INVALID");
  }

  @Test
  void cancels() throws Exception {
    var place = client.begin("a");
    client.send("PATCH", place, CONTENT);
    assertThat(client.delete(place).status()).isEqualTo(204);
    assertThat(client.get(place).code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    assertThat(drafts()).isZero();
  }

  @Test
  void knowsAnUploadOnlyInItsOwnRepository() throws Exception {
    var place = client.begin("a");
    assertThat(client.get(place.replace("/v2/a/", "/v2/b/")).status()).isEqualTo(404);
    assertThat(client.get("/v2/a/blobs/uploads/no-such").status()).isEqualTo(404);
    assertThat(client.send("PATCH", "/v2/a/blobs/uploads/no-such", CONTENT).status())
        .isEqualTo(404);
  }

  @Test
  void mountsFromAnotherRepository() throws Exception {
    client.push("a", CONTENT);
    var reply = mount("b", DIGEST, "&from=a");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(client.get(reply.header("Location")).body()).isEqualTo(CONTENT);
  }

  @Test
  void startsAnUploadWhereThereIsNothingToMount() throws Exception {
    client.push("elsewhere", CONTENT);
    for (String from : new String[] {"&from=a", "&from=none"}) {
      var reply = mount("b", DIGEST, from);
      assertThat(reply.status()).as(from).isEqualTo(202);
      assertThat(client.get(reply.header("Location")).status()).isEqualTo(204);
    }
  }

  @Test
  void refusesToMountNonsense() throws Exception {
    var digest = client.send("POST", "/v2/b/blobs/uploads/?mount=x&from=a", new byte[0]);
    assertThat(digest.code()).isEqualTo("DIGEST_INVALID");
    assertThat(mount("b", DIGEST, "&from=../a").code()).isEqualTo("NAME_INVALID");
  }

  private Client.Reply mount(String into, Digest blob, String from)
      throws IOException, InterruptedException {
    return client.send("POST", "/v2/" + into + "/blobs/uploads/?mount=" + blob + from, new byte[0]);
  }

  @Test
  void goesOnWithAnUploadAfterARestart() throws Exception {
    var place = client.begin("a");
    client.send("PATCH", place, Arrays.copyOf(CONTENT, 3));
    registry.close();

    registry = Fresh.registry(folder);
    client = Client.owner(registry);
    assertThat(client.get(place).header("Range")).isEqualTo("0-2");
    assertThat(client.get(place.replace("/v2/a/", "/v2/b/")).status()).isEqualTo(404);
    client.send("PATCH", place, Arrays.copyOfRange(CONTENT, 3, CONTENT.length));
    assertThat(client.send("PUT", place + "?digest=" + DIGEST, new byte[0]).status())
        .isEqualTo(201);
    assertThat(client.get("/v2/a/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
    assertThat(drafts()).isZero();
  }

  @Test
  void mountsFromWhereverTheClientMayReadWhenItDoesNotSay() throws Exception {
    client.push("elsewhere", CONTENT);
    assertThat(mount("b", DIGEST, "").status()).isEqualTo(201);
    assertThat(client.get("/v2/b/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
  }

  @Test
  void forgetsAnUploadThatNobodyContinues() throws Exception {
    var idle = client.begin("a");
    now = now.plus(Duration.ofMinutes(50));
    var busy = client.begin("a");
    now = now.plus(Duration.ofMinutes(50));
    client.begin("a");
    assertThat(client.get(idle).status()).isEqualTo(404);
    assertThat(client.get(busy).status()).isEqualTo(204);
  }

  private int drafts() throws IOException {
    try (var files = Files.list(folder.resolve("drafts"))) {
      return (int) files.count();
    }
  }
}
