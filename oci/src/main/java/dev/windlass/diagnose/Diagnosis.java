// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import dev.windlass.image.Failure;

/// What a person needs to hear when something failed: what happened, why, and what to do now.
///
/// @param code a stable name of the cause for programs, such as `unknown_manifest`
/// @param evidence what was seen: the request, the status, the registry's own words
public record Diagnosis(String code, String problem, String cause, String fix, String evidence) {
  public static Diagnosis of(Failure failure) {
    return new Diagnosis(
        "failed", "Unable to pull the image " + failure.image(), "", "", failure.toString());
  }
}
