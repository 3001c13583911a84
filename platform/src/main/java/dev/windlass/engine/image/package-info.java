// SPDX-License-Identifier: Apache-2.0
/// The local driver's images: whom they are kept for, and what is cleared away.
@NullMarked
package dev.windlass.engine.image;

import org.jspecify.annotations.NullMarked;
