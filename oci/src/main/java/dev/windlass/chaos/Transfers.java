// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.Digest;
import java.util.Arrays;

/// Bytes that do not arrive, or are not those that were asked for.
final class Transfers {
  private static final Digest OTHER = Digest.of("something else".getBytes(UTF_8));

  static final Family FAMILY =
      Family.of(
          "Transfers",
          arriving(
              "layer-cut-off",
              "Closes the connection in the middle of the layer, long before its length.",
              Cause.CONNECTION_BROKEN,
              Delivery.CLOSED_HALFWAY),
          arriving(
              "layer-reset",
              "Resets the connection in the middle of the layer.",
              Cause.CONNECTION_BROKEN,
              Delivery.RESET_HALFWAY),
          arriving(
              "layer-silent",
              "Stops sending in the middle of the layer and keeps the connection.",
              Cause.TOO_SLOW,
              Delivery.SILENT_HALFWAY),
          arriving(
              "layer-drips",
              "Sends the layer one byte a second.",
              Cause.TOO_SLOW,
              Delivery.DRIPPING),
          Fault.of(
              "layer-too-short",
              "Has only half of the layer, and sends that well.",
              Cause.CONTENT_CHANGED,
              Healthy.butLayer(
                  whole -> whole.withBody(Arrays.copyOf(whole.body(), whole.body().length / 2)))),
          Fault.of(
              "layer-corrupt",
              "Sends the layer with one byte changed.",
              Cause.CONTENT_CHANGED,
              Healthy.butLayer(Transfers::corrupted)),
          Fault.of(
              "config-corrupt",
              "Sends the configuration with one byte changed.",
              Cause.CONTENT_CHANGED,
              Healthy.butConfig(Transfers::corrupted)),
          Fault.of(
                  "manifest-other",
                  "Answers a request for one digest with the manifest of another.",
                  Cause.CONTENT_CHANGED,
                  Healthy.REGISTRY.butManifests(Transfers::other))
              .asked("@" + OTHER),
          Fault.of(
              "digest-header-wrong",
              "Says in Docker-Content-Digest another digest than the manifest has.",
              Cause.CONTENT_CHANGED,
              Healthy.REGISTRY.butManifests(
                  Healthy.REGISTRY.then(
                      answer -> answer.with("Docker-Content-Digest", OTHER.toString())))));

  private Transfers() {}

  private static Fault arriving(String name, String says, Cause cause, Delivery how) {
    return Fault.of(name, says, cause, Healthy.butLayer(whole -> whole.arriving(how)));
  }

  private static Answer corrupted(Answer whole) {
    byte[] body = whole.body();
    body[body.length / 2] ^= 1;
    return whole.withBody(body);
  }

  private static Answer other(Ask ask) {
    return Healthy.image(ask.wanted().name())
        .stock()
        .document(Stock.TAG)
        .map(Stock.Document::answer)
        .orElseThrow()
        .with("Docker-Content-Digest", OTHER.toString());
  }
}
