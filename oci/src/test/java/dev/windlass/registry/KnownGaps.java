// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// The claims of a contract that somebody else's program is known not to hold. Each of them has to
/// fail, so that this list stays as true as the rest.
final class KnownGaps implements InvocationInterceptor, AfterAllCallback {
  private final Map<String, String> reasons;
  private final Set<String> met = new HashSet<>();
  private final Set<String> methods = new HashSet<>();

  /// @param reasons what it does instead, by claim: `method`, or `method[row]` for a row of a table
  KnownGaps(Map<String, String> reasons) {
    this.reasons = Map.copyOf(reasons);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> claim,
      ReflectiveInvocationContext<Method> invocation,
      ExtensionContext context)
      throws Throwable {
    weigh(claim, invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> claim,
      ReflectiveInvocationContext<Method> invocation,
      ExtensionContext context)
      throws Throwable {
    weigh(claim, invocation);
  }

  private void weigh(
      Invocation<@Nullable Void> claim, ReflectiveInvocationContext<Method> invocation)
      throws Throwable {
    String reason = reason(invocation);
    try {
      claim.proceed();
    } catch (AssertionError | IOException e) {
      if (reason.isEmpty()) {
        throw e;
      }
      return;
    }
    assertThat(reason).as("this holds after all, so it is no gap any more").isEmpty();
  }

  private String reason(ReflectiveInvocationContext<Method> invocation) {
    String method = invocation.getExecutable().getName();
    String row =
        method
            + invocation.getArguments().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "[", "]"));
    methods.add(method);
    met.add(method);
    met.add(row);
    return reasons.getOrDefault(row, reasons.getOrDefault(method, ""));
  }

  /// Of the methods that ran, that is; somebody may be running only one.
  @Override
  public void afterAll(ExtensionContext context) {
    var unknown =
        reasons.keySet().stream()
            .filter(claim -> methods.contains(claim.replaceFirst("\\[.*", "")))
            .filter(claim -> !met.contains(claim));
    assertThat(unknown).as("gaps that are no claims").isEmpty();
  }
}
