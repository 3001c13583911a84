// SPDX-License-Identifier: Apache-2.0
/// The way in: requests find the app that their host name asks for.
@NullMarked
package dev.windlass.ingress;

import org.jspecify.annotations.NullMarked;
