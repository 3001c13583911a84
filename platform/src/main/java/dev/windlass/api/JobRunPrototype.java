// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job run as it is asked for.
///
/// @param cronSubscription the subscription that it was started by
/// @param imagePin `run` when all its instances are of the image that the tag named at the
///   beginning, `instance` when each is of the one that it names then; null is `run`
@Json(naming = Json.Naming.LowerUnderscore)
public record JobRunPrototype(
    @Nullable String imageReference,
    @Nullable String imageSecret,
    @Nullable String jobName,
    @Nullable String name,
    @Nullable List<String> runArguments,
    @Nullable Integer runAsUser,
    @Nullable List<String> runCommands,
    @Nullable Boolean runComputeResourceTokenEnabled,
    @Nullable List<EnvVar> runEnvVariables,
    @Nullable String runMode,
    @Nullable String runServiceAccount,
    @Nullable List<VolumeMount> runVolumeMounts,
    @Nullable Integer scaleArraySizeVariableOverride,
    @Nullable String scaleArraySpec,
    @Nullable String scaleCpuLimit,
    @Nullable String scaleEphemeralStorageLimit,
    @Nullable Integer scaleMaxExecutionTime,
    @Nullable String scaleMemoryLimit,
    @Nullable Integer scaleRetryLimit,
    @Nullable String cronSubscription,
    @Nullable String imagePin) {}
