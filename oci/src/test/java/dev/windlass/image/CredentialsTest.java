// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
  private static final Optional<String> NAME = Optional.of("pull");

  private static String found(Credentials credentials, String repository) {
    return credentials
        .at(Repository.parse(repository))
        .map(entry -> entry.credential().username() + " at " + entry.key())
        .orElse("nobody");
  }

  private static Credentials of(String... keys) {
    var byHost = new HashMap<String, Credential>();
    for (var key : keys) {
      byHost.put(key, new Credential("user", new Secret("password")));
    }
    return new Credentials(NAME, byHost);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          icr.io,                        icr.io/ns/app
          https://icr.io,                icr.io/ns/app
          icr.io:443,                    icr.io/ns/app
          ICR.io/v2/,                    icr.io/ns/app
          icr.io,                        icr.io:443/ns/app
          us.icr.io/ns,                  us.icr.io/ns/app
          us.icr.io/ns/app,              us.icr.io/ns/app
          *.icr.io,                      us.icr.io/ns/app
          localhost:5000,                localhost:5000/app
          http://localhost:5000,         localhost:5000/app
          https://index.docker.io/v1/,   docker.io/library/nginx
          index.docker.io,               docker.io/library/nginx
          registry-1.docker.io,          docker.io/acme/shop
          docker.io,                     index.docker.io/acme/shop
          """)
  void fits(String key, String repository) {
    assertThat(found(of(key), repository)).isEqualTo("user at " + key);
    assertThat(of(key).nearest(Repository.parse(repository))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          us.icr.io              | icr.io/ns/app         | it is for us.icr.io, and the image is on icr.io
          de.icr.io              | us.icr.io/ns/app      | it is for de.icr.io, and the image is on us.icr.io
          gchr.io                | ghcr.io/acme/app      | it is for gchr.io, and the image is on ghcr.io
          https:/icr.io          | icr.io/ns/app         | it is not how a host is written
          htps://icr.io/ns       | icr.io/ns/app         | it is not how a host is written
          us.icr.io/other        | us.icr.io/ns/app      | it is for what is under other, and the image is ns/app
          us.icr.io/ns/ap        | us.icr.io/ns/app      | it is for what is under ns/ap, and the image is ns/app
          http://localhost:5000  | 127.0.0.1:5000/app    | it is another name of this machine than 127.0.0.1:5000, and has to be the same
          localhost:5001         | localhost:5000/app    | it has another port: localhost:5001, and the image is on localhost:5000
          """)
  void nearlyFits(String key, String repository, String difference) {
    var place = Repository.parse(repository);
    assertThat(of(key, "quay.io").at(place)).isEmpty();
    assertThat(of(key, "quay.io").nearest(place))
        .hasValueSatisfying(miss -> {
          assertThat(miss.key()).isEqualTo(key);
          assertThat(miss.difference()).isEqualTo(difference);
          assertThat(miss.isNear()).isTrue();
        });
  }

  @Test
  void whatSaysMostIsTaken() {
    var some =
        of("icr.io", "icr.io/ns", "icr.io/ns/app", "icr.io/n", "*.io/ns", "https://icr.io/v1/");
    assertThat(found(some, "icr.io/ns/app/part")).isEqualTo("user at icr.io/ns/app");
    assertThat(found(some, "icr.io/ns/other")).isEqualTo("user at icr.io/ns");
    assertThat(found(some, "quay.io/ns/other")).isEqualTo("user at *.io/ns");
  }

  @Test
  void whatIsFarIsNotNear() {
    assertThat(of("quay.io").nearest(Repository.parse("us.icr.io/a/b")))
        .hasValueSatisfying(miss -> assertThat(miss.isNear()).isFalse());
    assertThat(of().nearest(Repository.parse("us.icr.io/a/b"))).isEmpty();
  }
}
