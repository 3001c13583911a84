// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProjectCommandsTest {
  private final Desk desk = new Desk();

  @BeforeEach
  void prepare() {
    desk.api.on(
        "GET /v2/projects",
        Samples.list("projects", Samples.project("default", "p1"), Samples.project("shop", "p2")));
    desk.api.on("GET /v2/projects/p2", Samples.project("shop", "p2"));
    desk.api.on(
        "GET /v2/projects/p2/quotas",
        "{\"quotas\":[{\"category\":\"App revisions\",\"used\":33,\"limit\":120},"
            + "{\"category\":\"Apps\",\"used\":10,\"limit\":40}]}");
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void projectsAreShown() {
    Golden.check("project-list", desk.run("project", "list").all());
    Golden.check("project-get", desk.run("project", "get", "-n", "shop").all());
    Golden.check("project-current", desk.run("project", "current").all());
    Golden.check("project-get-json", desk.run("proj", "get", "--id", "p2", "-o", "json").all());
    Golden.check("project-unknown", desk.run("project", "get", "-n", "none").all());
  }

  @Test
  void selectIsRemembered() throws IOException {
    assertThat(desk.run("project", "select", "-n", "shop").out())
        .isEqualTo("Selecting project 'shop'...\nOK\n");

    assertThat(Config.read(desk.home).project()).isEqualTo(new Config.Selected("p2", "shop"));
    assertThat(Config.read(desk.home).apiKey()).isEqualTo("the-key");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(Config.fileIn(desk.home))))
        .isEqualTo("rw-------");
    assertThat(desk.run("project", "current").out()).contains("Name:       shop");
  }

  @Test
  void createSelectsUnlessToldNotTo() {
    desk.api.on("POST /v2/projects", 202, Samples.project("shop", "p2"));

    Golden.check("project-create", desk.run("project", "create", "-n", "shop", "-t", "a").all());
    assertThat(desk.api.change().body()).isEqualTo("{\"name\":\"shop\",\"tags\":[\"a\"]}");
    assertThat(Config.read(desk.home).project()).isEqualTo(new Config.Selected("p2", "shop"));

    desk.run("project", "select", "-n", "default");
    desk.run("project", "create", "-n", "shop", "--no-select");
    assertThat(Config.read(desk.home).project()).isEqualTo(new Config.Selected("p1", "default"));
  }

  @Test
  void deleteForgetsTheSelection() {
    desk.api.on("DELETE /v2/projects/p2", "");
    desk.api.on("GET /v2/projects/p2", 404, "");
    desk.run("project", "select", "-n", "shop");

    var ran = desk.typing("y").run("project", "delete", "-n", "shop");

    assertThat(ran.all())
        .isEqualTo(
            "exit 0\n--- out\nAre you sure you want to delete project shop? [y/N]> Deleting project 'shop'...\nOK\n--- err\n");
    Golden.check("no-project", desk.run("app", "list").all());
  }

  @Test
  void withoutAConfigItSaysHowToBegin() throws IOException {
    Files.delete(Config.fileIn(desk.home));

    var ran = desk.run("app", "list");

    assertThat(ran.exitCode()).isEqualTo(1);
    Golden.check("no-config", ran.all().replace(desk.home.toString(), "/home/me/.windlass"));
  }

  @Test
  void whenNobodyAnswersItSaysWhatToDo() {
    desk.api.close();

    var ran = desk.run("app", "list");

    Golden.check(
        "no-engine", ran.all().replace(desk.api.address().toString(), "http://127.0.0.1:7070"));
  }
}
