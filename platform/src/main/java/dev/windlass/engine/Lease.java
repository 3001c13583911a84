// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.image.Reference;

/// That somebody needs an image, so that nobody may take it away.
///
/// @param holder who it is, for people: `app web, revision web-00001`
/// @param project the id of the holder's project
public record Lease(Reference.Pinned image, String holder, String project) {}
