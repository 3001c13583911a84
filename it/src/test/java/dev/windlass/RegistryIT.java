// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of the registry as somebody meets them who works with `windlass cr`, skopeo and apps.
class RegistryIT {
  private static final String TRAFFIC =
      "You have exceeded your pull traffic quota for the current month."
          + " Review your pull traffic quota and pricing plan.";
  private static final String STORAGE = "You have exceeded your storage quota.";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  private static TestEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static TestEngine.Ran cr(String... words) throws Exception {
    var command = new String[words.length + 1];
    command[0] = "cr";
    System.arraycopy(words, 0, command, 1, words.length);
    return engine.windlass(command);
  }

  private static TestEngine.Ran pull(String image, String... options) throws Exception {
    var target = "dir:" + engine.state().resolveSibling("pulled");
    var command = new ArrayList<>(List.of("skopeo", "copy"));
    command.addAll(List.of("--src-tls-verify=false", "docker://" + image, target));
    command.addAll(2, List.of(options));
    return engine.run(command.toArray(String[]::new));
  }

  private static String digest(String image) throws Exception {
    var digest = DIGEST.matcher(cr("image-digests", "--restrict", image).works().output());
    assertThat(digest.find()).isTrue();
    return digest.group();
  }

  /// The fourth cause of the page: the tag moves, a clean-up takes the digest of a live revision.
  @Test
  void whatARevisionIsPinnedToIsKeptUntilSomebodyInsistsAndCanBeRestored() throws Exception {
    var image = engine.registry() + "/pinned/web:v1";
    engine.pushHello("pinned/web:v1", "one");
    var pinned = "pinned/web@" + digest("pinned/web");
    engine.windlass("app", "create", "--name", "pinned", "--image", image).works();
    engine.pushHello("pinned/web:v1", "two");
    eventuallyPinned(pinned);

    var kept = cr("image-prune-untagged", "-f", "--restrict", "pinned").works().output();
    assertThat(kept).contains("0 images to delete", "app pinned, revision pinned-00001");
    pull(engine.registry() + "/" + pinned).works();

    cr("image-prune-untagged", "-f", "--restrict", "pinned", "--ignore-pins").works();
    assertThat(pull(engine.registry() + "/" + pinned).fails().output())
        .contains("manifest unknown");
    var failed =
        engine.windlass(
            "jobrun",
            "submit",
            "--name",
            "gone",
            "--wait",
            "--image",
            engine.registry() + "/pinned/web@sha256:" + "0".repeat(64));
    assertThat(failed.fails().output()).contains("Unable to pull the image");

    assertThat(cr("trash-list", "--restrict", "pinned").works().output()).contains(pinned);
    cr("image-restore", pinned).works();
    pull(engine.registry() + "/" + pinned).works();
  }

  private static void eventuallyPinned(String image) throws InterruptedException {
    TestEngine.eventually(
        "the registry knows what the revision is pinned to",
        () -> {
          try {
            return cr("pins").output().contains(image);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  /// The second cause of the page.
  @Test
  void aUsedUpTrafficQuotaIsNamedToSkopeoAndToTheEngine() throws Exception {
    var image = engine.registry() + "/quota/web:v1";
    engine.pushHello("quota/web:v1", "metered");
    cr("quota-set", "--traffic", "0").works();
    try {
      assertThat(pull(image).fails().output()).contains("denied: " + TRAFFIC);
      var run =
          engine.windlass("jobrun", "submit", "--name", "metered", "--image", image, "--wait");
      assertThat(run.fails().output()).contains(TRAFFIC);
      pull(told("Private") + "/quota/web:v1").works();
      assertThat(cr("events").works().output()).contains("pull.refused");
    } finally {
      cr("quota-set", "--traffic", "-1").works();
    }
    pull(image).works();
  }

  private static String told(String name) throws Exception {
    var status = engine.windlass("status", "--state", engine.state().toString()).works().output();
    var line = Pattern.compile("(?m)^ *" + name + " +(\\S+)").matcher(status);
    assertThat(line.find()).as(status).isTrue();
    return line.group(1);
  }

  @Test
  void aUsedUpStorageQuotaEndsPushesBeforeTheyBegin() throws Exception {
    cr("quota-set", "--storage", "0").works();
    try {
      var pushed = engine.windlass("sample", "push", "hello", engine.registry() + "/full/web:v1");
      assertThat(pushed.fails().output()).contains(STORAGE);
    } finally {
      cr("quota-set", "--storage", "-1").works();
    }
  }

  /// The fifth cause of the page.
  @Test
  void whoSignsInFromAnAddressThatIsNotAllowedGets400AndTheRegistrySaysWhy() throws Exception {
    cr("namespace-add", "guarded").works();
    engine.pushHello("guarded/web:v1", "guarded");
    cr("ip-allow-set", "10.0.0.0/8").works();
    try {
      var key = cr("api-key-create", "reader", "-a", "guarded=Reader").works().output();
      var secret = key.replaceAll("(?s).*API key: +(\\S+).*", "$1");
      var refused =
          pull(engine.registry() + "/guarded/web:v1", "--src-creds", "iamapikey:" + secret);
      assertThat(refused.fails().output()).contains("400 (Bad Request)");
      assertThat(cr("events").works().output())
          .contains("Signing in from 127.0.0.1 is not allowed");
      cr("ip-allow-set", "--none").works();
      pull(engine.registry() + "/guarded/web:v1", "--src-creds", "iamapikey:" + secret).works();
    } finally {
      cr("ip-allow-set", "--none").works();
    }
  }

  @Test
  void aKeyOpensWhatItsRolesSayAndNothingOnceItIsDeleted() throws Exception {
    cr("namespace-add", "team").works();
    engine.pushHello("team/web:v1", "team");
    var image = engine.registry() + "/team/web:v1";
    assertThat(pull(image).fails().output()).contains("denied");
    var made = cr("api-key-create", "ci", "-a", "team=Reader").works().output();
    var credentials = "iamapikey:" + made.replaceAll("(?s).*API key: +(\\S+).*", "$1");
    pull(image, "--src-creds", credentials).works();

    var copy =
        engine.run(
            "skopeo",
            "copy",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            "--dest-creds",
            credentials,
            "docker://" + engine.registry() + "/samples/job",
            "docker://" + engine.registry() + "/team/job:v1");
    assertThat(copy.fails().output()).contains("denied");

    cr("api-key-rm", "-f", made.replaceAll("(?s).*(ApiKey-\\S+).*", "$1")).works();
    assertThat(pull(image, "--src-creds", credentials).fails().output()).contains("unauthorized");
  }

  @Test
  void privateOnlyAccessLeavesThePrivateAddress() throws Exception {
    engine.pushHello("inner/web:v1", "inner");
    cr("private-only", "--enable").works();
    try {
      assertThat(pull(engine.registry() + "/inner/web:v1").fails().output())
          .contains("Private-only access is enabled on this account");
      pull(told("Private") + "/inner/web:v1").works();
    } finally {
      cr("private-only", "--disable").works();
    }
  }
}
