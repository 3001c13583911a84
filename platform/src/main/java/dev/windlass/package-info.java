// SPDX-License-Identifier: Apache-2.0
/// Windlass put together.
@NullMarked
package dev.windlass;

import org.jspecify.annotations.NullMarked;
