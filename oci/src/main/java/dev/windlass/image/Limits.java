// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Duration;

/// How much a registry and an image may ask of us.
///
/// @param connecting how long to wait for a connection
/// @param silence how long a request may bring nothing at all
/// @param redirects that one request may take
/// @param errorBytes that are read of an answer that says no
/// @param answerBytes of a token or a list of tags
/// @param manifestBytes of a manifest, an index or an image configuration
/// @param layers of one image; the kernel stacks no more than 500
/// @param layersAtOnce that are fetched at the same time, over all images
/// @param unpackedBytes of one layer
/// @param entries files and folders of one layer
/// @param nameBytes of one path, or of all the extended attributes of one file
/// @param folders above one file
/// @param links symbolic links on the way to one file
/// @param transfer for the bytes of layers
public record Limits(
    Duration connecting,
    Duration silence,
    int redirects,
    int errorBytes,
    int answerBytes,
    int manifestBytes,
    int layers,
    int layersAtOnce,
    long unpackedBytes,
    int entries,
    int nameBytes,
    int folders,
    int links,
    Transfer transfer) {
  public static final Limits STANDARD =
      new Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          5,
          64 << 10,
          1 << 20,
          8 << 20,
          500,
          4,
          64L << 30,
          2_000_000,
          1 << 20,
          500,
          40,
          Transfer.STANDARD);

  private static final int SILENCES = 2;

  /// How long the head of an answer may take altogether, or a TLS handshake, however they drip.
  Duration dripping() {
    return silence.multipliedBy(SILENCES);
  }

  /// The same, with less patience for connections.
  Limits withConnecting(Duration connecting) {
    return new Limits(
        connecting,
        silence,
        redirects,
        errorBytes,
        answerBytes,
        manifestBytes,
        layers,
        layersAtOnce,
        unpackedBytes,
        entries,
        nameBytes,
        folders,
        links,
        transfer);
  }

  /// The same, with less patience.
  public Limits withSilence(Duration silence) {
    return new Limits(
        connecting,
        silence,
        redirects,
        errorBytes,
        answerBytes,
        manifestBytes,
        layers,
        layersAtOnce,
        unpackedBytes,
        entries,
        nameBytes,
        folders,
        links,
        transfer);
  }

  /// The same, with another most that a layer may unpack to.
  public Limits withUnpacked(long bytes, int entries) {
    return new Limits(
        connecting,
        silence,
        redirects,
        errorBytes,
        answerBytes,
        manifestBytes,
        layers,
        layersAtOnce,
        bytes,
        entries,
        nameBytes,
        folders,
        links,
        transfer);
  }

  /// The same, with other limits for the bytes of layers.
  public Limits withTransfer(Transfer transfer) {
    return new Limits(
        connecting,
        silence,
        redirects,
        errorBytes,
        answerBytes,
        manifestBytes,
        layers,
        layersAtOnce,
        unpackedBytes,
        entries,
        nameBytes,
        folders,
        links,
        transfer);
  }
}
