// SPDX-License-Identifier: Apache-2.0
/// The wire of the registry's management API: its records. The contract is `openapi.yaml` of
/// `registry.management`.
@NullMarked
package dev.windlass.registry.api;

import org.jspecify.annotations.NullMarked;
