// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.api.ApiException;
import dev.windlass.api.CannedApi;
import dev.windlass.api.CannedApi.Asked;
import dev.windlass.api.Fields;
import dev.windlass.registry.api.Access;
import dev.windlass.registry.api.Amounts;
import dev.windlass.registry.api.ApiKeyPrototype;
import dev.windlass.registry.api.Auth;
import dev.windlass.registry.api.DigestsWanted;
import dev.windlass.registry.api.Kept;
import dev.windlass.registry.api.PinPrototype;
import dev.windlass.registry.api.Plan;
import dev.windlass.registry.api.QuotaChange;
import dev.windlass.registry.api.RetentionPolicy;
import dev.windlass.registry.api.Settings;
import dev.windlass.registry.api.Upstream;
import io.avaje.jsonb.Jsonb;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RegistryClientTest {
  private static final String TAGGED = "localhost:5000/shop/cart:v1";
  private static final String PINNED =
      "localhost:5000/shop/cart@sha256:486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7";
  private static final RetentionPolicy POLICY = new RetentionPolicy("shop", 2, false, 7, false);

  private static final List<Consumer<RegistryClient>> CALLS =
      List.of(
          RegistryClient::auth,
          client -> client.changeAuth(new Auth(null, true, List.of("10.0.0.0/8"), null)),
          client -> client.images(null),
          client -> client.images("shop"),
          client -> client.images("shop/cart"),
          client -> client.digests(DigestsWanted.of(true, List.of("shop"))),
          client -> client.delete(List.of(PINNED), true),
          client -> client.delete(TAGGED),
          client -> client.tag(PINNED, TAGGED),
          client -> client.untag(TAGGED),
          client -> client.inspect(TAGGED),
          client -> client.manifest(PINNED),
          RegistryClient::messages,
          RegistryClient::namespaceNames,
          RegistryClient::namespaces,
          client -> client.addNamespace("shop", new Fields()),
          client ->
              client.changeNamespace(
                  "shop",
                  new Fields()
                      .set("visibility", "public")
                      .set("upstream", new Upstream("https://r.example", "me", "secret"))),
          client -> client.changeNamespace("shop", new Fields().remove("upstream")),
          client -> client.deleteNamespace("shop"),
          RegistryClient::plan,
          client -> client.changePlan(new Plan("Standard")),
          RegistryClient::quota,
          client -> client.changeQuota(new QuotaChange(500L, null)),
          RegistryClient::policies,
          client -> client.policy("shop"),
          client -> client.setPolicy(POLICY),
          client -> client.analyze(POLICY),
          RegistryClient::settings,
          client -> client.changeSettings(new Settings(true)),
          client -> client.trash(null),
          client -> client.trash("shop"),
          client -> client.restoreWithTags(PINNED),
          client -> client.restoreTag(TAGGED),
          RegistryClient::keys,
          client ->
              client.createKey(
                  new ApiKeyPrototype("ci", List.of(new Access("shop", List.of("Reader"))))),
          client -> client.deleteKey("k-7f3a"),
          client -> client.events("token.refused", 10),
          client -> client.collectGarbage(true),
          RegistryClient::garbage,
          RegistryClient::pins,
          client -> client.replacePins("engine-1", List.of(new PinPrototype(PINNED, "app shop"))));

  private final Contract contract = Contract.read();
  private final CannedApi registry = new CannedApi();
  private final RegistryClient client = RegistryClient.at(registry.address(), "the-key");

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void asksOnlyForWhatTheContractHas() {
    contract.answer(registry);
    CALLS.forEach(call -> call.accept(client));

    var faults = new ArrayList<String>();
    registry.asked().forEach(asked -> faults.addAll(faults(asked)));
    assertThat(faults).isEmpty();
  }

  private List<String> faults(Asked asked) {
    var path = asked.path().replaceFirst("\\?.*", "");
    var operation = contract.operation(asked.method(), path);
    if (operation.isEmpty()) {
      return List.of(asked + " is not in the contract");
    }
    var faults = new ArrayList<String>();
    var query = new ArrayList<>(Contract.query(asked.path()).keySet());
    query.removeAll(operation.get().queryParameters());
    query.forEach(name -> faults.add(operation.get() + " has no parameter " + name));
    if (!asked.body().isEmpty()) {
      var body = Jsonb.instance().type(Object.class).fromJson(asked.body());
      var schema = Contract.schema(operation.get().requestBody());
      contract.faults(body, schema).forEach(fault -> faults.add(operation.get() + ": " + fault));
    }
    return faults;
  }

  @Test
  void hasACallForEveryOperation() {
    contract.answer(registry);
    CALLS.forEach(call -> call.accept(client));

    var used =
        registry.asked().stream()
            .map(
                asked -> contract.operation(asked.method(), asked.path().replaceFirst("\\?.*", "")))
            .map(operation -> operation.orElseThrow().toString())
            .toList();
    assertThat(contract.operations())
        .extracting(Contract.Operation::toString)
        .filteredOn(operation -> !used.contains(operation))
        .containsExactly("GET /api/v1/openapi.yaml");
  }

  @Test
  void everyExampleOfTheContractIsWhatItSays() {
    var faults = new ArrayList<String>();
    for (var operation : contract.operations()) {
      for (var body : List.of(operation.requestBody(), operation.success().getValue())) {
        Contract.example(body)
            .ifPresent(example ->
                contract
                    .faults(example, Contract.schema(body))
                    .forEach(fault -> faults.add(operation + ": " + fault)));
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void understandsTheExamples() {
    contract.answer(registry);

    assertThat(client.images(null).getFirst().repoTags())
        .containsExactly("localhost:5000/shop/cart:latest", "localhost:5000/shop/cart:v2");
    assertThat(client.digests(DigestsWanted.of(false, List.of())).get(1).pinnedBy())
        .containsExactly("app shop, revision shop-00001");
    assertThat(client.namespaces().getFirst().upstream())
        .isEqualTo(new Upstream("https://registry-1.docker.io", "me", null));
    assertThat(client.analyze(POLICY).kept())
        .extracting(Kept::users)
        .containsExactly(List.of("app shop, revision shop-00001"));
    assertThat(client.quota().limit()).isEqualTo(new Amounts(536870912L, 5368709120L));
    assertThat(client.trash(null)).containsKey(PINNED);
    assertThat(client.messages()).isEmpty();
    assertThat(client.policy("shop")).isEqualTo(POLICY.respectingPins());
  }

  @Test
  void writesANameAsOneSegment() {
    contract.answer(registry);
    client.delete(TAGGED);

    assertThat(registry.change().path())
        .isEqualTo("/api/v1/images/localhost%3A5000%2Fshop%2Fcart%3Av1");
    assertThat(registry.change().authorization()).isEqualTo("Bearer the-key");
  }

  @Test
  void passesOnTheRegistrysOwnWords() {
    registry.on(
        "GET /api/v1/plans",
        403,
        """
        {"code":"CRG0003E","message":"The key may not do this.","request-id":"6f1c"}\
        """);

    assertThatThrownBy(client::plan)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e).hasMessage("CRG0003E The key may not do this.");
              assertThat(e.status()).isEqualTo(403);
              assertThat(e.trace()).isEqualTo("6f1c");
            });
  }

  @Test
  void saysWhenItWasNotTheRegistryThatAnswered() {
    registry.on("GET /api/v1/plans", 502, "<html>Bad Gateway</html>");

    assertThatThrownBy(client::plan)
        .hasMessage("the API answered with status 502: <html>Bad Gateway</html>");
  }
}
