// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.AppPrototype;

/// An app as it was at one moment. Never changes.
public record RevisionSpec(String app, AppPrototype template) {}
