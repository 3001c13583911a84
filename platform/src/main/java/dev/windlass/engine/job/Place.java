// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import java.nio.file.Path;

/// Where this engine is, as its instances are told in their environment.
///
/// @param apiBaseUrl where the API answers
/// @param mounts a folder for the secrets and config maps that runs mount; nobody else uses it, and
///   only root may look into a folder above it
public record Place(String region, String domain, String apiBaseUrl, Path mounts) {}
