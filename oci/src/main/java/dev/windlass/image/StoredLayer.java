// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// A layer of an image that is here.
///
/// @param digest of the compressed bytes, as the registry has them
/// @param diffId the digest of the tar in them
/// @param compressed bytes that came over the network for it
/// @param unpacked bytes that it takes on the disk
public record StoredLayer(Digest digest, Digest diffId, long compressed, long unpacked) {}
