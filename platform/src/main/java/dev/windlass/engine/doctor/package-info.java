// SPDX-License-Identifier: Apache-2.0
/// Examines what a project has, and the engine itself.
@NullMarked
package dev.windlass.engine.doctor;

import org.jspecify.annotations.NullMarked;
