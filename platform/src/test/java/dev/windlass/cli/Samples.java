// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

/// Answers of the API, as the server gives them.
final class Samples {
  static final String DIGEST =
      "sha256:1cee99abf1b6ac8c9f5b6a1dd4e0c9b8ab27d2fb1fd7ee63d2c6f9da1c1f6a3e";
  static final String DIAGNOSIS =
      """
      {"code":"tag_absent","problem":"Unable to pull the image \\"localhost:5000/samples/hello:v9\\"","cause":"the repository samples/hello has no tag v9","fix":"use one of its tags: v1, v2","evidence":"GET http://localhost:5000/v2/samples/hello/manifests/v9 -> 404 MANIFEST_UNKNOWN"}\
      """;

  private static final String WORKLOAD =
      """
      "project_id":"p1","region":"local","image_reference":"localhost:5000/samples/hello:v1","run_arguments":["--fast"],"run_commands":[],"run_env_variables":[{"type":"literal","name":"TARGET","value":"World"},{"type":"secret_full_reference","reference":"db","prefix":"DB_"},{"type":"config_map_key_reference","name":"MODE","key":"mode","reference":"settings"}],"computed_env_variables":[],"run_service_account":"default","run_volume_mounts":[{"type":"secret","mount_path":"/keys","reference":"db","read_only":true}],"scale_cpu_limit":"1","scale_memory_limit":"4G","scale_ephemeral_storage_limit":"400M","image_secret":"pull",\
      """;

  private Samples() {}

  static String project(String name, String id) {
    return """
    {"id":"%s","name":"%s","region":"local","resource_group_id":"default","status":"active","created_at":"2026-11-22T12:00:00Z","subdomain":"abcdefghijk","crn":"crn:v1:local"}
    """
        .formatted(id, name);
  }

  static String list(String plural, String... items) {
    return "{\"first\":{\"href\":\"x\"},\"limit\":100,\"%s\":[%s]}"
        .formatted(plural, String.join(",", items));
  }

  /// @param details what `status_details` holds, without the braces
  static String app(String name, String status, String details) {
    return """
    {"name":"%s","id":"a-1","entity_tag":"77","created_at":"2026-11-23T12:00:00Z","endpoint":"http://%s.abcdefghijk.localhost:7080","endpoint_internal":"http://%s.abcdefghijk.svc.cluster.local","managed_domain_mappings":"local_public","image_port":8080,"scale_concurrency":100,"scale_concurrency_target":100,"scale_max_instances":10,"scale_min_instances":0,"scale_request_timeout":300,"scale_down_delay":0,%s"status":"%s","status_details":{%s}}
    """
        .formatted(name, name, name, WORKLOAD, status, details)
        .strip();
  }

  static String ready(String name) {
    return app(
        name,
        "ready",
        "\"reason\":\"ready\",\"latest_created_revision\":\"%s-00001\",\"latest_ready_revision\":\"%s-00001\""
            .formatted(name, name));
  }

  static String deploying(String name) {
    return app(
        name,
        "deploying",
        "\"reason\":\"deploying\",\"latest_created_revision\":\"%s-00001\"".formatted(name));
  }

  static String failed(String name) {
    return app(
        name,
        "failed",
        "\"reason\":\"no_revision_ready\",\"latest_created_revision\":\"%s-00001\",\"diagnosis\":%s"
            .formatted(name, DIAGNOSIS));
  }

  static String revision(String name, String status, String details) {
    return """
    {"name":"%s","app_name":"%s","id":"r-1","created_at":"2026-11-23T12:00:30Z","image_digest":"%s","image_port":8080,"scale_concurrency":100,"scale_concurrency_target":100,"scale_max_instances":10,"scale_min_instances":0,"scale_request_timeout":300,"scale_down_delay":0,%s"status":"%s","status_details":{%s}}
    """
        .formatted(name, Names.appOf(name), DIGEST, WORKLOAD, status, details)
        .strip();
  }

