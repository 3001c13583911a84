// SPDX-License-Identifier: Apache-2.0
/// Finds out by experiments why an image cannot be pulled, and tells of it in the form of the API.
/// Needs no engine.
@NullMarked
package dev.windlass.doctor;

import org.jspecify.annotations.NullMarked;
