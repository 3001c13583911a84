// SPDX-License-Identifier: Apache-2.0
/// The wire of the registry's management API: paths, records and the typed client. The contract is
/// `openapi.yaml` of the registry.
@NullMarked
package dev.windlass.api.registry;

import org.jspecify.annotations.NullMarked;
