// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.util.HashMap;
import java.util.Map;

/// What is asked of an app now, and what there is for it.
///
/// @param revision the name of the one that serves
/// @param desired instances that there are to be
/// @param ready instances that take requests
/// @param target requests at a time that an instance should have
/// @param stable requests at a time, on the average of the whole window
/// @param moment the same of the last part of it, which counts in a panic
/// @param panic whether that counts now
/// @param requests that came since the engine knows the app
/// @param inFlight requests that are worked on
/// @param waiting requests for which no instance is free
/// @param frozen instances that are, while nothing is asked
/// @param created containers whose program was not started yet
/// @param took how long requests took
/// @param wakes how long somebody waited for the first instance, until it took requests: by how the
///   app waited, `frozen`, `created` or `cold`
/// @param phases how long the parts of a start took: `resolve` the image that is here, `mount` it,
///   `create` the container, give it a `network`, `start` its program, `probe` until it is ready,
///   and the `first_byte` of the answer to whoever waited, from when an instance got the request
public record AppLoad(
    Key app,
    String revision,
    int desired,
    int ready,
    int target,
    double stable,
    double moment,
    boolean panic,
    long requests,
    int inFlight,
    int waiting,
    int frozen,
    int created,
    Histogram took,
    Map<String, Histogram> wakes,
    Map<String, Histogram> phases) {
  public AppLoad {
    wakes = Map.copyOf(wakes);
    phases = Map.copyOf(phases);
  }

  /// The same with what rests.
  ///
  /// @param more phases of starts
  public AppLoad resting(int nowFrozen, int nowCreated, Map<String, Histogram> more) {
    var all = new HashMap<>(phases);
    all.putAll(more);
    return new AppLoad(
        app,
        revision,
        desired,
        ready,
        target,
        stable,
        moment,
        panic,
        requests,
        inFlight,
        waiting,
        nowFrozen,
        nowCreated,
        took,
        wakes,
        all);
  }
}
