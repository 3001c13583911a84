// SPDX-License-Identifier: Apache-2.0
/// The name server of the containers.
@NullMarked
package dev.windlass.dns;

import org.jspecify.annotations.NullMarked;
