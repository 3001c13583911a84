// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page "Why can't it pull my image?", case by case, for real; it writes the guide.
class WhyCantItPullIT {
  private static final Path GUIDE = Path.of("../docs/guide/why-cant-it-pull.md");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern KEY =
      Pattern.compile("(?m)^API key:? +(\\S+)|^([0-9A-Za-z_-]{30,})$");

  private static TestEngine engine;

  @TempDir private Path temp;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static void is(TestEngine.Ran ran, String cause) {
    assertThat(ran.output()).contains("\n" + cause + ": ");
    assertThat(ran.code()).isEqualTo(1);
  }

  private static String digest(String image) throws Exception {
    var digest =
        DIGEST.matcher(
            engine.windlass("cr", "image-digests", "--restrict", image).works().output());
    assertThat(digest.find()).isTrue();
    return digest.group();
  }

  private String file(String name, String content) throws Exception {
    return Files.writeString(temp.resolve(name), content).toString();
  }

  @Test
  void walksThroughThePage() throws Exception {
    var walk = new Walk(engine);
    introduction(walk);
    notAuthorized(walk);
    quota(walk);
    authentication(walk);
    digestGone(walk);
    address(walk);
    overwritten(walk);
    walk.isIn(GUIDE);
  }

  private static void introduction(Walk walk) {
    walk.says(
        """
        # Why can't it pull my image?

        <!-- Written by WhyCantItPullIT, which runs every command of it; do not edit. -->

        Ask, and you are told: `windlass doctor` with the name of the app, the job run or the image. It does what the engine does to pull
        the image, stops where that fails, asks a few questions more where an answer may mean several things, and says what is wrong, what
        was seen, and which command mends it. Its exit code is 0 when nothing is wrong, 1 when a cause was found, 2 when it cannot be told.

        The cases are those of IBM Cloud Code Engine's page of the same name, each made for real against the registry that Windlass carries.
        What is printed is what was printed; only ports, digests and times are replaced, and the steps at the end of each answer are left out.\
        """);
  }

  private void notAuthorized(Walk walk) throws Exception {
    engine.windlass("cr", "namespace-add", "acme", "--visibility", "private").works();
    engine.pushHello("acme/shop:v1", "one");
    walk.heading("1. You are not authorized")
        .says("The image is private, and the app names no registry secret.");
    walk.shows("app", "create", "--name", "shop", "--image", engine.registry() + "/acme/shop:v1")
        .fails();
    is(walk.shows("doctor", "app/shop"), "credentials_missing");
    walk.says("Or the secret is right, and its user may not pull from there.");
    engine.windlass("cr", "namespace-add", "other", "--visibility", "private").works();
    var key = engine.windlass("cr", "api-key-create", "other-only", "--access", "other=Reader");
    var file = file("key", key(key.works().output()));
    engine
        .windlass(
            "registry",
            "create",
            "--name",
            "other-only",
            "--server",
            engine.registry(),
            "--username",
            "iamapikey",
            "--password-from-file",
            file)
        .works();
    walk.shows("app", "update", "--name", "shop", "--registry-secret", "other-only").fails();
    is(walk.shows("doctor", "app/shop"), "access_missing");
  }

  private static String key(String output) {
    var key = KEY.matcher(output);
    assertThat(key.find()).as(output).isTrue();
    return key.group(1) == null ? key.group(2) : key.group(1);
  }

  private static void quota(Walk walk) throws Exception {
    engine.pushHello("sales/report:v1", "one");
    walk.heading("2. The container registry quota is exceeded");
    walk.does("cr", "quota-set", "--traffic", "0");
    var image = engine.registry() + "/sales/report:v1";
    walk.shows("jobrun", "submit", "--name", "report", "--image", image, "--wait").fails();
    is(walk.shows("doctor", "jobrun/report"), "traffic_quota");
    walk.does("cr", "quota-set", "--traffic", "-1");
  }

