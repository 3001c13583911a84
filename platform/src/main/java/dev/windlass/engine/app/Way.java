// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.ingress.Route;
import java.util.Optional;

/// How requests get to one revision.
///
/// @param name unique on this machine
/// @param revision the one that they get to; empty while none was ever ready
/// @param instances how many it is to have
record Way(String name, Route route, Optional<Revision> revision, int instances) {}
