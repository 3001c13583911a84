// SPDX-License-Identifier: Apache-2.0
/// Apps: revisions pinned to a digest, and the instances that serve them.
@NullMarked
package dev.windlass.engine.app;

import org.jspecify.annotations.NullMarked;
