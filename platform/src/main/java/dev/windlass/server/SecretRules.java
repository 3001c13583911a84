// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which secrets and config maps there may be. Values are never shown.
final class SecretRules {
  private static final int LONGEST_VALUE = 1 << 20;
  private static final Rule VALUE = Rule.hidden(LONGEST_VALUE);
  private static final Rule ANYTHING = new Rule.Entries(Names.OF_KEY, VALUE);
  private static final String ACCESS = "service_access";
  private static final String OPERATOR = "service_operator";
  private static final int LONGEST_ID = 1024;
  private static final Rule ID = Rule.text(LONGEST_ID);

  /// Something of a cloud.
  private static final Rule REFERENCE =
      Shape.of("a reference").may("id", ID).may("crn", ID).may("name", ID).may("type", ID);

  private static final Map<String, Rule> OF_CLOUDS =
      Map.of(
          ACCESS,
          Shape.of("the service that the credentials are for")
              .needs(
                  "service_instance",
                  Shape.of("a service instance").needs("id", ID).may("type", ID))
              .may("resource_key", REFERENCE)
              .may("role", REFERENCE)
              .may("serviceid", REFERENCE),
          OPERATOR,
          Shape.of("whose credentials they are")
              .may("resource_group_ids", new Rule.Items(100, ID))
              .may("serviceid", REFERENCE)
              .may("user_managed", Rule.flag())
              .may("apikey_id", ID));

  private static final String SEVERAL_REGISTRIES = ".dockerconfigjson";
  private static final Set<String> ANSWERED =
      Set.of(
          "created_at",
          "entity_tag",
          "generated_by",
          "href",
          "id",
          "project_id",
          "region",
          "resource_type");

  private static final Map<String, Rule> DATA =
      Map.of(
          "generic",
          ANYTHING,
          "registry",
          Shape.of("the data of a registry secret")
              .needs("username", VALUE)
              .needs("password", VALUE)
              .needs("server", VALUE)
              .may("email", VALUE),
          "basic_auth",
          Shape.of("the data of a basic_auth secret")
              .needs("username", VALUE)
              .needs("password", VALUE),
          "ssh_auth",
          Shape.of("the data of an ssh_auth secret")
              .needs("ssh_key", VALUE)
              .may("known_hosts", VALUE),
          "tls",
          Shape.of("the data of a tls secret").needs("tls_cert", VALUE).needs("tls_key", VALUE),
          "hmac_auth",
          Shape.of("the data of an hmac_auth secret")
              .needs("access_key_id", VALUE)
              .needs("secret_access_key", VALUE),
          ACCESS,
          ANYTHING,
          OPERATOR,
          ANYTHING,
          "other",
          ANYTHING);

  static final Shape SECRET =
      Shape.of("a secret")
          .needs("format", Rule.oneOf(formats().toArray(String[]::new)))
          .needs("name", Names.OF_SECRET)
          .may("data", ANYTHING)
          .may(OF_CLOUDS)
          .ignores(ANSWERED);

  /// What a secret is for stays as it was.
  static final Shape REPLACEMENT =
      Shape.of("a secret")
          .needs("format", Rule.oneOf(formats().toArray(String[]::new)))
          .may("name", Names.OF_SECRET)
          .may("data", ANYTHING)
          .ignores(ANSWERED)
          .ignores(OF_CLOUDS.keySet());

  static final Shape CONFIG_MAP =
      Shape.of("a config map")
          .needs("name", Names.OF_CONFIG_MAP)
          .may("data", ANYTHING)
          .ignores(ANSWERED);

  private SecretRules() {}

  /// In alphabetical order.
  static List<String> formats() {
    return DATA.keySet().stream().sorted().toList();
  }

  static List<Problem> secretProblems(Map<String, Object> secret) {
    return problems(secret, SECRET);
  }

  static List<Problem> replacementProblems(Map<String, Object> secret) {
    return problems(secret, REPLACEMENT);
  }

  private static List<Problem> problems(Map<String, Object> secret, Shape shape) {
    var problems = new Problems();
    shape.check(secret, problems);
    Rule rule = DATA.getOrDefault(secret.getOrDefault("format", ""), ANYTHING);
    Object data = secret.getOrDefault("data", Map.of());
    if (problems.fine("data") && !rule.equals(ANYTHING) && !severalRegistries(secret, data)) {
      rule.check("data", data, problems);
    }
    if (shape.equals(SECRET)) {
      checkCloud(secret, data, problems);
    }
    return problems.all();
  }

  /// Code Engine asks IBM Cloud for credentials. There is none here, so they have to be given.
  private static void checkCloud(Map<String, Object> secret, Object data, Problems problems) {
    var format = String.valueOf(secret.get("format"));
    for (var field : OF_CLOUDS.keySet()) {
      boolean mine = field.equals(format);
      if (!mine && secret.containsKey(field)) {
        problems.invalid(field, field + " is for secrets of the format " + field + " only");
      } else if (mine && !secret.containsKey(field)) {
        problems.missing(field, OF_CLOUDS.get(field).allowed());
      }
    }
    if (OF_CLOUDS.containsKey(format) && data.equals(Map.of())) {
      problems.invalid(
          "data",
          "data is missing; it needs to be the credentials, as no cloud makes them for this engine");
    }
  }

  /// The form in which Kubernetes keeps the passwords of any number of registries.
  private static boolean severalRegistries(Map<String, Object> secret, Object data) {
    return "registry".equals(secret.get("format"))
        && data instanceof Map<?, ?> map
        && map.keySet().equals(Set.of(SEVERAL_REGISTRIES));
  }

  static List<Problem> configMapProblems(Map<String, Object> configMap) {
    var problems = new Problems();
    CONFIG_MAP.check(configMap, problems);
    return problems.all();
  }
}
