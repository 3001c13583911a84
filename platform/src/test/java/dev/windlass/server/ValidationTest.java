// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What is refused, in which field, and with which words.
class ValidationTest {
  /// @param add what is added to, or replaces, the members of a request that would be fine
  record Row(String plural, String add, String field, String says) {
    @Override
    public String toString() {
      return plural + " with " + add;
    }
  }

  private static Row app(String add, String field, String says) {
    return new Row("apps", add, field, says);
  }

  private static Row job(String add, String field, String says) {
    return new Row("jobs", add, field, says);
  }

  private static Row secret(String add, String field, String says) {
    return new Row("secrets", add, field, says);
  }

  static final List<Row> rows =
      List.of(
          app(
              "'name':'MyApp'",
              "name",
              "An application name must consist of lowercase alphanumeric characters, '-' and must"
                  + " start with an alphabetic character and end with an alphanumeric character."
                  + " name is 'MyApp'."),
          app("'name':'1app'", "name", "name is '1app'."),
          app("'name':'app-'", "name", "name is 'app-'."),
          app("'name':''", "name", "name is ''."),
          app("'name':'" + "a".repeat(64) + "'", "name", "a name of 1 to 63 characters"),
          app("'name':7", "name", "name is 7; it needs to be a name of 1 to 63 characters"),
          app("'name':null", "name", "name is missing"),
          app("'image_reference':null", "image_reference", "image_reference is missing"),
          app(
              "'image_reference':'UPPER/Case'",
              "image_reference",
              "image_reference is 'UPPER/Case': "),
          app("'image_reference':'a:b:c'", "image_reference", "such as icr.io/codeengine"),
          app("'image_reference':''", "image_reference", "of 1 to 256 characters"),
          app("'image_reference':'" + "a".repeat(257) + "'", "image_reference", "1 to 256"),
          app(
              "'image_port':0",
              "image_port",
              "image_port is 0; it needs to be a whole number from 1 to 65535"),
          app("'image_port':65536", "image_port", "65536"),
          app("'image_port':'8080'", "image_port", "image_port is '8080'; it needs to be a whole"),
          app("'image_port':80.5", "image_port", "image_port is 80.5"),
          app("'image_port':12345678901234567890", "image_port", "a whole number"),
          app("'image_port':8008", "image_port", "none of the reserved ports"),
          app("'image_port':15090", "image_port", "none of the reserved ports"),
          app("'image_secret':'Not_A_Name'", "image_secret", "'Not_A_Name'"),
          app(
              "'managed_domain_mappings':'public'",
              "managed_domain_mappings",
              "one of local, local_private, local_public"),
          app("'run_service_account':'root'", "run_service_account", "one of default, manager"),
          app(
              "'run_arguments':'-v'",
              "run_arguments",
              "run_arguments is '-v'; it needs to be a list of at most 100"),
          app("'run_arguments':['a',5]", "run_arguments[1]", "run_arguments[1] is 5"),
          app("'run_as_user':-1", "run_as_user", "from 0 to"),
          app(
              "'run_compute_resource_token_enabled':'yes'",
              "run_compute_resource_token_enabled",
              "true or false"),
          app("'scale_concurrency':0", "scale_concurrency", "from 1 to 1000"),
          app("'scale_concurrency_target':1001", "scale_concurrency_target", "from 1 to 1000"),
          app("'scale_min_instances':251", "scale_min_instances", "from 0 to 250"),
          app(
              "'scale_min_instances':11",
              "scale_min_instances",
              "at most scale_max_instances, which is 10"),
          app("'scale_max_instances':-1", "scale_max_instances", "from 0 to 250"),
          app("'scale_request_timeout':601", "scale_request_timeout", "from 1 to 600"),
          app("'scale_down_delay':3601", "scale_down_delay", "from 0 to 3600"),
          app("'scale_cpu_limit':3", "scale_cpu_limit", "as text"),
          app(
              "'scale_cpu_limit':'much'",
              "scale_cpu_limit",
              "scale_cpu_limit: 'much' is not a CPU amount"),
          app("'scale_cpu_limit':'3'", "scale_memory_limit", "3 vCPU is not offered"),
          app(
              "'scale_memory_limit':'3G'",
              "scale_memory_limit",
              "3G of memory does not go with 1 vCPU"),
          app(
              "'scale_ephemeral_storage_limit':'5G'",
              "scale_ephemeral_storage_limit",
              "is too much for 4G of memory"),
          app("'run_env_variables':[{'name':'A'}]", "run_env_variables[0].value", "is missing"),
          app(
              "'run_env_variables':[{'name':'A B','value':''}]",
              "run_env_variables[0].name",
              "'A B'"),
          app(
              "'run_env_variables':[{'type':'magic'}]",
              "run_env_variables[0].type",
              "one of literal"),
          app(
              "'run_env_variables':[{'type':'secret_key_reference','name':'A','reference':'s'}]",
              "run_env_variables[0].key",
              "there for the type secret_key_reference"),
          app(
              "'run_env_variables':[{'type':'config_map_full_reference'}]",
              "run_env_variables[0].reference",
              "is missing"),
          app("'run_env_variables':['A=1']", "run_env_variables[0]", "an environment variable"),
          app(
              "'run_volume_mounts':[{'type':'secret','reference':'s'}]",
              "run_volume_mounts[0].mount_path",
              "is missing"),
          app(
              "'run_volume_mounts':[{'type':'secret','reference':'s','mount_path':'tmp'}]",
              "run_volume_mounts[0].mount_path",
              "an absolute path"),
          app(
              "'run_volume_mounts':[{'type':'persistent_data_store','reference':'s','mount_path':'/a'}]",
              "run_volume_mounts[0].type",
              "one of config_map, secret"),
          app(
              "'run_volume_mounts':[{'type':'secret','reference':'s','mount_path':'/a'},{'type':'secret','reference':'t','mount_path':'/a/'}]",
              "run_volume_mounts[1].mount_path",
              "no other volume"),
          app("'probe_liveness':{'type':'exec'}", "probe_liveness.type", "one of http, tcp"),
          app(
              "'probe_liveness':{'type':'http','interval':61}",
              "probe_liveness.interval",
              "from 1 to 60"),
          app(
              "'probe_readiness':{'type':'tcp','path':'/x'}",
              "probe_readiness.path",
              "left out for the type tcp"),
          app(
              "'probe_readiness':{'type':'http','path':'x'}",
              "probe_readiness.path",
              "beginning with /"),
          app(
              "'scale_mx_instances':3",
              "scale_mx_instances",
              "is not a field of an app; its fields are image_reference, name"),
          job("'name':'My_Job'", "name", "A job name must consist of"),
          job("'image_port':80", "image_port", "is not a field of a job"),
          job("'run_mode':'batch'", "run_mode", "one of daemon, task"),
          job("'scale_array_spec':'5-1'", "scale_array_spec", "ends before it starts"),
          job("'scale_array_spec':'0-1000'", "scale_array_spec", "more than 1000 indices"),
          job("'scale_retry_limit':6", "scale_retry_limit", "from 0 to 5"),
          job("'scale_max_execution_time':0", "scale_max_execution_time", "from 1 to 86400"),
          new Row(
              "job_runs", "'image_reference':null", "image_reference", "there, unless job_name is"),
          new Row("job_runs", "'name':null", "name", "there, unless job_name is"),
          new Row(
              "job_runs",
              "'job_name':'j'",
              "image_reference",
              "cannot be given together with job_name"),
          new Row(
              "job_runs",
              "'scale_array_size_variable_override':0",
              "scale_array_size_variable_override",
              "from 1 to 1000"),
          secret(
              "'format':'magic'",
              "format",
              "one of basic_auth, generic, hmac_auth, other, registry, service_access, service_operator,"
                  + " ssh_auth, tls"),
          secret("'format':'opaque'", "format", "format is 'opaque'"),
          secret("'format':'service_access'", "service_access", "service_access is missing"),
          secret(
              "'format':'service_access','service_access':{'service_instance':{'id':'x'}}",
              "data",
              "data is missing"),
          secret(
              "'format':'generic','service_access':{'service_instance':{'id':'x'}}",
              "service_access",
              "only"),
          secret("'name':'a..b'", "name", "A secret name must consist of"),
          secret("'data':{'a b':'c'}", "data.a b", "of letters, digits"),
          secret("'data':{'a':5}", "data.a", "data.a needs to be text"),
          secret(
              "'format':'registry','data':{'username':'u','password':'p'}",
              "data.server",
              "is missing"),
          secret("'format':'tls','data':{'tls_cert':'c'}", "data.tls_key", "is missing"),
          secret(
              "'format':'basic_auth','data':{'username':'u','password':'p','x':'y'}",
              "data.x",
              "is not a field of the data of a basic_auth secret"),
          secret("'format':'ssh_auth','data':{}", "data.ssh_key", "is missing"),
          secret("'format':'hmac_auth'", "data.access_key_id", "is missing"),
          new Row("config_maps", "'data':'text'", "data", "an object with text for each key"),
          new Row("config_maps", "'name':'-'", "name", "A config map name must consist of"));

