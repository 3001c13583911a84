// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

/// A manifest that is about another one, a signature for example.
///
/// @param annotations as JSON; empty when there are none
public record Referrer(
    String mediaType, String digest, long size, String artifactType, String annotations) {}
