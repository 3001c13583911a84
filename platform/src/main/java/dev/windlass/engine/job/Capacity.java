// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.Locale;

/// How much of a machine the instances of all job runs may use together.
///
/// @param milliCpu thousandths of a CPU
/// @param memory bytes
public record Capacity(int milliCpu, long memory) {
  /// All CPUs and all memory that this process may use.
  public static Capacity ofThisMachine() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Capacity(
        Runtime.getRuntime().availableProcessors() * 1000, system.getTotalMemorySize());
  }

  /// For people: `2 vCPU and 25.2G`.
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s vCPU and %.1fG",
        BigDecimal.valueOf(milliCpu, 3).stripTrailingZeros().toPlainString(),
        memory / 1e9);
  }
}
