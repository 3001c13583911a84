// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

/// Where this engine is, as its instances are told in their environment.
///
/// @param apiBaseUrl where the API answers
public record Place(String region, String domain, String apiBaseUrl) {}