  static String instance(String revision, String status, String reason) {
    return """
    {"name":"%s-deployment-6c9b5cf966-wjs44","app_name":"%s","revision_name":"%s","created_at":"2026-11-23T12:30:00Z","scale_cpu_limit":"1","scale_ephemeral_storage_limit":"400M","scale_memory_limit":"4G","status":"%s","status_details":{"restarts":2,"user_container":{"current_state":{"container_status":"%s","reason":"%s"}}}}
    """
        .formatted(revision, Names.appOf(revision), revision, status, status, reason)
        .strip();
  }

  /// Two that failed, the second with all its steps.
  static String attempts() {
    return """
    {"attempts":[
      {"image":"icr.io/acme/web:1","outcome":"failed","started_at":"2026-01-01T00:00:00Z",
       "milliseconds":12,"bytes":0,"cause":"host_unknown","retry":"permanent","message":"no such host",
       "next_attempt_at":"2026-01-01T00:15:00Z","places":[],"steps":[]},
      {"image":"icr.io/acme/web:1","outcome":"failed","started_at":"2026-01-01T00:00:30Z",
       "milliseconds":2345,"bytes":1234567,"cause":"credentials_wrong","retry":"permanent",
       "message":"icr.io does not accept the credentials","next_attempt_at":"2030-01-01T00:15:00Z",
       "places":[{"repository":"localhost:5001/mirror/web"},
         {"repository":"icr.io/acme/web","secret":"pull","key":"icr.io","username":"iamapikey"}],
       "steps":[
         {"name":"dns","at":"icr.io","outcome":"done","started_at":"2026-01-01T00:00:30Z",
          "milliseconds":3,"seen":{"addresses":"10.0.0.1, 10.0.0.2"}},
         {"name":"token","at":"https://icr.io/oauth/token","outcome":"failed",
          "started_at":"2026-01-01T00:00:31Z","milliseconds":1200,
          "seen":{"status":"400","message":"BXNIM0415E"}}]}
    ]}
    """;
  }

  static String events(String instance) {
    return """
    {"events":[{"type":"Normal","reason":"Pulled","source":"engine","instance":"%s","message":"Pulled image","first":"2026-11-23T12:30:00Z","last":"2026-11-23T12:30:00Z","count":1},{"type":"Warning","reason":"BackOff","source":"engine","instance":"","message":"Back-off","first":"2026-11-23T12:20:00Z","last":"2026-11-23T12:29:00Z","count":23}]}
    """
        .formatted(instance);
  }

  static String job(String name) {
    return """
    {"name":"%s","id":"j-1","entity_tag":"88","created_at":"2026-11-23T12:00:00Z","run_mode":"task","scale_array_spec":"1-5","scale_max_execution_time":7200,"scale_retry_limit":3,%s"resource_type":"job_v2"}
    """
        .formatted(name, WORKLOAD)
        .strip();
  }

  static String jobRun(String name, String job, String status, String details) {
    return """
    {"name":"%s","id":"jr-1",%s"created_at":"2026-11-23T12:20:00Z","image_digest":"%s","run_mode":"task","scale_array_spec":"1-5","scale_max_execution_time":7200,"scale_retry_limit":3,%s"status":"%s","status_details":{%s}}
    """
        .formatted(
            name,
            job.isEmpty() ? "" : "\"job_name\":\"" + job + "\",",
            DIGEST,
            WORKLOAD,
            status,
            details)
        .strip();
  }

  static String jobRunInstance(String name, String status) {
    return """
    {"name":"%s","job_run_name":"%s","created_at":"2026-11-23T12:20:00Z","status":"%s","status_details":{"restarts":0}}
    """
        .formatted(name, Names.jobRunOf(name), status)
        .strip();
  }

  static String secret(String name, String format, String data) {
    return """
    {"name":"%s","id":"s-1","entity_tag":"99","created_at":"2026-11-23T09:00:00Z","format":"%s","generated_by":"user","data":{%s}}
    """
        .formatted(name, format, data)
        .strip();
  }

  static String configMap(String name, String data) {
    return """
    {"name":"%s","id":"c-1","entity_tag":"66","created_at":"2026-11-18T09:00:00Z","data":{%s}}
    """
        .formatted(name, data)
        .strip();
  }
}
