// SPDX-License-Identifier: Apache-2.0
/// Who asks the API, and what they may.
@NullMarked
package dev.windlass.identity;

import org.jspecify.annotations.NullMarked;
