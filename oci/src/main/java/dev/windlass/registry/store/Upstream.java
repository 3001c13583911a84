// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Secret;

/// Another registry, of which a namespace is a cache.
///
/// @param address with the path that all repository names get in front: `icr.io`,
///   `icr.io/codeengine`
/// @param username empty to ask as anybody
public record Upstream(String address, String username, Secret password) {}
