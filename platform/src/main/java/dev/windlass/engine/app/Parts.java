// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Limits;
import dev.windlass.engine.Place;
import dev.windlass.engine.Store;
import dev.windlass.image.Images;
import dev.windlass.runtime.Containers;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/// What the reconciler of apps works with.
///
/// @param chance from 0 to 1, so that not all come again at the same time
record Parts(
    Store store,
    Images images,
    Containers containers,
    RouteTable routes,
    UnderWay underWay,
    Scaler scaler,
    ColdStarts coldStarts,
    Prober prober,
    Place place,
    Limits limits,
    InstantSource clock,
    DoubleSupplier chance) {}
