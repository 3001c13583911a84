// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Limits;
import dev.windlass.engine.Place;
import dev.windlass.engine.Store;
import dev.windlass.image.Images;
import dev.windlass.runtime.Containers;
import java.time.InstantSource;

/// What the reconciler of apps works with.
record Parts(
    Store store,
    Images images,
    Containers containers,
    RouteTable routes,
    Traffic traffic,
    Prober prober,
    Place place,
    Limits limits,
    InstantSource clock) {}
