// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.net.InetSocketAddress;

/// What the API tells of the engine around it.
///
/// @param ingress where apps are reached
/// @param registry `127.0.0.1:5000`
/// @param state the folder with all that must not be lost
/// @param quotas how much of each kind there may be
public record Engine(
    String version, InetSocketAddress ingress, String registry, String state, Quotas quotas) {}
