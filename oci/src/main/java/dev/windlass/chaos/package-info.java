// SPDX-License-Identifier: Apache-2.0
/// A registry that fails on purpose, over the real wire: each way in which registries, and what
/// stands before them, make a pull go wrong.
@NullMarked
package dev.windlass.chaos;

import org.jspecify.annotations.NullMarked;
