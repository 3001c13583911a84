// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest.Algorithm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The whole life of all the things that people push.
interface DataSetsContract extends Claim {
  List<DataSet> DATA_SETS = DataSet.all();

  @ParameterizedTest
  @FieldSource("DATA_SETS")
  default void takesKeepsAndDeletes(DataSet set) throws Exception {
    String name = fresh();
    push(name, set);
    checkThatAllIsThere(name, set);
    delete(name, set);
  }

  private void push(String name, DataSet set) throws IOException, InterruptedException {
    for (Piece piece : set.pieces()) {
      if (piece.isManifest) {
        putManifest(name, piece.digest.toString(), piece);
      } else {
        client().push(name, piece.content, piece.digest);
      }
    }
    var tagged = putManifest(name, tagged(set.thing()), set.thing());
    assertThat(tagged.header("OCI-Subject"))
        .isEqualTo(set.subject().map(Object::toString).orElse(""));
  }

  /// A tag alone means SHA-256.
  private static String tagged(Piece piece) {
    return piece.digest.algorithm() == Algorithm.SHA256 ? "v1" : piece.digest + "?tag=v1";
  }

  private Client.Reply putManifest(String name, String reference, Piece piece)
      throws IOException, InterruptedException {
    var reply = client().putManifest(name, reference, piece.type, piece.content);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    assertThat(reply.header("Docker-Content-Digest")).isEqualTo(piece.digest.toString());
    assertThat(client().get(reply.header("Location")).body()).isEqualTo(piece.content);
    return reply;
  }

  private void checkThatAllIsThere(String name, DataSet set)
      throws IOException, InterruptedException {
    assertThat(client().get("/v2/" + name + "/tags/list").text()).contains("[\"v1\"]");
    checkManifest("/v2/" + name + "/manifests/v1", set.thing());
    for (Piece piece : set.pieces()) {
      if (piece.isManifest) {
        checkManifest(place(name, piece), piece);
      }
      assertThat(client().get(place(name, piece)).body()).isEqualTo(piece.content);
    }
    if (set.subject().isPresent()) {
      var referrers = client().get("/v2/" + name + "/referrers/" + set.subject().get());
      assertThat(referrers.text()).contains(set.thing().digest.toString());
    }
  }

  private void checkManifest(String place, Piece piece) throws IOException, InterruptedException {
    for (var reply : List.of(client().head(place), client().get(place))) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Type")).isEqualTo(piece.type);
      assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(piece.content.length));
      assertThat(reply.header("Docker-Content-Digest")).isEqualTo(piece.digest.toString());
    }
  }

  private static String place(String name, Piece piece) {
    return "/v2/" + name + (piece.isManifest ? "/manifests/" : "/blobs/") + piece.digest;
  }

  /// Gone is gone at once, and what stands for several things goes once.
  private void delete(String name, DataSet set) throws IOException, InterruptedException {
    for (Piece piece : set.pieces().reversed()) {
      var place = place(name, piece);
      assertThat(client().delete(place).status()).isIn(202, 404);
      assertThat(client().head(place).status()).isEqualTo(404);
    }
    assertThat(client().head("/v2/" + name + "/manifests/v1").status()).isEqualTo(404);
  }
}
