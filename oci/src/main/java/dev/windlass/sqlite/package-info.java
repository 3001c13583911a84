// SPDX-License-Identifier: Apache-2.0
/// SQLite as Windlass uses it: one file, one writer, commits that survive a power cut.
@NullMarked
package dev.windlass.sqlite;

import org.jspecify.annotations.NullMarked;
