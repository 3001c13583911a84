// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// How often a registry lets us pull, in its own words: `100;w=21600`. Empty where it says nothing.
///
/// @param limit how often in all
/// @param remaining how often still
public record Allowance(String limit, String remaining) {
  static Allowance of(Answer answer) {
    return new Allowance(
        answer.header("RateLimit-Limit").orElse(""),
        answer.header("RateLimit-Remaining").orElse(""));
  }
}
