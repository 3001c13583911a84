// SPDX-License-Identifier: Apache-2.0
/// What the registry keeps, and for how long: bytes in a folder, and in SQLite all that is known of
/// them. Knows nothing of HTTP.
@NullMarked
package dev.windlass.registry.store;

import org.jspecify.annotations.NullMarked;
