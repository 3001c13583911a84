// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagingTest {
  private Api api;

  @BeforeEach
  void start() {
    api = new Api();
    for (String name : List.of("b", "d", "f", "h", "j")) {
      make(name);
    }
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void make(String name) {
    var made = api.post(api.in("/config_maps"), "{\"name\":\"" + name + "\"}");
    assertThat(made.status()).isEqualTo(201);
  }

  @Test
  void oneShortListHasNoNextPage() {
    var page = api.get(api.in("/config_maps"));
    assertThat(page.names("config_maps")).containsExactly("b", "d", "f", "h", "j");
    assertThat(page.field("limit")).isEqualTo(100L);
    assertThat(page.body()).doesNotContainKey("next");
    assertThat(page.object("first").get("href"))
        .isEqualTo(api.uri(api.in("/config_maps?limit=100")).toString());
  }

  @Test
  void followingNextFindsEverythingOnce() {
    var names = new ArrayList<Object>();
    var page = api.get(api.in("/config_maps?limit=2"));
    names.addAll(page.names("config_maps"));
    while (page.body().containsKey("next")) {
      page = api.get(api.in("/config_maps?limit=2&start=" + page.object("next").get("start")));
      names.addAll(page.names("config_maps"));
    }
    assertThat(names).containsExactly("b", "d", "f", "h", "j");
  }

  @Test
  void aFullLastPageHasNoNextPage() {
    make("k");
    var page = api.get(api.in("/config_maps?limit=6"));
    assertThat(page.body()).doesNotContainKey("next");
  }

  @Test
  void theNextPageIsStableWhenOthersComeAndGo() {
    var first = api.get(api.in("/config_maps?limit=2"));
    assertThat(first.names("config_maps")).containsExactly("b", "d");
    make("a");
    make("e");
    api.delete(api.in("/config_maps/d"));
    api.delete(api.in("/config_maps/f"));
    var next = URI.create(String.valueOf(first.object("next").get("href")));
    var second = api.get(next.getRawPath().substring(3) + "?" + next.getRawQuery());
    assertThat(second.names("config_maps")).containsExactly("e", "h");
  }

  @Test
  void theNextPageKeepsTheFilter() {
    for (String name : List.of("s1", "s2", "s3")) {
      api.post(api.in("/secrets"), "{\"format\":\"generic\",\"name\":\"" + name + "\"}");
    }
    var page = api.get(api.in("/secrets?format=generic&limit=1"));
    assertThat(String.valueOf(page.object("next").get("href"))).contains("&format=generic&start=");
  }

  @Test
  void refusesBoundsThatAreNone() {
    for (String query : List.of("limit=0", "limit=101", "limit=x", "start=%20%20")) {
      var page = api.get(api.in("/config_maps?" + query));
      assertThat(page.status()).as(query).isEqualTo(400);
      assertThat(page.errors().getFirst()).containsKey("target");
    }
  }
}
