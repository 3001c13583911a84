// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.bytes;
import static dev.windlass.registry.Images.closing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.image.Digest.Algorithm;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Taking a blob over from another repository.
interface MountsContract extends Claim {
  private Client.Reply mount(String into, Object blob, String from)
      throws IOException, InterruptedException {
    var path = "/v2/" + into + "/blobs/uploads/?mount=" + blob + from;
    return client().send("POST", path, new byte[0]);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void mountsABlobFromAnotherRepository(Algorithm algorithm) throws Exception {
    String from = fresh();
    String into = fresh();
    byte[] content = bytes("in " + from);
    var digest = Images.digest(algorithm, content);
    client().push(from, content, digest);
    var reply = mount(into, digest, "&from=" + from);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(client().get(reply.header("Location")).body()).isEqualTo(content);
    assertThat(client().get("/v2/" + into + "/blobs/" + digest).body()).isEqualTo(content);
  }

  @Test
  default void mountsOrStartsAnUploadWhenNobodySaysWhereFrom() throws Exception {
    String from = fresh();
    String into = fresh();
    byte[] content = bytes("in " + from);
    var digest = client().push(from, content);
    var reply = mount(into, digest, "");
    assertThat(reply.status()).isIn(201, 202);
    if (reply.status() == 202) {
      client().send("PUT", closing(reply.header("Location"), digest), content);
    }
    assertThat(client().get("/v2/" + into + "/blobs/" + digest).body()).isEqualTo(content);
  }

  @Test
  default void startsAnUploadWhereThereIsNothingToMount() throws Exception {
    String elsewhere = fresh();
    String empty = fresh();
    byte[] content = bytes("in " + elsewhere);
    var digest = client().push(elsewhere, content);
    for (String from : new String[] {"&from=" + empty, "&from=" + fresh()}) {
      String into = fresh();
      var reply = mount(into, digest, from);
      assertThat(reply.status()).isEqualTo(202);
      assertThat(client().head("/v2/" + into + "/blobs/" + digest).status()).isEqualTo(404);
      var done = client().send("PUT", closing(reply.header("Location"), digest), content);
      assertThat(done.status()).isEqualTo(201);
    }
    assertThat(mount(fresh(), NOWHERE, "").status()).isEqualTo(202);
  }

  @Test
  default void keepsAMountedBlobWhenItsSourceIsDeleted() throws Exception {
    String from = fresh();
    String into = fresh();
    byte[] content = bytes("in " + from);
    Digest digest = client().push(from, content);
    mount(into, digest, "&from=" + from);
    client().delete("/v2/" + from + "/blobs/" + digest);
    assertThat(client().get("/v2/" + into + "/blobs/" + digest).body()).isEqualTo(content);
  }
}
