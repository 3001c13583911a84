// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static dev.windlass.chaos.FaultsTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.Digest;
import dev.windlass.image.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Faults in what is there.
final class ContentRows {
  static final List<FaultsTest.Row> ABSENCES =
      List.of(
          row(
              "repository-gone",
              v -> {
                v.manifest().refuses(404, "NAME_UNKNOWN", "");
                v.get("tags/list").refuses(404, "NAME_UNKNOWN", "");
              }),
          row(
              "tag-gone",
              v -> {
                v.head("manifests/v1").is(404);
                v.manifest().refuses(404, "MANIFEST_UNKNOWN", "manifest unknown");
                v.get("tags/list").is(200).says("\"tags\":[\"v1.1\",\"v2\"]");
              }),
          row(
              "digest-gone",
              v -> {
                assertThat(v.name()).startsWith("sha256:");
                v.manifest().refuses(404, "MANIFEST_UNKNOWN", "");
                v.get("manifests/v1").is(200);
              }),
          row(
              "gone-without-words",
              v -> {
                assertThat(v.manifest().is(404).text()).isEmpty();
                assertThat(v.get("tags/list").is(404).text()).isEmpty();
              }),
          row(
              "layer-gone",
              v -> {
                v.config().is(200);
                v.layer().refuses(404, "BLOB_UNKNOWN", "");
              }),
          row(
              "config-gone",
              v -> {
                v.layer().is(200);
                v.config().refuses(404, "BLOB_UNKNOWN", "");
              }),
          row(
              "index-child-gone",
              v -> {
                var index = v.manifest().is(200).has("Content-Type", Draft.INDEX);
                index.says("\"architecture\":\"" + Platform.here().architecture() + "\"");
                v.get("manifests/" + index.digest(0)).refuses(404, "MANIFEST_UNKNOWN", "");
              }));

  static final List<FaultsTest.Row> DOCUMENTS =
      List.of(
          row(
              "platform-missing",
              v -> {
                var index = v.manifest().is(200).has("Content-Type", Draft.INDEX);
                assertThat(index.text()).doesNotContain(Platform.here().architecture());
                v.get("manifests/" + index.digest(0)).is(200);
              }),
          row(
              "platform-wrong",
              v ->
                  assertThat(v.config().is(200).text())
                      .doesNotContain(Platform.here().architecture())),
          row(
              "index-empty",
              v -> v.manifest().is(200).has("Content-Type", Draft.INDEX).says("\"manifests\":[]")),
          row(
              "manifest-unsupported",
              v ->
                  v.manifest()
                      .is(200)
                      .has("Content-Type", "application/vnd.example.recipe.v1+json")),
          row(
              "manifest-schema-1",
              v ->
                  v.manifest()
                      .is(200)
                      .has("Content-Type", "manifest.v1+prettyjws")
                      .says("\"schemaVersion\":1")),
          row("artifact", v -> v.manifest().is(200).says("cncf.helm.config.v1+json")),
          row(
              "manifest-not-json",
              v ->
                  v.manifest()
                      .is(200)
                      .has("Content-Type", Draft.MANIFEST)
                      .says("schemaVersion: 2")),
          row(
              "manifest-too-big",
              v -> assertThat(v.manifest().is(200).bytes()).hasSizeGreaterThan(12 << 20)),
          row("config-not-json", v -> v.config().is(200).says("os: linux")),
          row("layer-unsupported", v -> v.manifest().is(200).says("tar+gzip+encrypted")),
          row(
              "config-without-layers",
              v -> {
                v.config().is(200).says("\"diff_ids\":[]");
                v.layer().is(200);
              }));

  static final List<FaultsTest.Row> LAYERS =
      List.of(
          row(
              "layer-bad-tar",
              v -> assertThat(entries(goodDigest(v)).getFirst().isCheckSumOK()).isFalse()),
          row(
              "layer-truncated-gzip",
              v ->
                  assertThatThrownBy(() -> inflated(goodDigest(v)))
                      .hasMessageContaining("Unexpected end of ZLIB")),
          row(
              "layer-not-gzip",
              v ->
                  assertThatThrownBy(() -> inflated(goodDigest(v)))
                      .hasMessageContaining("Not in GZIP format")),
          row(
              "layer-other-content",
              v -> {
                var tar = inflated(goodDigest(v));
                assertThat(v.config().text()).doesNotContain(Digest.of(tar).toString());
              }),
          row(
              "layer-bomb",
              v -> {
                byte[] blob = goodDigest(v);
                assertThat(blob).hasSizeLessThan(2 << 20);
                var tar = new GZIPInputStream(new ByteArrayInputStream(blob), 64 << 10);
                var hash = Digest.Algorithm.SHA256.hash();
                assertThat(tar.transferTo(new HashingSink(hash))).isEqualTo((1L << 30) + 1536);
                var content = Digest.of(Digest.Algorithm.SHA256, hash.digest());
                assertThat(v.config().text()).contains(content.toString());
              }),
          row(
              "layer-escapes-by-dots",
              v -> assertThat(entries(goodDigest(v)).getFirst().getName()).startsWith("../../")),
          row(
              "layer-escapes-by-root",
              v -> assertThat(entries(goodDigest(v)).getFirst().getName()).startsWith("/tmp/")),
          row(
              "layer-escapes-by-link",
              v -> {
                var entries = entries(goodDigest(v));
                assertThat(entries.getFirst().isSymbolicLink()).isTrue();
                assertThat(entries.getFirst().getLinkName()).startsWith("../../");
                assertThat(entries.getLast().getName()).startsWith("door/tmp/");
              }),
          row(
              "layer-escapes-by-hard-link",
              v -> {
                var entry = entries(goodDigest(v)).getFirst();
                assertThat(entry.isLink()).isTrue();
                assertThat(entry.getLinkName()).startsWith("../../").endsWith("/etc/passwd");
              }));

  private ContentRows() {}

  /// The layer, which is what its digest says.
  private static byte[] goodDigest(Visitor visitor) throws Exception {
    var digest = visitor.manifest().digest(1);
    byte[] layer = visitor.layer().is(200).bytes();
    assertThat(Digest.of(layer)).hasToString(digest);
    return layer;
  }

  private static byte[] inflated(byte[] layer) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(layer)).readAllBytes();
  }

  private static List<TarArchiveEntry> entries(byte[] layer) throws IOException {
    var tar = new TarArchiveInputStream(new ByteArrayInputStream(inflated(layer)), "UTF-8");
    var entries = new ArrayList<TarArchiveEntry>();
    for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      entries.add(entry);
    }
    return entries;
  }
}
