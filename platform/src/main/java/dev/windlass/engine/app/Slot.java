// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.time.Instant;

/// A container that is to be started.
///
/// @param id the name of the instance, which it keeps over restarts
/// @param ordinal which of the instances of its revision it is, from 0
/// @param restarts how often it was started before
/// @param streak how many of these restarts followed each other closely
/// @param createdAt when it was started for the first time
record Slot(String id, int ordinal, int restarts, int streak, Instant createdAt) {}
