// SPDX-License-Identifier: Apache-2.0
/// The REST API, over the store and the driver of the engine.
@NullMarked
package dev.windlass.server;

import org.jspecify.annotations.NullMarked;
