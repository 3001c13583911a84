// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.SecretPrototype;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.engine.Resource;
import java.util.Map;
import java.util.TreeMap;

/// A secret, as it is answered: with its values when it is asked for by name, without in lists.
record SecretView(Site site, Home home) {
  private static final Map<String, String> TYPES =
      Map.of("ssh_auth", "secret_auth_ssh_v2", "service_operator", "secret_operator_v2");

  Map<String, Object> of(Resource<SecretPrototype, Nothing> secret) {
    String format = secret.wanted().format();
    String type = TYPES.getOrDefault(format, "secret_" + format + "_v2");
    String href = site.href("projects", home.id(), "secrets", secret.key().name());
    var view = View.tagged(secret, type, href);
    view.putIfAbsent("data", Map.of());
    view.put("generated_by", "user");
    return view;
  }

  /// For those who may know which values there are, and not what they are.
  Map<String, Object> redacted(Resource<SecretPrototype, Nothing> secret) {
    Map<String, Object> view = of(secret);
    var data = new TreeMap<String, Object>();
    if (view.get("data") instanceof Map<?, ?> values) {
      values.keySet().forEach(key -> data.put((String) key, "REDACTED"));
    }
    view.put("data", data);
    return view;
  }

  Map<String, Object> closed(Resource<SecretPrototype, Nothing> secret) {
    Map<String, Object> view = of(secret);
    view.remove("data");
    return view;
  }
}
