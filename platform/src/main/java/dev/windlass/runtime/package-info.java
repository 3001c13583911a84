// SPDX-License-Identifier: Apache-2.0
/// Containers on this machine: bundles, networks, limits and logs around an OCI runtime.
@NullMarked
package dev.windlass.runtime;

import org.jspecify.annotations.NullMarked;
