// SPDX-License-Identifier: Apache-2.0
/// What is told of requests to those who look after a machine.
@NullMarked
package dev.windlass.telemetry;

import org.jspecify.annotations.NullMarked;
