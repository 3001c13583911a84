// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job as it is answered.
@Json(naming = Json.Naming.LowerUnderscore)
public record Job(
    @Nullable String build,
    @Nullable String buildRun,
    List<EnvVar> computedEnvVariables,
    @Nullable String createdAt,
    String entityTag,
    @Nullable String href,
    @Nullable String id,
    @Nullable String imagePin,
    String imageReference,
    @Nullable String imageSecret,
    String name,
    @Nullable Preflight preflight,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType,
    List<String> runArguments,
    @Nullable Integer runAsUser,
    List<String> runCommands,
    @Nullable Boolean runComputeResourceTokenEnabled,
    List<EnvVar> runEnvVariables,
    String runMode,
    String runServiceAccount,
    List<VolumeMount> runVolumeMounts,
    String scaleArraySpec,
    String scaleCpuLimit,
    String scaleEphemeralStorageLimit,
    @Nullable Integer scaleMaxExecutionTime,
    String scaleMemoryLimit,
    @Nullable Integer scaleRetryLimit,
    @Nullable List<String> warnings) {}
