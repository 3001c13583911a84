// SPDX-License-Identifier: Apache-2.0
/// Tokens that carry what they say and a seal, for the registry and the engine.
@NullMarked
package dev.windlass.token;

import org.jspecify.annotations.NullMarked;
