// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job as it is asked for.
///
/// @param imagePin as of a [JobRunPrototype]
@Json(naming = Json.Naming.LowerUnderscore)
public record JobPrototype(
    String imageReference,
    String name,
    @Nullable String imageSecret,
    @Nullable List<String> runArguments,
    @Nullable Integer runAsUser,
    @Nullable List<String> runCommands,
    @Nullable Boolean runComputeResourceTokenEnabled,
    @Nullable List<EnvVar> runEnvVariables,
    @Nullable String runMode,
    @Nullable String runServiceAccount,
    @Nullable List<VolumeMount> runVolumeMounts,
    @Nullable String scaleArraySpec,
    @Nullable String scaleCpuLimit,
    @Nullable String scaleEphemeralStorageLimit,
    @Nullable Integer scaleMaxExecutionTime,
    @Nullable String scaleMemoryLimit,
    @Nullable Integer scaleRetryLimit,
    @Nullable String imagePin) {}
