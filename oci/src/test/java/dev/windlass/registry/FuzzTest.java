// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;

/// Whatever comes, the registry neither fails nor hangs, says what is wrong in the way of the
/// specification, shows nothing that it refused, and goes on working. How much comes is
/// `jqwik.tries.default`; the seed is printed.
class FuzzTest {
  private static final Pattern CODE =
      Pattern.compile("(?s)\\{\"errors\":\\[\\{\"code\":\"[A-Z_]+\",.*");

  private static final FuzzedRegistry FUZZED = FuzzedRegistry.start();
  private static final Client OWNER = FUZZED.owner();

  /// Repositories of which a manifest was taken.
  private static final Set<String> TAKEN = new HashSet<>();

  @AfterContainer
  static void stop() throws IOException {
    FUZZED.close();
  }

  @AfterProperty
  void showsWhatWasTakenAndStillWorks() throws Exception {
    var names = OWNER.get("/v2/_catalog").text().replaceAll(".*\\[|].*|\"", "");
    assertThat(Stream.of(names.split(",", -1)).filter(name -> !name.isEmpty())).isSubsetOf(TAKEN);
    byte[] manifest = Images.prepared(OWNER, "good", "layer");
    TAKEN.add("good");
    assertThat(OWNER.putManifest("good", "v1", Images.OCI, manifest).status()).isEqualTo(201);
    assertThat(OWNER.get("/v2/good/manifests/v1").body()).isEqualTo(manifest);
  }

  @Provide
  Arbitrary<Said> requests() {
    return Wild.request();
  }

  @Property
  void answersEveryRequest(@ForAll("requests") Said request) throws Exception {
    check(request, Heard.after(FUZZED.address(), request.text()));
  }

  private void check(Said request, Heard heard) throws IOException, InterruptedException {
    assertThat(heard.status()).isBetween(200, 499);
    if (heard.status() >= 400 && !request.method().equals("HEAD")) {
      assertThat(heard.body()).matches(CODE);
      assertThat(Jsonb.instance().type(Object.class).fromJson(heard.body())).isNotNull();
    }
    if (request.method().equals("PUT") && heard.status() == 201) {
      TAKEN.add(heard.header("Location").replaceFirst("/v2/(.*)/[a-z]+/.*", "$1"));
    }
    if (heard.status() == 202 && request.method().equals("POST")) {
      OWNER.delete(heard.header("Location")); // or they would be too many one day
    }
  }

  @Property
  void letsClientsGoAwayInTheMiddle(@ForAll("requests") Said request) throws Exception {
    var heard = Heard.after(FUZZED.address(), request.cut());
    if (heard.status() != 0) {
      check(request, heard);
    }
  }

  @Provide
  Arbitrary<String> manifests() {
    return Wild.manifest();
  }

  @Property
  void showsNoManifestThatItRefused(@ForAll("manifests") String manifest) throws Exception {
    OWNER.push("m", Images.bytes("known to all"));
    var headers = List.of("Authorization: " + OWNER.authorization(), "Content-Type: " + Images.OCI);
    var put = new Said("PUT", "/v2/m/manifests/fuzz", headers, manifest);
    var heard = Heard.after(FUZZED.address(), put.text());
    check(put, heard);
    var get = new Said("GET", "/v2/m/manifests/fuzz", headers, "");
    var shown = Heard.after(FUZZED.address(), get.text());
    if (heard.status() == 201) {
      assertThat(shown.body()).isEqualTo(manifest);
      OWNER.delete("/v2/m/manifests/fuzz");
    } else {
      assertThat(shown.status()).isEqualTo(404);
    }
  }

  @Provide
  Arbitrary<String> forms() {
    return Wild.form();
  }

  @Property
  void answersEveryoneWhoWantsAToken(@ForAll("forms") String form, @ForAll("queries") String query)
      throws Exception {
    var type = List.of("Content-Type: application/x-www-form-urlencoded");
    var post = new Said("POST", "/token", type, form);
    var get = new Said("GET", "/token" + query, List.of(), "");
    for (Said request : List.of(post, get)) {
      var heard = Heard.after(FUZZED.address(), request.text());
      check(request, heard);
      assertThat(heard.status()).isIn(200, 400, 401);
    }
  }

  @Provide
  Arbitrary<String> queries() {
    return Wild.query();
  }

  @Provide
  Arbitrary<List<Said>> uploads() {
    return Wild.steps();
  }

  @Property
  void answersWhateverIsDoneWithAnUpload(@ForAll("uploads") List<Said> steps) throws Exception {
    var place = OWNER.begin("u");
    for (Said step : steps) {
      var headers = new ArrayList<>(step.headers());
      headers.add("Authorization: " + OWNER.authorization());
      var request = new Said(step.method(), place + step.target(), headers, step.body());
      check(request, Heard.after(FUZZED.address(), request.text()));
    }
    OWNER.delete(place);
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(300);
  }

  /// HTTP says what to do with what is no HTTP, not we.
  @Property
  void doesNotFailOnWhatIsNoHttp(@ForAll("noise") String noise) throws Exception {
    for (String said : List.of(noise, "GET //" + noise, "GET /v2/ HTTP/1.1\r\n" + noise)) {
      var heard = Heard.after(FUZZED.address(), said + "\r\n\r\n");
      assertThat(heard.status()).as(heard.head()).isLessThan(500);
    }
  }
}
