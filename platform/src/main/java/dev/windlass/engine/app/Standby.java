// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

/// How apps may wait that are scaled to zero.
///
/// @param highest the quickest to wake that may be
/// @param memory bytes that all frozen instances together may keep
public record Standby(Rung highest, long memory) {}
