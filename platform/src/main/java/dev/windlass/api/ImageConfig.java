// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// How an image wants to be run.
///
/// @param environment lines such as `PATH=/bin`
@Json(naming = Json.Naming.LowerUnderscore)
public record ImageConfig(
    String platform,
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    String user,
    String workingDir) {}
