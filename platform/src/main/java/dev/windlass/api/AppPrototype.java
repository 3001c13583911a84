// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An app as it is asked for.
@Json(naming = Json.Naming.LowerUnderscore)
public record AppPrototype(
    String imageReference,
    String name,
    @Nullable Integer imagePort,
    @Nullable String imagePortName,
    @Nullable String imageSecret,
    @Nullable String managedDomainMappings,
    @Nullable Probe probeLiveness,
    @Nullable Probe probeReadiness,
    @Nullable List<String> runArguments,
    @Nullable Integer runAsUser,
    @Nullable List<String> runCommands,
    @Nullable Boolean runComputeResourceTokenEnabled,
    @Nullable List<EnvVar> runEnvVariables,
    @Nullable String runServiceAccount,
    @Nullable List<VolumeMount> runVolumeMounts,
    @Nullable Integer scaleConcurrency,
    @Nullable Integer scaleConcurrencyTarget,
    @Nullable String scaleCpuLimit,
    @Nullable Integer scaleDownDelay,
    @Nullable String scaleEphemeralStorageLimit,
    @Nullable Integer scaleInitialInstances,
    @Nullable Integer scaleMaxInstances,
    @Nullable String scaleMemoryLimit,
    @Nullable Integer scaleMinInstances,
    @Nullable Integer scaleRequestTimeout) {}
