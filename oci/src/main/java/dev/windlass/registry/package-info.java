// SPDX-License-Identifier: Apache-2.0
/// The registry that Windlass carries: an OCI distribution server on folders of this machine.
@NullMarked
package dev.windlass.registry;

import org.jspecify.annotations.NullMarked;
