// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.CannedApi.Asked;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The answers are the examples of the contract.
@Timeout(20)
class RegistryCommandsTest {
  private static final String OLD =
      "@sha256:486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7";

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private String all(String command) {
    return desk.run(("cr " + command).split(" ")).all();
  }

  private String out(String... words) {
    return desk.run(words).out();
  }

  /// What the registry was asked, as if it had its usual port.
  private List<String> asked() {
    return desk.registry.asked().stream().map(this::words).toList();
  }

  private List<String> changes() {
    return desk.registry.asked().stream()
        .filter(asked -> !asked.method().equals("GET"))
        .map(this::words)
        .toList();
  }

  private String words(Asked asked) {
    var path = URLDecoder.decode(asked.path(), StandardCharsets.UTF_8);
    return desk.atTheUsualAddress((asked.method() + " " + path + " " + asked.body()).strip());
  }

  @ParameterizedTest
  @CsvSource({
    "info",
    "api",
    "region",
    "namespace-list",
    "namespace-list -v",
    "namespace-list -v -o json",
    "image-list",
    "image-list --no-trunc --show-type",
    "image-list -q",
    "image-list -o json",
    "image-digests",
    "image-digests -q",
    "image-digests -o json",
    "image-inspect shop/cart:v1",
    "manifest-inspect shop/cart:v1",
    "manifest-inspect -q shop/cart",
    "trash-list",
    "trash-list -o json",
    "retention-policy-list",
    "retention-policy-list -o json",
    "quota",
    "quota -o json",
    "plan",
    "private-only --status",
    "ip-allow-list",
    "api-key-list",
    "pin-list",
    "event-list",
    "garbage-status"
  })
  void shows(String command) {
    Golden.check("cr-" + command.replaceAll("[ :/]+", "-").replace("---", "--"), all(command));
  }

  @ParameterizedTest
  @CsvSource({
    "images, image-list", "digests, image-digests", "namespaces, namespace-list",
    "pins, pin-list", "events, event-list", "api-keys, api-key-list"
  })
  void hasShortNames(String name, String longName) {
    assertThat(all(name)).isEqualTo(all(longName));
    assertThat(out("container-registry", name)).isEqualTo(out("cr", longName));
  }

  @Test
  void listsOnlyWhatIsAskedFor() {
    all("image-list --restrict shop");
    all(
        "image-list --restrict localhost:5000/shop/cart"
            .replace("localhost:5000", desk.registryName()));
    all("image-digests --restrict shop/cart");
    all("trash-list --restrict shop");

    assertThat(asked())
        .containsExactly(
            "GET /api/v1/images?includeManifestLists=true&namespace=shop",
            "GET /api/v1/images?includeManifestLists=true&repository=shop/cart",
            "POST /api/v1/images/digests {\"exclude_tagged\":false,\"repositories\":[\"shop/cart\"]}",
            "GET /api/v1/trash?namespace=shop");
  }

  @Test
  void formatsByATemplate() {
    assertThat(out("cr", "images", "--format", "{{.Repository}}:{{.Tag}} {{.Namespace}} {{.Size}}"))
        .isEqualTo(
            """
            localhost:5000/shop/cart:latest shop 12582912
            localhost:5000/shop/cart:v2 shop 12582912
            localhost:5000/shop/till:v1 shop 1945
            """);
    assertThat(out("cr", "digests", "--format", "{{if not .Tags}}{{.Repository}} {{.Size}}{{end}}"))
        .isEqualTo("localhost:5000/shop/cart 12582000\nlocalhost:5000/shop/cart 950\n");
    assertThat(
            out(
                "cr",
                "image-inspect",
                "shop/cart",
                "--format",
                "{{.Os}} {{.Config.Env}} {{.Author}}."))
        .isEqualTo("linux [PORT=8080 MODE=shop] .\n");
  }

  @Test
  void namespacesAreAddedAndSet() {
    Golden.check("cr-namespace-add", all("namespace-add shop"));
    Golden.check("cr-namespace-set", all("namespace-set shop --visibility Public"));
    all("namespace-set shop --upstream https://r.example --upstream-username me");
    all("namespace-set shop --no-upstream");

    assertThat(changes())
        .containsExactly(
            "PUT /api/v1/namespaces/shop {}",
            "PATCH /api/v1/namespaces/shop {\"visibility\":\"public\"}",
            "PATCH /api/v1/namespaces/shop"
                + " {\"upstream\":{\"url\":\"https://r.example\",\"username\":\"me\"}}",
            "PATCH /api/v1/namespaces/shop {\"upstream\":null}");
  }

