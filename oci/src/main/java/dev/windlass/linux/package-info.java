// SPDX-License-Identifier: Apache-2.0
/// System calls that the JDK does not offer. Linux only.
@NullMarked
package dev.windlass.linux;

import org.jspecify.annotations.NullMarked;
