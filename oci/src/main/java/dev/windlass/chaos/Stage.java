// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

/// What all faults of one [Chaos] share.
///
/// @param deadPort where nothing listens
/// @param plainPort where the shared plain HTTP port is
record Stage(Limits limits, Certificates certificates, int deadPort, int plainPort) {}
