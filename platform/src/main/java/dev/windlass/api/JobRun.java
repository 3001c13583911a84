// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job run as it is answered.
@Json(naming = Json.Naming.LowerUnderscore)
public record JobRun(
    List<EnvVar> computedEnvVariables,
    @Nullable String createdAt,
    @Nullable String cronSubscription,
    @Nullable String href,
    @Nullable String id,
    @Nullable String imageDigest,
    @Nullable String imagePin,
    @Nullable String imageReference,
    @Nullable String imageSecret,
    @Nullable String jobName,
    @Nullable String name,
    @Nullable Preflight preflight,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType,
    List<String> runArguments,
    @Nullable Integer runAsUser,
    List<String> runCommands,
    @Nullable Boolean runComputeResourceTokenEnabled,
    List<EnvVar> runEnvVariables,
    @Nullable String runMode,
    @Nullable String runServiceAccount,
    List<VolumeMount> runVolumeMounts,
    @Nullable Integer scaleArraySizeVariableOverride,
    @Nullable String scaleArraySpec,
    @Nullable String scaleCpuLimit,
    @Nullable String scaleEphemeralStorageLimit,
    @Nullable Integer scaleMaxExecutionTime,
    @Nullable String scaleMemoryLimit,
    @Nullable Integer scaleRetryLimit,
    @Nullable String status,
    @Nullable JobRunStatus statusDetails,
    @Nullable List<String> warnings) {}
