// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class JobCommandsTest {
  private static final String DONE =
      "\"start_time\":\"2026-11-23T12:20:00Z\",\"completion_time\":\"2026-11-23T12:22:58Z\",\"requested\":5,\"succeeded\":5,\"failed\":0";

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void createSendsExactlyWhatWasGiven() {
    desk.on("POST /jobs", 201, Samples.job("hello"));

    var ran =
        desk.run(
            "job",
            "create",
            "-n",
            "hello",
            "-i",
            "x",
            "--array-size",
            "5",
            "--met",
            "60",
            "-r",
            "1",
            "--mode",
            "daemon",
            "-e",
            "A=1");

    assertThat(ran.all()).isEqualTo("exit 0\n--- out\nCreating job 'hello'...\nOK\n--- err\n");
    assertThat(desk.api.change().body())
        .isEqualTo(
            """
            {"image_reference":"x","run_env_variables":[{"name":"A","type":"literal","value":"1"}],\
            "run_mode":"daemon","scale_array_spec":"0-4","scale_max_execution_time":60,\
            "scale_retry_limit":1,"name":"hello"}\
            """);
  }

  @Test
  void updateSendsAMergePatch() {
    desk.on("GET /jobs/hello", Samples.job("hello")).on("PATCH /jobs/hello", Samples.job("hello"));

    assertThat(desk.run("job", "update", "-n", "hello", "--ai", "1,3").exitCode()).isZero();
    assertThat(desk.api.change().ifMatch()).isEqualTo("88");
    assertThat(desk.api.change().body()).isEqualTo("{\"scale_array_spec\":\"1,3\"}");
  }

  @Test
  void jobsAreShown() {
    desk.on("GET /jobs", Samples.list("jobs", Samples.job("hello"), Samples.job("bye")))
        .on("GET /jobs/hello", Samples.job("hello"))
        .on(
            "GET /job_runs",
            Samples.list("job_runs", Samples.jobRun("hello-1", "hello", "completed", DONE)))
        .on(
            "GET /job_runs?job_name=hello",
            Samples.list("job_runs", Samples.jobRun("hello-1", "hello", "completed", DONE)));

    Golden.check("job-list", desk.run("job", "list").all());
    Golden.check("job-get", desk.run("job", "get", "-n", "hello").all());
    Golden.check("job-get-json", desk.run("job", "get", "-n", "hello", "-o", "json").all());
  }

  @Test
  void deleteTakesItsRunsAlong() {
    desk.on("DELETE /jobs/hello", "")
        .on("DELETE /job_runs/hello-1", "")
        .on(
            "GET /job_runs?job_name=hello",
            Samples.list("job_runs", Samples.jobRun("hello-1", "hello", "completed", DONE)));

    assertThat(desk.run("job", "delete", "-n", "hello", "-f").exitCode()).isZero();
    assertThat(desk.api.asked())
        .extracting(a -> a.method())
        .containsExactly("GET", "DELETE", "DELETE");
  }

  @Test
  void deleteLeavesRunsWhenToldSo() {
    desk.on("DELETE /jobs/hello", "");

    assertThat(desk.run("job", "delete", "-n", "hello", "-f", "--orphan-job-runs").exitCode())
        .isZero();
    assertThat(desk.api.asked()).hasSize(1);
  }

  @Test
  void submitOfAJobDoesNotWait() {
    desk.on("POST /job_runs", 202, Samples.jobRun("hello-jobrun-abcde", "hello", "pending", ""));

    Golden.check("jobrun-submit", desk.run("jr", "submit", "-j", "hello", "--ai", "1-3").all());
    assertThat(desk.api.change().body())
        .isEqualTo("{\"scale_array_spec\":\"1-3\",\"job_name\":\"hello\"}");
  }

  @Test
  void submitNeedsAJobOrAnImage() {
    for (var args :
        new String[][] {
          {"jr", "submit"},
          {"jr", "submit", "-n", "x"},
          {"jr", "submit", "-i", "x"}
        }) {
      var ran = desk.run(args);
      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err())
          .isEqualTo("give either --job NAME, or --name NAME and --image REFERENCE\n");
    }
  }

  @Test
  void submitWaitsWhenToldSo() {
    desk.on("POST /job_runs", 202, Samples.jobRun("run", "", "pending", ""))
        .on("GET /job_runs/run", Samples.jobRun("run", "", "running", ""))
        .on("GET /job_runs/run", Samples.jobRun("run", "", "completed", DONE))
        .on("GET /job_runs/run/pulling", "{\"image\":\"x\",\"layers\":[]}");

    Golden.check(
        "jobrun-submit-wait", desk.run("jr", "submit", "-n", "run", "-i", "x", "-w").all());
  }

  @Test
  void submitTellsHowFarTheIndicesAre() {
    var half = "\"succeeded\":2,\"failed\":1,\"running\":2";
    desk.on("POST /job_runs", 202, Samples.jobRun("run", "", "pending", ""))
        .on("GET /job_runs/run", Samples.jobRun("run", "", "running", half))
        .on("GET /job_runs/run", Samples.jobRun("run", "", "completed", DONE))
        .on("GET /job_runs/run/pulling", "{\"image\":\"x\",\"layers\":[]}");
    assertThat(desk.run("jr", "submit", "-n", "run", "-i", "x", "-w").out())
        .contains("2 of 5 indices succeeded, 1 failed, 2 running, 0 pending\n");
  }

  @Test
  void whatProgramsReadHasAllTheParts() {
    var failed =
        "\"failed\":1,\"indices_details\":{\"2\":{\"status\":\"failed\",\"last_failure_reason\":\"OOMKilled\"}},\"diagnosis\":"
            + Samples.DIAGNOSIS;
    desk.on("GET /job_runs/run", Samples.jobRun("run", "", "failed", failed));
    assertThat(desk.run("jr", "get", "-n", "run", "-o", "yaml").out())
        .contains("last_failure_reason: OOMKilled", "diagnosis:");
    assertThat(desk.run("jr", "get", "-n", "run", "-o", "jsonpath={.status.diagnosis.code}").out())
        .isEqualTo("tag_absent\n");
  }

  @Test
  void restartNamesTheRunOrTheInstance() {
    desk.on("POST /job_runs/run/restart", 202, "{}")
        .on("POST /job_runs/run/restart?instance=run-1-0", 202, "{}");
    assertThat(desk.run("jr", "restart", "-n", "run").out())
        .isEqualTo("Restarting all instances of job run 'run'...\nOK\n");
    assertThat(desk.run("jr", "restart", "-i", "run-1-0").exitCode()).isZero();
    assertThat(desk.run("jr", "restart").exitCode()).isEqualTo(2);
  }

  @Test
  void submitTellsWhyTheRunFailed() {
    var failed =
        "\"failed\":1,\"failed_indices\":\"2\",\"indices_details\":{\"1\":{\"status\":\"succeeded\"},\"2\":{\"status\":\"failed\",\"last_failure_reason\":\"ContainerExitedCode1\"}}";
    desk.on("POST /job_runs", 202, Samples.jobRun("run", "", "pending", ""))
        .on("GET /job_runs/run", Samples.jobRun("run", "", "failed", failed));
    Golden.check(
        "jobrun-submit-failed", desk.run("jr", "submit", "-n", "run", "-i", "x", "-w").all());

    desk.on("POST /job_runs", 202, Samples.jobRun("pull", "", "pending", ""))
        .on(
            "GET /job_runs/pull",
            Samples.jobRun("pull", "", "failed", "\"diagnosis\":" + Samples.DIAGNOSIS));
    desk.run("jr", "submit", "-n", "run", "-i", "x", "-w");
    Golden.check(
        "jobrun-submit-no-image", desk.run("jr", "submit", "-n", "pull", "-i", "x", "-w").all());
  }

  @Test
  void resubmitCopiesTheOldRunWithChanges() {
    desk.on("GET /job_runs/run", Samples.jobRun("run", "hello", "completed", DONE))
        .on("POST /job_runs", 202, Samples.jobRun("run-2", "hello", "pending", ""));

    var ran =
        desk.run("jr", "resubmit", "-j", "run", "-n", "run-2", "--env-rm", "TARGET", "--cpu", "2");

    assertThat(ran.exitCode()).isZero();
    assertThat(desk.api.change().body())
        .isEqualTo(
            """
            {"name":"run-2","job_name":"hello","run_commands":[],"run_arguments":["--fast"],"run_env_variables":[\
            {"prefix":"DB_","reference":"db","type":"secret_full_reference"},\
            {"key":"mode","name":"MODE","reference":"settings","type":"config_map_key_reference"}],\
            "run_volume_mounts":[{"mount_path":"/keys","read_only":true,"reference":"db","type":"secret"}],\
            "run_mode":"task","scale_array_spec":"1-5",\
            "scale_cpu_limit":"2","scale_memory_limit":"4G","scale_ephemeral_storage_limit":"400M",\
            "scale_max_execution_time":7200,"scale_retry_limit":3}\
            """);
  }

  @Test
  void runsAreShown() {
    desk.on(
            "GET /job_runs",
            Samples.list("job_runs", Samples.jobRun("run", "hello", "completed", DONE)))
        .on("GET /job_runs/run", Samples.jobRun("run", "hello", "completed", DONE))
        .on("GET /job_runs/run/events", Samples.events("run-1-0"))
        .on(
            "GET /job_runs/run/instances",
            "{\"instances\":[" + Samples.jobRunInstance("run-1-0", "succeeded") + "]}");

    Golden.check("jobrun-list", desk.run("jr", "list").all());
    Golden.check("jobrun-get", desk.run("jr", "get", "-n", "run").all());
    Golden.check("jobrun-get-json", desk.run("jr", "get", "-n", "run", "-o", "json").all());
    Golden.check("jobrun-events", desk.run("jr", "events", "-n", "run").all());
  }

  @Test
  void logsFollowARunToItsEnd() {
    var one = Samples.jobRunInstance("run-1-0", "failed");
    var two = Samples.jobRunInstance("run-1-1", "succeeded");
    desk.on("GET /job_runs/run/instances", "{\"instances\":[]}")
        .on("GET /job_runs/run/instances", "{\"instances\":[]}")
        .on("GET /job_runs/run/instances", "{\"instances\":[" + one + "]}")
        .on("GET /job_runs/run/instances", "{\"instances\":[" + one + "," + two + "]}")
        .on("GET /job_runs/run", Samples.jobRun("run", "", "running", ""))
        .on("GET /job_runs/run", Samples.jobRun("run", "", "completed", DONE))
        .on("GET /instances/run-1-0/logs?tail=-1&follow=true", line("oops"))
        .on("GET /instances/run-1-1/logs?tail=-1&follow=true", line("well"));

    Golden.check("jobrun-logs-follow", desk.run("jr", "logs", "-f", "-n", "run").all());
  }

  private static String line(String text) {
    return "{\"at\":\"2026-11-23T12:30:01Z\",\"stream\":\"stdout\",\"text\":\"" + text + "\"}\n";
  }

  @Test
  void deleteOfAllRunsOfAJob() {
    desk.on(
            "GET /job_runs?job_name=hello",
            Samples.list(
                "job_runs",
                Samples.jobRun("a", "hello", "completed", ""),
                Samples.jobRun("b", "hello", "failed", "")))
        .on("DELETE /job_runs/a", "")
        .on("DELETE /job_runs/b", "");

    assertThat(desk.run("jr", "delete", "-j", "hello", "-f").out())
        .isEqualTo("Deleting job run 'a'...\nDeleting job run 'b'...\nOK\n");
  }
}