  static Api api;

  @BeforeAll
  static void start() {
    api = new Api();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String fine(String plural) {
    return switch (plural) {
      case "secrets" -> "{'name':'fine','format':'generic'}";
      case "config_maps" -> "{'name':'fine'}";
      default -> "{'name':'fine','image_reference':'icr.io/codeengine/helloworld'}";
    };
  }

  @ParameterizedTest
  @FieldSource("rows")
  void refuses(Row row) throws Exception {
    var body = MergePatch.apply(object(fine(row.plural)), object("{" + row.add + "}"));
    var reply =
        api.post(api.in("/" + row.plural), new String(Typed.bytes(body), StandardCharsets.UTF_8));
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(400);
    assertThat(reply.errors())
        .as("%s", reply.body())
        .anySatisfy(error -> {
          assertThat(error.get("target")).isEqualTo(Map.of("type", "field", "name", row.field));
          assertThat(String.valueOf(error.get("message"))).contains(row.says);
        });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(String text) throws JsonText.Malformed {
    return (Map<String, Object>) JsonText.parse(text.replace('\'', '"'));
  }

  @Test
  void tellsAllProblemsAtOnce() {
    var reply =
        api.post(
            api.in("/apps"),
            """
            {"name":"Bad","scale_min_instances":-3,"run_env_variables":[{"name":"A"}],"color":"red"}
            """);
    assertThat(reply.errors())
        .extracting(
            error -> String.valueOf(error.get("target")).replaceAll(".*name=([^,}]*).*", "$1"))
        .containsExactlyInAnyOrder(
            "name",
            "image_reference",
            "scale_min_instances",
            "run_env_variables[0].value",
            "color");
  }

  @Test
  void refusesNullInAList() {
    var reply =
        api.post(
            api.in("/apps"), "{\"name\":\"a\",\"image_reference\":\"a\",\"run_commands\":[null]}");
    assertThat(reply.error()).startsWith("run_commands[0] is null; it needs to be text");
  }

  @Test
  void neverShowsTheValueOfASecret() {
    var reply =
        api.post(
            api.in("/secrets"),
            "{\"name\":\"s\",\"format\":\"basic_auth\",\"data\":{\"username\":\"u\",\"passwrd\":\"hunter2\"}}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.http().body()).doesNotContain("hunter2");
  }
}
