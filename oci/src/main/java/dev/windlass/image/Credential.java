// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// Who we are at one registry.
public record Credential(String username, Secret password) {}
