// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The programs that people push and pull with, as they come from Debian, against a registry.
@Timeout(60)
interface ForeignClientsContract {
  Optional<String> NOBODY = Optional.empty();
  Optional<String> OWNER = Optional.of("iamapikey:" + Client.KEY);
  Optional<String> LIAR = Optional.of("iamapikey:wrong");
  AtomicInteger NAMES = new AtomicInteger();

  /// A part of a registry.
  ///
  /// @param owner who may look into it
  /// @param prefix how the names of repositories begin there
  record Place(Client owner, String prefix) {
    String fresh() {
      return prefix + "r" + NAMES.incrementAndGet();
    }

    String at(String repository) {
      return owner.host() + "/" + repository + ":v1";
    }

    Client.Reply manifest(String repository) throws IOException, InterruptedException {
      return owner.get("/v2/" + repository + "/manifests/v1");
    }
  }

  /// Where everybody on this machine may push and pull.
  Place open();

  /// Where only the owner may.
  Place closed();

  ForeignClients clients();

  /// @param program its name
  record Row(String program, Thing thing) {
    @Override
    public String toString() {
      return program + " " + thing;
    }
  }

  List<Row> ROWS =
      Stream.of("skopeo", "ctr", "podman", "buildah")
          .flatMap(program -> Stream.of(Thing.values()).map(thing -> new Row(program, thing)))
          .filter(row -> row.thing != Thing.ARTIFACT || !row.program.matches("podman|buildah"))
          .toList();

  @ParameterizedTest
  @FieldSource("ROWS")
  default void pushesAndPullsWithoutPassword(Row row) throws Exception {
    check(row, open(), NOBODY);
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  default void pushesAndPullsWithPassword(Row row) throws Exception {
    check(row, closed(), OWNER);
  }

  private void check(Row row, Place place, Optional<String> signIn)
      throws IOException, InterruptedException {
    var program = clients().named(row.program);
    var name = place.fresh();
    program.push(row.thing, place.at(name), signIn).fine();
    var manifest = place.manifest(name);
    assertThat(manifest.status()).isEqualTo(200);
    assertThat(manifest.header("Content-Type")).isEqualTo(row.thing.piece().type);
    if (program.keepsBytes()) {
      assertThat(manifest.body()).isEqualTo(row.thing.piece().content);
    }
    var pulled = program.pull(place.at(name), signIn);
    pulled.ended().fine();
    assertThat(pulled.digests().lines().map(line -> line.split("\\s", 2)[0]))
        .containsAll(program.essence(row.thing));
  }

  List<String> PROGRAMS = List.of("skopeo", "ctr", "podman", "buildah");

  @ParameterizedTest
  @FieldSource("PROGRAMS")
  default void staysOutsideWithoutTheRightPassword(String name) throws Exception {
    var program = clients().named(name);
    var there = closed().fresh();
    clients().named("skopeo").push(Thing.IMAGE, closed().at(there), OWNER).fine();
    for (var signIn : List.of(NOBODY, LIAR)) {
      var elsewhere = closed().fresh();
      var pushed = program.push(Thing.IMAGE, closed().at(elsewhere), signIn);
      assertThat(pushed.isFine()).as(pushed.output()).isFalse();
      assertThat(closed().manifest(elsewhere).status()).isEqualTo(404);
      var pulled = program.pull(closed().at(there), signIn);
      assertThat(pulled.ended().isFine()).as(pulled.ended().output()).isFalse();
    }
  }

  @Test
  default void ctrUnpacksWhatItPulls() throws Exception {
    var name = open().fresh();
    clients().named("skopeo").push(Thing.INDEX, open().at(name), NOBODY).fine();
    assertThat(clients().ctr().pullAndUnpack(open().at(name)).fine()).contains("unpacking");
  }

  @Test
  default void skopeoCopiesFromRepositoryToRepositoryAndDeletes() throws Exception {
    var from = open().fresh();
    var into = open().fresh();
    clients().skopeo().push(Thing.INDEX, open().at(from), NOBODY).fine();
    clients().skopeo().copyWithin(open().at(from), open().at(into)).fine();
    assertThat(open().manifest(into).body()).isEqualTo(Thing.INDEX.piece().content);
    clients().skopeo().delete(open().at(into)).fine();
    assertThat(open().manifest(into).status()).isEqualTo(404);
    assertThat(open().manifest(from).status()).isEqualTo(200);
  }
}
