// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.OCI;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The list of tags, whole and in pages.
interface TagsContract extends Claim {
  private String tagged(String... tags) throws IOException, InterruptedException {
    String name = fresh();
    byte[] manifest = Images.prepared(client(), name, "layer");
    for (String tag : tags) {
      client().putManifest(name, tag, OCI, manifest);
    }
    return name;
  }

  private static List<String> tags(Client.Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    var list = Pattern.compile("\"tags\":\\[([^]]*)]").matcher(reply.text());
    assertThat(list.find()).as(reply.text()).isTrue();
    return Stream.of(list.group(1).replace("\"", "").split(","))
        .filter(tag -> !tag.isEmpty())
        .toList();
  }

  @Test
  default void listsTagsInOrder() throws Exception {
    String name = tagged("v2", "v10", "latest", "V1");
    var reply = client().get("/v2/" + name + "/tags/list");
    assertThat(reply.field("name")).isEqualTo(name);
    assertThat(tags(reply)).containsExactly("V1", "latest", "v10", "v2");
    assertThat(reply.header("Content-Type")).startsWith("application/json");
  }

  @Test
  default void givesAsManyTagsAsAreWantedAndSaysWhereTheRestIs() throws Exception {
    String name = tagged("t1", "t2", "t3", "t4", "t5");
    var found = new ArrayList<String>();
    var page = client().get("/v2/" + name + "/tags/list?n=2");
    assertThat(tags(page)).containsExactly("t1", "t2");
    found.addAll(tags(page));
    while (!page.header("Link").isEmpty()) {
      var link = Pattern.compile("<(.*)>; *rel=\"?next\"?").matcher(page.header("Link"));
      assertThat(link.matches()).as(page.header("Link")).isTrue();
      page = client().get(link.group(1));
      found.addAll(tags(page));
    }
    assertThat(found).containsExactly("t1", "t2", "t3", "t4", "t5");
  }

  @Test
  default void hasNoNextPageWhenThisWasAll() throws Exception {
    String name = tagged("t1", "t2", "t3");
    for (String query : List.of("?n=3", "?n=100", "?n=2&last=t2", "?n=1&last=t2")) {
      assertThat(client().get("/v2/" + name + "/tags/list" + query).header("Link"))
          .as(query)
          .isEmpty();
    }
  }

  @Test
  default void goesOnAfterTheLast() throws Exception {
    String name = tagged("t1", "t2", "t3");
    assertThat(tags(client().get("/v2/" + name + "/tags/list?last=t1")))
        .containsExactly("t2", "t3");
    assertThat(tags(client().get("/v2/" + name + "/tags/list?last=t1&n=1"))).containsExactly("t2");
    assertThat(tags(client().get("/v2/" + name + "/tags/list?last=t10")))
        .containsExactly("t2", "t3");
    assertThat(tags(client().get("/v2/" + name + "/tags/list?last=t3"))).isEmpty();
  }

  @Test
  default void givesNoTagsWhenNoneAreWanted() throws Exception {
    String name = tagged("t1");
    var reply = client().get("/v2/" + name + "/tags/list?n=0");
    assertThat(tags(reply)).isEmpty();
    assertThat(reply.header("Link")).isEmpty();
  }

  @Test
  default void listsNoTagsOfARepositoryThatNobodyPushedTo() throws Exception {
    var reply = client().get("/v2/" + fresh() + "/tags/list");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  default void answersHeadWhereverItAnswersGet() throws Exception {
    String name = tagged("t1");
    for (String path : List.of("/v2/" + name + "/tags/list", "/v2/_catalog")) {
      var reply = client().head(path);
      assertThat(reply.status()).as(path).isEqualTo(200);
      assertThat(reply.header("Content-Length"))
          .isEqualTo(client().get(path).header("Content-Length"));
    }
  }
}
