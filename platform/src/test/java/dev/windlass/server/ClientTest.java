// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.api.ApiException;
import dev.windlass.api.Client;
import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.api.Fields;
import dev.windlass.api.LogLine;
import dev.windlass.api.ProjectClient;
import dev.windlass.api.SecretPrototype;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The typed client and this server understand each other.
class ClientTest {
  private Api api;
  private Client client;
  private ProjectClient home;

  @BeforeEach
  void start() {
    api = new Api();
    client = Client.at(URI.create("http://127.0.0.1:" + api.server.address().getPort()), Api.KEY);
    home = client.in(api.project);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void projectsAndTheEngineAreRead() {
    assertThat(client.engine().registry()).isEqualTo("127.0.0.1:5000");
    assertThat(client.projects()).extracting(project -> project.name()).containsExactly("home");
    assertThat(client.project(api.project).subdomain()).hasSize(11);
  }

  @Test
  void anAppIsMadeChangedAndDeleted() {
    var made = home.createApp(new Fields().set("name", "web").set("image_reference", "nginx"));
    assertThat(made.imagePort()).isEqualTo(8080);
    var changed = home.updateApp("web", made.entityTag(), new Fields().set("image_port", 80));
    assertThat(changed.imagePort()).isEqualTo(80);
    assertThatThrownBy(() -> home.updateApp("web", made.entityTag(), new Fields()))
        .isInstanceOf(ApiException.class)
        .extracting(e -> ((ApiException) e).status())
        .isEqualTo(412);
    assertThat(home.apps()).hasSize(1);
    assertThat(home.instances("web")).isEmpty();
    assertThat(home.revisions("web")).isEmpty();
    assertThat(home.appEvents("web")).isEmpty();
    assertThat(home.appPulling("web").layers()).isEmpty();
    home.deleteApp("web");
    assertThat(home.apps()).isEmpty();
  }

  @Test
  void aJobIsRun() {
    home.createJob(new Fields().set("name", "sum").set("image_reference", "sum"));
    var run = home.createJobRun(new Fields().set("job_name", "sum").set("scale_array_spec", "1-2"));
    var name = String.valueOf(run.name());
    assertThat(home.jobRun(name).statusDetails()).isNotNull();
    assertThat(home.jobRuns("sum")).hasSize(1);
    assertThat(home.jobRunInstances(name)).isEmpty();
    assertThat(home.jobRunEvents(name)).isEmpty();
    home.deleteJob("sum");
    assertThat(home.jobRuns(null)).isEmpty();
  }

  @Test
  void secretsAndConfigMapsAreListedOverManyPages() {
    for (int i = 0; i < 100; i++) {
      home.createConfigMap(new ConfigMapPrototype("c" + i, Map.of("a", "b")));
    }
    assertThat(home.configMaps()).hasSize(100);
    home.createSecret(SecretPrototype.of("generic", "s", Map.of("a", "b")));
    assertThat(home.secret("s").data()).isEqualTo(Map.of("a", "b"));
    assertThat(home.secrets("generic")).hasSize(1);
  }

  @Test
  void logsAndChangesCome() {
    api.driver.print("web-1", "hello");
    List<LogLine> lines = new ArrayList<>();
    home.logs("web-1", -1, false, lines::add);
    assertThat(lines).extracting(LogLine::text).containsExactly("hello");
    long now = home.changes(0, Duration.ZERO);
    home.createConfigMap(new ConfigMapPrototype("c", null));
    assertThat(home.changes(now, Duration.ofSeconds(10))).isGreaterThan(now);
  }

  @Test
  void aRefusalIsToldInTheServersWords() {
    assertThatThrownBy(() -> home.createApp(new Fields().set("name", "Web")))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("An application name must consist of")
        .hasMessageContaining("image_reference is missing");
  }
}
