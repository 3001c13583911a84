// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import com.sun.management.OperatingSystemMXBean;
import dev.windlass.engine.Quantity;
import dev.windlass.image.InvalidName;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/// How much of a machine the instances of all job runs may use together.
///
/// @param milliCpu thousandths of a CPU
/// @param memory bytes
public record Capacity(int milliCpu, long memory) {
  /// What stands for all that this machine has.
  public static final String MACHINE = "machine";

  private static final Pattern BOTH = Pattern.compile("([0-9.]+),([0-9.]+[A-Za-z]+)");

  /// Reads `8,32G`, CPUs and memory, or [#MACHINE]. More than there is lets instances take turns on
  /// the processors, and run out of memory together.
  ///
  /// @throws InvalidName when it is neither
  public static Capacity parse(String words) {
    if (words.equals(MACHINE)) {
      return ofThisMachine();
    }
    var both = BOTH.matcher(words);
    if (!both.matches()) {
      throw new InvalidName(
          "capacity", words, "needs to be CPUs and memory, such as 8,32G, or " + MACHINE);
    }
    return new Capacity(Quantity.milliCpu(both.group(1)), Quantity.bytes(both.group(2)));
  }

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
