// SPDX-License-Identifier: Apache-2.0
/// Small images that the project makes itself, without network: to try things with, to show things
/// with, and to test with.
@NullMarked
package dev.windlass.samples;

import org.jspecify.annotations.NullMarked;
