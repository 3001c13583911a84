// SPDX-License-Identifier: Apache-2.0
/// What is wanted, what was observed of it, and the loop that brings the two together.
@NullMarked
package dev.windlass.engine;

import org.jspecify.annotations.NullMarked;
