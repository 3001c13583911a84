// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.AppPrototype;
import io.avaje.jsonb.Json;

/// An app as it was at one moment. Never changes.
///
/// @param appId the app's id: an app that was deleted and made again under its name is another
/// @param madeFrom the app's entity tag at that moment
@Json
public record RevisionSpec(String app, AppPrototype template, String appId, String madeFrom) {
  /// One that was made from an app nobody knows, as tests need.
  public static RevisionSpec of(String app, AppPrototype template) {
    return new RevisionSpec(app, template, "", "");
  }
}
