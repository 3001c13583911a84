// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.Platform;
import java.util.function.Function;
import java.util.function.Supplier;

/// Documents that are delivered well and cannot be used.
final class Documents {
  private static final int TOO_BIG = 12 << 20; // the usual limits are four and eight million

  static final Family FAMILY =
      Family.of(
          "Documents",
          holding(
              "platform-missing",
              "The index offers the image for another platform only.",
              Cause.PLATFORM_ABSENT,
              image -> image.on(other()).indexed()),
          holding(
              "platform-wrong",
              "There is no index, and the configuration is for another platform.",
              Cause.PLATFORM_ABSENT,
              image -> image.on(other()).stock()),
          holding(
              "index-empty",
              "The index offers nothing.",
              Cause.PLATFORM_ABSENT,
              _ ->
                  tagged(
                      Draft.INDEX,
                      "{\"schemaVersion\":2,\"mediaType\":\""
                          + Draft.INDEX
                          + "\",\"manifests\":[]}")),
          holding(
              "manifest-unsupported",
              "The manifest has a media type that nobody knows.",
              Cause.MANIFEST_UNSUPPORTED,
              _ ->
                  tagged(
                      "application/vnd.example.recipe.v1+json",
                      "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.example.recipe.v1+json\","
                          + "\"steps\":[]}")),
          holding(
              "manifest-schema-1",
              "The manifest is of schema 1, signed.",
              Cause.MANIFEST_OUTDATED,
              _ ->
                  tagged(
                      "application/vnd.docker.distribution.manifest.v1+prettyjws",
                      "{\"schemaVersion\":1,\"name\":\"manifest-schema-1/app\",\"tag\":\"v1\","
                          + "\"architecture\":\"amd64\",\"fsLayers\":[],\"history\":[],"
                          + "\"signatures\":[]}")),
          holding(
              "artifact",
              "The manifest is good, and that of a Helm chart.",
              Cause.NOT_AN_IMAGE,
              image -> image.configType("application/vnd.cncf.helm.config.v1+json").stock()),
          holding(
              "manifest-not-json",
              "The manifest is no JSON.",
              Cause.MANIFEST_BROKEN,
              _ -> tagged(Draft.MANIFEST, "schemaVersion: 2\n")),
          holding(
              "manifest-too-big",
              "The manifest has twelve million bytes.",
              Cause.MANIFEST_TOO_BIG,
              _ -> tagged(Draft.MANIFEST, "{\"schemaVersion\":2" + " ".repeat(TOO_BIG) + "}")),
          holding(
              "config-not-json",
              "The configuration is no JSON; its digest is right.",
              Cause.CONFIG_BROKEN,
              image -> image.stock("os: linux\n".getBytes(UTF_8))),
          holding(
              "layer-unsupported",
              "The layer is encrypted.",
              Cause.LAYER_UNSUPPORTED,
              _ -> encrypted()),
          holding(
              "config-without-layers",
              "The configuration tells of no layers; the manifest has one.",
              Cause.LAYER_NOT_THE_CONFIGS,
              image -> image.withoutContents().stock()));

  private Documents() {}

  private static Platform other() {
    var here = Platform.here().architecture();
    return new Platform("linux", here.equals("arm64") ? "amd64" : "arm64");
  }

  private static Stock tagged(String type, String text) {
    return new Stock().tagged(type, text.getBytes(UTF_8));
  }

  private static Stock encrypted() {
    var layer = Healthy.layer("layer-unsupported").typed(Layer.GZIP + "+encrypted");
    return new Draft().layer(layer).stock();
  }

  /// @param stock is given the draft of a good image
  private static Fault holding(
      String name, String says, Cause cause, Function<Draft, Stock> stock) {
    return holding(name, says, cause, () -> stock.apply(Healthy.image(name)));
  }

  static Fault holding(String name, String says, Cause cause, Supplier<Stock> stock) {
    var once = new Once<>(stock);
    return Fault.of(name, says, cause, new Serving(_ -> once.get()));
  }
}
