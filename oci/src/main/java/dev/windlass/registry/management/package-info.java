// SPDX-License-Identifier: Apache-2.0
/// The management API of the registry, below `/api/v1`: what IBM Cloud Container Registry's
/// answers, and what Windlass adds. `openapi.yaml` is its contract.
@NullMarked
package dev.windlass.registry.management;

import org.jspecify.annotations.NullMarked;