  @Test
  void aNamespaceIsRemovedAfterAsking() {
    Golden.check("cr-namespace-rm-no", desk.typing("n").run("cr", "namespace-rm", "shop").all());
    assertThat(changes()).isEmpty();

    Golden.check("cr-namespace-rm", desk.typing("y").run("cr", "namespace-rm", "shop").all());
    all("namespace-rm other -f");
    assertThat(changes())
        .containsExactly("DELETE /api/v1/namespaces/shop", "DELETE /api/v1/namespaces/other");
  }

  @Test
  void imagesAreTaggedUntaggedAndDeleted() {
    Golden.check("cr-image-tag", all("image-tag shop/cart" + OLD + " shop/cart:v3"));
    Golden.check("cr-image-untag", all("image-untag shop/cart:v1 shop/cart:v2"));
    Golden.check("cr-image-rm", all("image-rm shop/cart"));

    assertThat(changes())
        .containsExactly(
            "POST /api/v1/images/tags?fromimage=localhost:5000/shop/cart"
                + OLD
                + "&toimage=localhost:5000/shop/cart:v3",
            "DELETE /api/v1/tags/localhost:5000/shop/cart:v1",
            "DELETE /api/v1/tags/localhost:5000/shop/cart:v2",
            "DELETE /api/v1/images/localhost:5000/shop/cart:latest");
  }

  @Test
  void imagesAreRestored() {
    Golden.check("cr-image-restore-digest", all("image-restore shop/cart" + OLD));
    Golden.check("cr-image-restore-tag", all("image-restore shop/cart:v1"));

    assertThat(changes())
        .containsExactly(
            "POST /api/v1/trash/localhost:5000/shop/cart" + OLD + "/restoretags",
            "POST /api/v1/trash/localhost:5000/shop/cart:v1/restore");
  }

  @Test
  void pruningShowsWhatGoesAndWhatStaysForWhom() {
    Golden.check("cr-prune-dry-run", all("image-prune-untagged --restrict shop --dry-run"));
    Golden.check("cr-prune-no", desk.typing("n").run("cr", "image-prune-untagged").all());
    Golden.check("cr-prune", desk.typing("y").run("cr", "image-prune-untagged").all());
    Golden.check("cr-prune-json", all("image-prune-untagged -f -o json"));
    all("image-prune-untagged -f --ignore-pins");

    assertThat(changes().stream().filter(change -> change.contains("bulkdelete")))
        .extracting(change -> change.replaceFirst(" \\[.*", ""))
        .containsExactly(
            "POST /api/v1/images/bulkdelete?keep_in_use=true",
            "POST /api/v1/images/bulkdelete?keep_in_use=true",
            "POST /api/v1/images/bulkdelete");
  }

  @Test
  void retentionShowsWhatGoesAndWhatStaysForWhom() {
    Golden.check("cr-retention-dry-run", all("retention-run --images 2 --dry-run shop"));
    Golden.check(
        "cr-retention-no",
        desk.typing("n").run("cr", "retention-run", "--images", "2", "shop").all());
    assertThat(changes()).noneMatch(change -> change.contains("bulkdelete"));

    Golden.check(
        "cr-retention", desk.typing("y").run("cr", "retention-run", "--images", "2", "shop").all());
    Golden.check("cr-retention-force", all("retention-run --images 2 --force shop"));
    Golden.check("cr-retention-json", all("retention-run --images 2 -f -o json shop"));
  }

  @Test
  void aPolicyDeletesJustWhatWasShownBeforeItIsSet() {
    Golden.check(
        "cr-policy-set",
        desk.typing("y")
            .run("cr", "retention-policy-set", "--images", "2", "--ignore-pins", "shop")
            .all());

    assertThat(changes())
        .containsExactly(
            "POST /api/v1/retentions/analyze?details=true " + policy(2, true),
            "POST /api/v1/images/digests {\"exclude_tagged\":false,\"repositories\":[\"shop\"]}",
            "POST /api/v1/images/bulkdelete [\"localhost:5000/shop/cart" + OLD + "\"]",
            "POST /api/v1/retentions " + policy(2));
  }

  private static String policy(int images) {
    return policy(images, false).replace(",\"ignore_pins\":false", "");
  }

  private static String policy(int images, boolean ignorePins) {
    return "{\"namespace\":\"shop\",\"images_per_repo\":%d,\"retain_untagged\":false,\"deletion_threshold_days\":0,\"ignore_pins\":%s}"
        .formatted(images, ignorePins);
  }

  @Test
  void aPolicyThatIsDeclinedIsNotSet() {
    desk.typing("n").run("cr", "retention-policy-set", "--images", "2", "shop");
    assertThat(changes()).noneMatch(change -> change.startsWith("POST /api/v1/retentions {"));
  }

  @Test
  void aPolicyThatKeepsAllIsSetWithoutAsking() {
    Golden.check("cr-policy-set-all", all("retention-policy-set --images All shop"));
    assertThat(changes()).containsExactly("POST /api/v1/retentions " + policy(-1));
  }

