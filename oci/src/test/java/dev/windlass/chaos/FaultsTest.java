// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Family;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each fault does on the wire what it says of itself.
class FaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// What no registry does to us.
  private static final Set<Family> OF_OUR_OWN =
      Set.of(Family.NONE, Family.MACHINE, Family.REQUEST, Family.PROGRAM);

  private static final Set<Cause> OF_WHO_ASKS =
      Set.of(
          Cause.SECRET_ABSENT,
          Cause.SECRET_FOR_OTHER_HOST,
          Cause.REFERENCE_INVALID,
          Cause.NAME_SERVER_SILENT);

  private static Chaos chaos;
  private static HttpClient http;

  /// @param check fails when the fault is not what it should be
  record Row(String fault, Check check) {
    @Override
    public String toString() {
      return fault;
    }
  }

  /// What must be so.
  @FunctionalInterface
  interface Check {
    void on(Visitor visitor) throws Exception;
  }

  static Row row(String fault, Check check) {
    return new Row(fault, check);
  }

  static final List<Row> rows =
      Stream.of(
              WireRows.PORTS,
              WireRows.TLS,
              AnswerRows.PAGES,
              AnswerRows.TOKENS,
              AnswerRows.ACCESS,
              AnswerRows.VENDORS,
              AnswerRows.QUOTAS,
              AnswerRows.RATE_LIMITS,
              AnswerRows.OUTAGES,
              ContentRows.ABSENCES,
              ContentRows.DOCUMENTS,
              WireRows.REDIRECTS,
              WireRows.TRANSFERS,
              ContentRows.LAYERS)
          .flatMap(List::stream)
          .toList();

  @BeforeAll
  static void start() throws Exception {
    chaos = Chaos.start(0);
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(chaos.authority()))
            .build();
  }

  @AfterAll
  static void stop() {
    http.close();
    chaos.close();
  }

  private static SSLContext trusting(String authority) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "authority",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), new SecureRandom());
    return context;
  }

  private static Visitor visitor(Fault fault) {
    return new Visitor(chaos.target(fault), http, PATIENCE);
  }

  @ParameterizedTest
  @FieldSource("rows")
  void doesWhatItSays(Row row) throws Exception {
    row.check.on(visitor(named(row.fault)));
  }

  @Test
  void everyFaultIsLookedAt() {
    assertThat(rows.stream().map(Row::fault))
        .containsExactlyElementsOf(Fault.all().stream().map(Fault::name).toList());
  }

  static List<Fault> none() {
    return Fault.none();
  }

  @ParameterizedTest
  @MethodSource("none")
  void whatIsHealthyCanBePulled(Fault fault) throws Exception {
    var visitor = visitor(fault);
    if (fault.credential().isPresent()) {
      visitor.token().is(200);
      visitor.pulls("Bearer chaos");
    } else {
      visitor.pulls();
    }
  }

  /// Clients keep what they have, and would not ask again for what another fault has given them.
  @Test
  void noFaultHasBytesOfAnother() throws Exception {
    var digests = new ArrayList<String>();
    for (var fault : Fault.all()) {
      if (fault.place() instanceof Place.Path && fault.cause() != Cause.NO_ANSWER) {
        var manifest = visitor(fault).manifest();
        digests.addAll(manifest.status() == 200 ? manifest.digests() : List.of());
      }
    }
    assertThat(digests).hasSizeGreaterThan(60).doesNotHaveDuplicates();
  }

  @Test
  void namesAreFitForRepositories() {
    assertThat(Fault.all()).hasSizeGreaterThan(80).doesNotHaveDuplicates();
    assertThat(Fault.all()).allMatch(fault -> fault.name().matches("[a-z0-9]+(-[a-z0-9]+)*"));
    assertThat(Fault.all()).allMatch(fault -> fault.says().endsWith("."));
    assertThat(
            Stream.of(Cause.values())
                .filter(cause -> !OF_OUR_OWN.contains(cause.family()))
                .filter(cause -> !OF_WHO_ASKS.contains(cause)))
        .allMatch(cause -> Fault.all().stream().anyMatch(fault -> fault.cause() == cause));
  }

  @Test
  void whoeverHasNoTokenIsToldWhereToGetOne() throws Exception {
    var healthy = visitor(Fault.none().getFirst());
    healthy
        .get("/v2/")
        .refuses(401, "UNAUTHORIZED", "")
        .has(
            "WWW-Authenticate",
            "Bearer realm=\"%s/token\",service=\"registry\"".formatted(healthy.target().base()));
    healthy.getWith("Bearer chaos", "/v2/").is(200);
  }

  @Test
  void anUnknownFaultSaysSo() throws Exception {
    var healthy = visitor(Fault.none().getFirst());
    healthy.get("/v2/no-such/app/manifests/v1").refuses(404, "NAME_UNKNOWN", "'no-such'");
    healthy.get("/authority.pem").is(200).says("-----BEGIN CERTIFICATE-----");
  }

  @Test
  void closingEndsWhatIsHeldAndFreesThePorts() throws Exception {
    try (var held = new Socket()) {
      var targets = openedAndClosed(held);
      assertThat(endOf(held)).isTrue();
      for (var target : targets) {
        if (target.base().getPort() > 0) {
          refusesConnections(target.base().getPort());
        }
      }
    }
  }

  private static List<Target> openedAndClosed(Socket held) throws Exception {
    try (var own = Chaos.start(0)) {
      var silent = own.target(named("connection-silent"));
      held.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.base().getPort()));
      return own.targets();
    }
  }

  private static Fault named(String name) {
    return Fault.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  static void breaks(Callable<Seen> request) {
    assertThatThrownBy(request::call)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
  }

  static void isSilent(Callable<Seen> request) {
    assertThatThrownBy(request::call).isInstanceOf(HttpTimeoutException.class);
  }

  static void refusesConnections(int port) {
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("refused");
  }
}