  private void authentication(Walk walk) throws Exception {
    walk.heading("3. The container registry needs authentication")
        .says("There is a secret, and the password in it is old.");
    var old = file("old-password", "changed-since");
    engine
        .windlass(
            "registry",
            "create",
            "--name",
            "acme",
            "--server",
            engine.registry(),
            "--username",
            "iamapikey",
            "--password-from-file",
            old)
        .works();
    walk.shows("app", "update", "--name", "shop", "--registry-secret", "acme").fails();
    is(walk.shows("doctor", "app/shop"), "credentials_wrong");
    walk.says("The secret can be looked at by itself.");
    is(walk.shows("doctor", "secret/acme"), "credentials_wrong");
  }

  private static void digestGone(Walk walk) throws Exception {
    engine.pushHello("team/site:v1", "one");
    var pinned = engine.registry() + "/team/site@" + digest("team/site");
    engine.pushHello("team/site:v1", "two");
    engine.windlass("cr", "image-prune-untagged", "-f", "--restrict", "team").works();
    walk.heading("4. The image was overwritten, and a clean-up took the old one")
        .says(
            "An app is to run what the tag named once. The tag names another image now, and what has no tag was cleaned away.");
    walk.shows("app", "create", "--name", "site", "--image", pinned).fails();
    is(walk.shows("doctor", "app/site"), "digest_absent");
    walk.says(
        "It is still in the trash, so it comes back. The engine sees that its registry has changed, and tries again by itself.");
    walk.does("cr", "image-restore", pinned);
    TestEngine.eventually("the app serves", () -> isReady("site"));
    assertThat(walk.shows("doctor", "app/site").code()).isZero();
    walk.shows("why", "app/site");
  }

  private static boolean isReady(String app) {
    try {
      return engine.windlass("app", "list").output().matches("(?s).*\\n" + app + " +Ready .*");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void address(Walk walk) throws Exception {
    engine.windlass("cr", "namespace-add", "bank", "--visibility", "private").works();
    engine.pushHello("bank/ledger:v1", "one");
    var config = Files.readString(engine.home().resolve("config.json"));
    var key = Pattern.compile("\"api_?[kK]ey\": *\"([^\"]+)\"").matcher(config);
    assertThat(key.find()).isTrue();
    engine
        .windlass(
            "registry",
            "create",
            "--name",
            "right",
            "--server",
            engine.registry(),
            "--username",
            "iamapikey",
            "--password-from-file",
            file("right-key", key.group(1)))
        .works();
    walk.heading("5. The account lets only some IP addresses in")
        .says("The image is there, and the secret is right.");
    walk.does("cr", "ip-allow-set", "10.0.0.0/8");
    try {
      var image = engine.registry() + "/bank/ledger:v1";
      walk.shows(
              "jobrun",
              "submit",
              "--name",
              "ledger",
              "--image",
              image,
              "--registry-secret",
              "right",
              "--wait",
              "--wait-timeout",
              "30")
          .fails();
      is(walk.shows("doctor", "jobrun/ledger"), "address_not_allowed");
    } finally {
      engine.windlass("cr", "ip-allow-set", "--none").works();
    }
  }

  private static void overwritten(Walk walk) throws Exception {
    engine.pushHello("blog/web:v1", "one");
    engine
        .windlass("app", "create", "--name", "blog", "--image", engine.registry() + "/blog/web:v1")
        .works();
    engine.pushHello("blog/web:v1", "two");
    engine
        .windlass("cr", "image-prune-untagged", "-f", "--restrict", "blog", "--ignore-pins")
        .works();
    walk.heading("And an app that runs already?")
        .says(
            """
            Nothing happens to it. A revision is pinned to a digest, and what a revision needs stays on the machine: here the tag was overwritten,
            and the clean-up was told to take even what revisions are pinned to. The app goes on, starts anew without the registry, and the
            doctor says what to know.\
            """);
    var ran = walk.shows("doctor", "app/blog");
    assertThat(ran.code()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("digest");
  }
}