  @Test
  void limitsAndRulesAreChanged() {
    Golden.check("cr-quota-set", all("quota-set --storage 500 --traffic -1"));
    Golden.check("cr-plan-upgrade", all("plan-upgrade"));
    Golden.check("cr-private-only-enable", all("private-only --enable"));
    Golden.check("cr-ip-allow-set", all("ip-allow-set 10.1.0.0/16 192.0.2.7"));
    Golden.check("cr-ip-allow-none", all("ip-allow-set --none"));

    assertThat(changes())
        .containsExactly(
            "PATCH /api/v1/quotas {\"storage_megabytes\":500,\"traffic_megabytes\":-1}",
            "PATCH /api/v1/plans {\"plan\":\"standard\"}",
            "PATCH /api/v1/auth {\"private_only\":true}",
            "PATCH /api/v1/auth {\"allowed_ips\":[\"10.1.0.0/16\",\"192.0.2.7\"]}",
            "PATCH /api/v1/auth {\"allowed_ips\":[]}");
  }

  @Test
  void keysAreMadeAndDeleted() {
    Golden.check(
        "cr-api-key-create", all("api-key-create ci --access shop=reader,Writer -a *=Reader"));
    Golden.check("cr-api-key-rm", desk.typing("y").run("cr", "api-key-rm", "k-7f3a").all());

    assertThat(changes())
        .containsExactly(
            "POST /api/v1/apikeys {\"name\":\"ci\",\"access\":[{\"namespace\":\"shop\",\"roles\":"
                + "[\"Reader\",\"Writer\"]},{\"namespace\":\"*\",\"roles\":[\"Reader\"]}]}",
            "DELETE /api/v1/apikeys/k-7f3a");
  }

  @Test
  void garbageIsCollected() {
    Golden.check("cr-garbage-dry-run", all("garbage-run --dry-run"));
    assertThat(changes()).containsExactly("POST /api/v1/garbage {\"dry_run\":true}");
  }

  @Test
  void anotherRegistryCanBeChosen() {
    Golden.check(
        "cr-region-set", all("region-set " + desk.registry.address() + " --api-key other-key"));
    assertThat(desk.run("cr", "region").out()).contains("region 'remote'");
    desk.run("cr", "plan");
    assertThat(desk.registry.asked().getLast().authorization()).isEqualTo("Bearer other-key");

    assertThat(desk.run("cr", "region-set", "local").out()).contains("region 'local'");
    desk.run("cr", "plan");
    assertThat(desk.registry.asked().getLast().authorization()).isEqualTo("Bearer the-key");
  }

  @Test
  void variablesChooseARegistryToo() {
    var address = desk.registry.address().toString();
    desk.with(Map.of("WINDLASS_REGISTRY", address, "WINDLASS_REGISTRY_API_KEY", "its-key"));
    desk.run("cr", "plan");
    assertThat(desk.registry.asked().getLast().authorization()).isEqualTo("Bearer its-key");

    desk.with(Map.of("WINDLASS_REGISTRY", address));
    Golden.check("cr-no-key", all("plan"));
  }

  @Test
  void whenTheRegistrySaysNoItsWordsAreShown() {
    desk.registry.on(
        "GET /api/v1/plans",
        403,
        """
        {"code":"CRG0003E","message":"The key may not see the plan.\\n  why: it is a Reader of shop\\n  fix: use a key that is Manager of *","request-id":"6f1c2d3e"}\
        """);
    Golden.check("cr-refused", all("plan"));
  }

  @Test
  void whenNobodyAnswersItSaysWhatToDo() {
    desk.registry.close();
    Golden.check("cr-unreachable", all("plan"));
  }

  @Test
  void saysWhatWasWrongWithACall() {
    Golden.check(
        "cr-misuse",
        all("image-rm")
            + all("image-rm icr.io/shop/cart:v1")
            + all("image-rm Shop/cart")
            + all("image-untag shop/cart")
            + all("image-tag a:b c@sha256:1")
            + all("image-list --format {{.Tgas}}")
            + all("image-list --va")
            + all("namespace-set shop")
            + all("namespace-set shop --visibility secret")
            + all("namespace-add a b")
            + all("retention-run --images all shop")
            + all("retention-run --images two shop")
            + all("retention-run --images 2 -o json shop")
            + all("quota-set")
            + all("quota-set --storage much")
            + all("private-only")
            + all("ip-allow-set")
            + all("api-key-create ci --access shop")
            + all("api-key-create ci --access shop=Owner")
            + all("region-set not/an/address --api-key k")
            + all("region-set example.org")
            + all("va shop/cart")
            + all("image"));
    assertThat(changes()).isEmpty();
  }
}
