// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An app as it is answered.
@Json(naming = Json.Naming.LowerUnderscore)
public record App(
    @Nullable String build,
    @Nullable String buildRun,
    List<EnvVar> computedEnvVariables,
    @Nullable String createdAt,
    @Nullable String endpoint,
    @Nullable String endpointInternal,
    String entityTag,
    @Nullable String href,
    @Nullable String id,
    @Nullable Integer imagePort,
    @Nullable String imagePortName,
    String imageReference,
    @Nullable String imageSecret,
    String managedDomainMappings,
    String name,
    @Nullable Probe probeLiveness,
    @Nullable Probe probeReadiness,
    @Nullable Preflight preflight,
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
    @Nullable AppStatus statusDetails,
    @Nullable List<String> warnings) {}
