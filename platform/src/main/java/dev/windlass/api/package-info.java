// SPDX-License-Identifier: Apache-2.0
/// The wire: paths, records and the typed client of the REST API.
@NullMarked
package dev.windlass.api;

import org.jspecify.annotations.NullMarked;
