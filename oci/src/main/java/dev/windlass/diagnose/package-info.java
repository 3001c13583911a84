// SPDX-License-Identifier: Apache-2.0
/// Turns failures into words: what happened, why, and what to do now. The only place where those
/// words are made.
@NullMarked
package dev.windlass.diagnose;

import org.jspecify.annotations.NullMarked;
