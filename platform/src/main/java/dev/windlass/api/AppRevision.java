// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A revision as it is answered.
@Json(naming = Json.Naming.LowerUnderscore)
public record AppRevision(
    @Nullable String appName,
    List<EnvVar> computedEnvVariables,
    @Nullable String createdAt,
    @Nullable String href,
    @Nullable String id,
    @Nullable String imageDigest,
    @Nullable Integer imagePort,
    @Nullable String imagePortName,
    String imageReference,
    @Nullable String imageSecret,
    @Nullable String name,
    @Nullable Probe probeLiveness,
    @Nullable Probe probeReadiness,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType,
    List<String> runArguments,
    @Nullable Integer runAsUser,
    List<String> runCommands,
    @Nullable Boolean runComputeResourceTokenEnabled,
    List<EnvVar> runEnvVariables,
    String runServiceAccount,
    List<VolumeMount> runVolumeMounts,
    @Nullable Integer scaleConcurrency,
    @Nullable Integer scaleConcurrencyTarget,
    String scaleCpuLimit,
    @Nullable Integer scaleDownDelay,
    String scaleEphemeralStorageLimit,
    @Nullable Integer scaleInitialInstances,
    Integer scaleMaxInstances,
    String scaleMemoryLimit,
    Integer scaleMinInstances,
    Integer scaleRequestTimeout,
    @Nullable String status,
    @Nullable AppRevisionStatus statusDetails) {}
