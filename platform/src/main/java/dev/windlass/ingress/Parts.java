// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.Vertx;
import java.util.List;

/// What every request needs of the ingress. The pools are those of its [Door].
record Parts(
    Vertx vertx, Routes routes, Pools pools, IngressLimits limits, List<Witness> witnesses) {}
