// SPDX-License-Identifier: Apache-2.0
/// The typed client of the registry's management API.
@NullMarked
package dev.windlass.api.registry;

import org.jspecify.annotations.NullMarked;
