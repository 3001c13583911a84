// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.Optional;

/// Who we were to a registry, without what proves it.
///
/// @param secret the registry secret that it came from, if it has a name
/// @param key the entry of that secret that was taken: `us.icr.io`, `https://index.docker.io/v1/`
public record Identity(Optional<String> secret, String key, String username) {}
