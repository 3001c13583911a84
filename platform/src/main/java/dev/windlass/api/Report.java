// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `windlass doctor` found. Times are RFC 3339. Never holds a secret.
///
/// @param version of this form; it changes when a field changes its meaning or goes
/// @param target what was looked at: `app/web`, `localhost:5000/shop:v1`; empty for everything
/// @param verdict `healthy`, `cause` or `undetermined`
/// @param summary the verdict in one line
/// @param image as it was asked for, where one image was looked at
/// @param digest what it is pinned to, once that is known
/// @param findings what is wrong, what decides first; none when all is well
/// @param warnings what is well now and may not stay so
/// @param checks what was asked besides, and what came of it
/// @param ruledOut what it is not
/// @param places where the image was asked for, and as whom
/// @param steps of the pull, in order
@Json(naming = Json.Naming.LowerUnderscore)
public record Report(
    int version,
    String target,
    String verdict,
    String summary,
    String checkedAt,
    long milliseconds,
    @Nullable String image,
    @Nullable String digest,
    List<Finding> findings,
    List<Warning> warnings,
    List<Check> checks,
    List<RuledOut> ruledOut,
    List<PullAttempt.Place> places,
    List<PullAttempt.Step> steps) {
  public static final int VERSION = 1;
  public static final String HEALTHY = "healthy";
  public static final String CAUSE = "cause";
  public static final String UNDETERMINED = "undetermined";

  /// Something that is wrong.
  ///
  /// @param subject what it is wrong with, where that is not the target
  /// @param code one of the closed list of causes
  /// @param reason the nearest that Code Engine has
  /// @param retry whether trying again can help: `transient`, `rate_limited`, `permanent`, `local`
  /// @param problem what happened
  /// @param cause why
  /// @param fix what to do now
  /// @param evidence what was seen
  /// @param candidates the codes of what it may be, where that cannot be told; otherwise none
  /// @param retryAt when the engine tries again by itself
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Finding(
      String subject,
      String code,
      String reason,
      String retry,
      String problem,
      String cause,
      String fix,
      String evidence,
      List<String> candidates,
      @Nullable String retryAt) {
    public Finding {
      candidates = List.copyOf(candidates);
    }
  }

  /// Something that is well now and may not stay so.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Warning(String code, String message, String fix) {}

  /// A question and its answer.
  ///
  /// @param outcome `yes`, `no` or `unknown`: whether it is as it should be
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Check(String question, String outcome, String answer) {}

  /// A cause that it is not.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record RuledOut(String code, String because) {}

  public Report {
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
    checks = List.copyOf(checks);
    ruledOut = List.copyOf(ruledOut);
    places = List.copyOf(places);
    steps = List.copyOf(steps);
  }
}
