// SPDX-License-Identifier: Apache-2.0
/// Job runs: arrays of instances that run to completion.
@NullMarked
package dev.windlass.engine.job;

import org.jspecify.annotations.NullMarked;
