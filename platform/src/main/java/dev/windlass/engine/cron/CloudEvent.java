// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.api.CronSubscriptionPrototype;
import dev.windlass.engine.Observations.CronObserved;
import dev.windlass.engine.Resource;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// What is told of a point in time: an event of [CloudEvents 1.0](https://cloudevents.io), as
/// Knative's PingSource makes it. Made again for the same one it is the same, its id too.
///
/// @param attributes by name, such as `id`
/// @param base64 the data, in that form
record CloudEvent(Map<String, String> attributes, Optional<String> contentType, String base64) {
  private static final String TYPE = "dev.knative.sources.ping";

  /// @param subdomain of the project
  static CloudEvent of(
      Resource<CronSubscriptionPrototype, CronObserved> subscription,
      String subdomain,
      Instant due) {
    var wanted = subscription.wanted();
    var id = (subscription.id() + " " + due).getBytes(UTF_8);
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("specversion", "1.0");
    attributes.put("id", UUID.nameUUIDFromBytes(id).toString());
    attributes.put(
        "source", "/apis/v1/namespaces/%s/pingsources/%s".formatted(subdomain, wanted.name()));
    attributes.put("type", TYPE);
    attributes.put("time", due.toString());
    if (wanted.extensions() != null) {
      attributes.putAll(wanted.extensions());
    }
    return new CloudEvent(attributes, Optional.ofNullable(wanted.contentType()), base64(wanted));
  }

  private static String base64(CronSubscriptionPrototype wanted) {
    return wanted.dataBase64() != null
        ? wanted.dataBase64()
        : Base64.getEncoder()
            .encodeToString(Objects.requireNonNullElse(wanted.data(), "").getBytes(UTF_8));
  }

  byte[] data() {
    return Base64.getDecoder().decode(base64);
  }

  /// For an app: binary mode of the HTTP binding.
  Map<String, String> headers() {
    var headers = new LinkedHashMap<String, String>();
    attributes.forEach((name, value) -> headers.put("ce-" + name, value));
    contentType.ifPresent(type -> headers.put("Content-Type", type));
    return headers;
  }

  /// For a job.
  Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    attributes.forEach(
        (name, value) -> variables.put("CE_" + name.toUpperCase(Locale.ROOT), value));
    variables.put("CE_DATA", text());
    contentType.ifPresent(type -> variables.put("CONTENT_TYPE", type));
    return variables;
  }

  /// As no variable takes anything else, what is no text is there as base64.
  private String text() {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(data())).toString();
      return text.indexOf('\0') < 0 ? text : base64;
    } catch (CharacterCodingException e) {
      return base64;
    }
  }
}
