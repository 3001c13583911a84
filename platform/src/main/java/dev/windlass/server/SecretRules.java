// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Which secrets and config maps there may be. Values are never shown.
final class SecretRules {
  private static final int LONGEST_VALUE = 1 << 20;
  private static final Rule VALUE = Rule.hidden(LONGEST_VALUE);
  private static final Rule ANYTHING = new Rule.Entries(Names.OF_KEY, VALUE);
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
          "generic", ANYTHING,
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
                  .needs("secret_access_key", VALUE));

  static final Shape SECRET =
      Shape.of("a secret")
          .needs("format", Rule.oneOf(DATA.keySet().stream().sorted().toArray(String[]::new)))
          .needs("name", Names.OF_SECRET)
          .may("data", ANYTHING)
          .ignores(ANSWERED);

  static final Shape CONFIG_MAP =
      Shape.of("a config map")
          .needs("name", Names.OF_CONFIG_MAP)
          .may("data", ANYTHING)
          .ignores(ANSWERED);

  private SecretRules() {}

  /// Those that a list can be asked for, also the ones that nobody can create here.
  static List<String> listedFormats() {
    return Stream.concat(DATA.keySet().stream(), Stream.of("service_access", "service_operator"))
        .sorted()
        .toList();
  }

  static List<Problem> secretProblems(Map<String, Object> secret) {
    var problems = new Problems();
    SECRET.check(secret, problems);
    Rule rule = DATA.getOrDefault(secret.getOrDefault("format", ""), ANYTHING);
    Object data = secret.getOrDefault("data", Map.of());
    if (problems.fine("data") && !rule.equals(ANYTHING) && !severalRegistries(secret, data)) {
      rule.check("data", data, problems);
    }
    return problems.all();
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
