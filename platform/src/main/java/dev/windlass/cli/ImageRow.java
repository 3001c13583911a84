// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.Image;
import dev.windlass.registry.api.ImageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An image as a line of a list shows it, with the names that `--format` knows.
///
/// @param repository with its host
/// @param created in seconds since 1970; 0 when nobody knows
record ImageRow(
    String repository, List<String> tags, String digest, String type, long created, long size) {
  private static final int SHORT_DIGEST = 12;

  /// One for each tag.
  static List<ImageRow> ofTags(List<Image> images) {
    var rows = new ArrayList<ImageRow>();
    for (Image image : images) {
      for (var name : Objects.requireNonNullElse(image.repoTags(), List.<String>of())) {
        int colon = name.lastIndexOf(':');
        rows.add(
            new ImageRow(
                name.substring(0, colon),
                List.of(name.substring(colon + 1)),
                image.id(),
                or(image.manifestType()),
                or(image.created()),
                or(image.size())));
      }
    }
    return rows;
  }

  /// One for each repository that an image is in.
  static List<ImageRow> ofDigests(List<ImageDigest> images) {
    var rows = new ArrayList<ImageRow>();
    for (ImageDigest image : images) {
      Objects.requireNonNullElse(image.repoTags(), Map.<String, Map<String, Object>>of())
          .forEach((repository, tags) ->
              rows.add(
                  new ImageRow(
                      repository,
                      List.copyOf(tags.keySet()),
                      image.id(),
                      or(image.manifestType()),
                      or(image.created()),
                      or(image.size()))));
    }
    return rows;
  }

  private static long or(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }

  String name() {
    return repository + "@" + digest;
  }

  String tag() {
    return tags.isEmpty() ? "" : tags.getFirst();
  }

  String namespace() {
    int slash = repository.indexOf('/');
    return repository.substring(slash + 1).split("/", 2)[0];
  }

  /// `5d962dcc31f7` of `sha256:5d962dcc31f7…`.
  String shortDigest() {
    int colon = digest.indexOf(':');
    return digest.substring(colon + 1, Math.min(digest.length(), colon + 1 + SHORT_DIGEST));
  }

  String tagsInWords() {
    return tags.isEmpty() ? "-" : String.join(", ", tags);
  }

  Map<String, Object> fieldsOfTag() {
    var fields = fields();
    fields.put("Namespace", namespace());
    fields.put("Tag", tag());
    return fields;
  }

  Map<String, Object> fieldsOfDigest() {
    var fields = fields();
    fields.put("Tags", tags);
    return fields;
  }

  private Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("Created", created);
    fields.put("Digest", digest);
    fields.put("ManifestType", type);
    fields.put("Repository", repository);
    fields.put(
        "SecurityStatus", Map.of("Status", "Not scanned", "IssueCount", 0L, "ExemptionCount", 0L));
    fields.put("Size", size);
    return fields;
  }
}
