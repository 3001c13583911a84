// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/// Reads the JSON object that a request carries.
record Body(Limits limits) {
  private static final Set<String> JSON = Set.of("", "application/json");
  private static final Set<String> PATCH =
      Set.of("", "application/merge-patch+json", "application/json");

  /// A whole resource: null and absent are the same in it.
  Map<String, Object> resource(Call call) throws IOException {
    refuseOtherThan(JSON, call);
    return MergePatch.apply(Map.of(), object(call));
  }

  /// Changes to a resource, in which null means something.
  Map<String, Object> patch(Call call) throws IOException {
    refuseOtherThan(PATCH, call);
    return object(call);
  }

  private static void refuseOtherThan(Set<String> types, Call call) {
    String given = call.header().apply("Content-Type").orElse("");
    String type = given.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!types.contains(type)) {
      throw Refused.mediaType(
          "Content-Type is %s; it needs to be %s"
              .formatted(
                  Shown.of(given),
                  types.equals(PATCH) ? "application/merge-patch+json" : "application/json"));
    }
  }

  private Map<String, Object> object(Call call) throws IOException {
    if (!(parsed(text(bytes(call.content()))) instanceof Map<?, ?> members)) {
      throw Refused.badRequest("The request body is not a JSON object; it needs to be {…}");
    }
    var object = new LinkedHashMap<String, Object>();
    members.forEach((key, value) -> object.put((String) key, value));
    return object;
  }

  private static Object parsed(String text) {
    try {
      return JsonText.parse(text);
    } catch (JsonText.Malformed e) {
      throw Refused.badRequest("The request body is not JSON: " + e.getMessage());
    }
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Refused.badRequest("The request body is not UTF-8; JSON needs to be");
    }
  }

  private byte[] bytes(InputStream content) throws IOException {
    byte[] bytes = read(content);
    if (bytes.length <= limits.bodyBytes()) {
      return bytes;
    }
    drain(content);
    throw Refused.tooLarge(
        "The request body is longer than %,d bytes, the most that is read"
            .formatted(limits.bodyBytes()));
  }

  private byte[] read(InputStream content) throws IOException {
    try {
      return content.readNBytes(limits.bodyBytes() + 1);
    } catch (EOFException | ZipException e) {
      throw Refused.badRequest("The request body ends or breaks in the middle of its gzip");
    }
  }

  /// Reads on, because the stream's own way of skipping would go past the end of the request.
  private void drain(InputStream content) throws IOException {
    byte[] thrownAway = new byte[8192];
    long left = limits.drainedBytes();
    for (int n = 0; left > 0 && n >= 0; left -= n) {
      n = content.read(thrownAway);
    }
  }
}
