// SPDX-License-Identifier: Apache-2.0
/// Container images: their names, how they are pulled, checked, kept and mounted.
@NullMarked
package dev.windlass.image;

import org.jspecify.annotations.NullMarked;
