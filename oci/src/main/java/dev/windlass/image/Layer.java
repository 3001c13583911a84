// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// One layer of an image, as its manifest and its configuration tell of it.
///
/// @param digest of the compressed bytes
/// @param size of the compressed bytes
/// @param diffId the digest of the tar in them
record Layer(Digest digest, long size, Digest diffId) {}
