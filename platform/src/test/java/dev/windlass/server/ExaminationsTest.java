// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.ExaminationUpdate;
import dev.windlass.api.PullAttempt;
import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Retries;
import dev.windlass.engine.RevisionSpec;
import io.avaje.jsonb.Jsonb;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExaminationsTest {
  private static final Diagnosis EXITED =
      new Diagnosis(
          Cause.EXITED.id(), "The program ended", "it printed nothing", "read its log", "");

  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  private Report examined(String target) throws Exception {
    var answer =
        api.client.send(
            api.request(api.in("/doctor"))
                .POST(BodyPublishers.ofString("{\"target\":\"%s\"}".formatted(target)))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var last = answer.body().lines().toList().getLast();
    var update = Jsonb.instance().type(ExaminationUpdate.class).fromJson(last);
    return Objects.requireNonNull(update.report());
  }

  private static List<String> codes(Report report) {
    return report.findings().stream().map(Report.Finding::code).toList();
  }

  private Key app(String name, String image) {
    api.post(
        api.in("/apps"), "{\"name\":\"%s\",\"image_reference\":\"%s\"}".formatted(name, image));
    return new Key(api.project, name);
  }

  private Key revision(Key app, String status, @Nullable Diagnosis why) {
    var template = api.store.find(Kind.APP, app).orElseThrow().wanted();
    var key = new Key(app.project(), app.name() + "-00001");
    api.store.create(Kind.REVISION, key, RevisionSpec.of(app.name(), template));
    api.store.observe(
        Kind.REVISION,
        key,
        _ -> new RevisionObserved(status, "deploying", null, 0, why, Instant.EPOCH));
    api.store.observe(
        Kind.APP, app, _ -> new AppObserved(status, "deploying", 1, key.name(), null));
    return key;
  }

  @Test
  void anImageIsLookedAtStepByStep() throws Exception {
    var report = examined("icr.io/acme/web:v1");
    assertThat(report.version()).isEqualTo(1);
    assertThat(report.verdict()).isEqualTo(Report.HEALTHY);
    assertThat(report.image()).isEqualTo("icr.io/acme/web:v1");
    assertThat(report.steps()).extracting(PullAttempt.Step::name).contains("dns");
  }

  @Test
  void whatIsWrongWithAnImageHasACauseAndWhatMendsIt() throws Exception {
    var report = examined("icr.io/acme/absent:v1");
    assertThat(report.verdict()).isEqualTo(Report.CAUSE);
    assertThat(codes(report)).containsExactly("tag_absent");
    assertThat(report.findings().getFirst().reason())
        .isEqualTo("fetch_image_failed_unknown_manifest");
    assertThat(report.findings().getFirst().fix()).isNotEmpty();
  }

  @Test
  void anAppThatEndsIsSickThoughItsImageIsWell() throws Exception {
    revision(app("web", "icr.io/acme/web:v1"), "failed", EXITED);
    var report = examined("app/web");
    assertThat(report.target()).isEqualTo("app/web");
    assertThat(codes(report)).containsExactly("exited");
    assertThat(report.findings().getFirst().retryAt()).isEqualTo(Instant.EPOCH.toString());
  }

  @Test
  void aCauseThatHasPassedIsNoCauseAnyMore() throws Exception {
    var gone =
        new Diagnosis(Cause.TAG_ABSENT.id(), "no such tag", "it is not there", "push it", "");
    revision(app("web", "icr.io/acme/web:v1"), "failed", gone);
    var report = examined("app/web");
    assertThat(report.verdict()).isEqualTo(Report.HEALTHY);
    assertThat(report.warnings()).extracting(Report.Warning::code).containsExactly("mended");
    assertThat(report.warnings().getFirst().fix()).contains("windlass app retry --name web");
  }

  @Test
  void aJobThatRefersToNothingIsToldBeforeItRuns() throws Exception {
    var made =
        api.post(
            api.in("/jobs"),
            """
            {"name":"sum","image_reference":"icr.io/acme/web:v1","run_env_variables":[
             {"type":"secret_key_reference","name":"A","reference":"nowhere","key":"k"}]}\
            """);
    assertThat(made.status()).isEqualTo(201);
    assertThat(codes(examined("job/sum"))).containsExactly("configuration_absent");
  }

  @Test
  void aSecretForAnotherRegistryIsFoundByWhoUsesIt() throws Exception {
    registrySecret("hub", "us.icr.io", "opensesame");
    api.post(
        api.in("/apps"),
        "{\"name\":\"web\",\"image_reference\":\"icr.io/acme/web:v1\",\"image_secret\":\"hub\"}");
    var report = examined("secret/hub");
    assertThat(report.findings())
        .filteredOn(finding -> finding.code().equals("secret_for_other_host"))
        .extracting(Report.Finding::subject)
        .containsExactly("app/web");
  }

  private void registrySecret(String name, String server, String password) {
    var made =
        api.post(
            api.in("/secrets"),
            """
            {"name":"%s","format":"registry","data":{"server":"%s","username":"ci","password":"%s"}}\
            """
                .formatted(name, server, password));
    assertThat(made.status()).isEqualTo(201);
  }

  @Test
  void everythingTogetherNamesWhatIsSick() throws Exception {
    revision(app("web", "icr.io/acme/web:v1"), "failed", EXITED);
    var report = examined("");
    assertThat(report.findings()).extracting(Report.Finding::subject).contains("app/web");
    assertThat(report.checks())
        .extracting(Report.Check::question)
        .contains("Is there a runtime for containers?", "Does the registry answer?");
  }

  @Test
  void whatIsNotThereCannotBeExamined() {
    assertThat(api.post(api.in("/doctor"), "{\"target\":\"app/nobody\"}").status()).isEqualTo(404);
    assertThat(api.post(api.in("/doctor"), "{\"target\":\"UPPER/Case\"}").error())
        .startsWith("target is 'UPPER/Case'");
    assertThat(api.get(api.in("/apps/nobody/why")).status()).isEqualTo(404);
  }

  @Test
  void creatingTellsWhatTheImageIsLike() {
    var good =
        api.post(api.in("/apps"), "{\"name\":\"web\",\"image_reference\":\"icr.io/acme/web:v1\"}");
    assertThat(good.status()).isEqualTo(201);
    assertThat(good.object("preflight")).containsEntry("verdict", "healthy");
    var bad =
        api.post(api.in("/jobs"), "{\"name\":\"job\",\"image_reference\":\"icr.io/acme/absent\"}");
    assertThat(bad.status()).isEqualTo(201);
    assertThat(bad.object("preflight")).containsEntry("verdict", "cause");
    var unasked =
        api.post(
            api.in("/apps?preflight=false"),
            "{\"name\":\"other\",\"image_reference\":\"icr.io/acme/absent\"}");
    assertThat(unasked.status()).isEqualTo(201);
    assertThat(unasked.body()).doesNotContainKey("preflight");
  }

  @Test
  void theStoryTellsWhatChangedBetweenTheAttempts() {
    new Retries(api.store, InstantSource.system()).watchSecrets();
    registrySecret("hub", "icr.io", "wrong-one");
    var app = app("web", "icr.io/acme/web:v1");
    api.patch(api.in("/apps/web"), "*", "{\"image_secret\":\"hub\"}");
    var revision = revision(app, "failed", EXITED);
    attempt(revision, "failed", "connection_refused", null);
    attempt(revision, "failed", "connection_refused", null);
    attempt(revision, "done", null, "sha256:" + "a".repeat(64));
    api.put(
        api.in("/secrets/hub"),
        "*",
        """
        {"format":"registry","data":{"server":"icr.io","username":"ci","password":"right-one"}}\
        """);
    var story = api.get(api.in("/apps/web/why"));
    assertThat(story.text("summary")).startsWith("app/web is failed: exited");
    var entries = story.list("entries").stream().map(entry -> "" + entry.get("text")).toList();
    assertThat(entries.getFirst()).contains("revision web-00001", "registry secret 'hub'");
    assertThat(entries)
        .anyMatch(text -> text.startsWith("2 pulls for web-00001: connection_refused"));
    assertThat(entries).anyMatch(text -> text.contains("the registry answers again"));
    assertThat(entries).anyMatch(text -> text.contains("The registry secret 'hub' was changed"));
    assertThat(story.body().toString()).contains("windlass app retry --name web");
  }

  private void attempt(
      Key revision, String outcome, @Nullable String cause, @Nullable String digest) {
    api.store.attempted(
        Kind.REVISION,
        revision,
        new PullAttempt(
            "icr.io/acme/web:v1",
            digest,
            outcome,
            Instant.now().toString(),
            5,
            0,
            cause,
            "transient",
            "as it went",
            null,
            List.of(),
            List.of()));
  }

  @Test
  void aBundleHoldsNoSecret() {
    registrySecret("hub", "icr.io", "planted-password");
    api.post(
        api.in("/secrets"),
        "{\"name\":\"db\",\"format\":\"generic\",\"data\":{\"url\":\"planted-url\"}}");
    api.post(
        api.in("/apps"),
        """
        {"name":"web","image_reference":"icr.io/acme/web:v1","run_arguments":["--db=planted-url"],
         "run_env_variables":[{"type":"literal","name":"TOKEN","value":"planted-value"}]}\
        """);
    var leak =
        new Diagnosis(
            Cause.EXITED.id(), "It ended", "with planted-password", "read its log", encoded());
    revision(new Key(api.project, "web"), "failed", leak);
    var files = api.get(api.in("/support_bundle")).object("files");
    assertThat(files)
        .containsKeys("engine.json", "report.json", "apps/web.json", "apps/web-why.json");
    assertThat(files.toString()).contains("REDACTED").doesNotContain("planted", encoded());
  }

  private static String encoded() {
    return Base64.getEncoder().encodeToString("planted-password".getBytes(StandardCharsets.UTF_8));
  }
}
