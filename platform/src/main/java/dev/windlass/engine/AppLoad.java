// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

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
/// @param coldStarts how often somebody waited for the first instance
/// @param coldSeconds how long that took in all, until an instance took requests
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
    long coldStarts,
    double coldSeconds) {}
