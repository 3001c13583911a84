// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.ArraySpec;
import dev.windlass.engine.Quantity;
import dev.windlass.image.InvalidName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How much CPU, memory and storage a workload may have, and which array indices.
final class Amounts {
  static final Rule CPU = parsed(Quantity::milliCpu, "an amount of vCPU, such as 0.5 or 1");
  static final Rule BYTES = parsed(Quantity::bytes, "an amount of bytes, such as 4G or 400M");
  static final Rule ARRAY = parsed(ArraySpec::parse, "a list of array indices, such as 0-9 or 1,3");

  private Amounts() {}

  /// Whether those given, or standing in for absent ones, go together.
  static void check(Map<String, Object> workload, Problems problems) {
    if (!problems.fine("scale_cpu_limit", "scale_memory_limit", "scale_ephemeral_storage_limit")) {
      return;
    }
    String cpu = text(workload, "scale_cpu_limit", Defaults.CPU);
    String memory = text(workload, "scale_memory_limit", Defaults.MEMORY);
    String storage = text(workload, "scale_ephemeral_storage_limit", Defaults.STORAGE);
    tell("scale_memory_limit", Quantity.cpuAndMemory(cpu, memory), problems);
    tell("scale_ephemeral_storage_limit", Quantity.storage(storage, memory), problems);
  }

  private static void tell(String field, Optional<String> wrong, Problems problems) {
    wrong.ifPresent(sentence -> problems.invalid(field, field + ": " + sentence));
  }

  private static String text(Map<String, Object> workload, String field, String standard) {
    return (String) workload.getOrDefault(field, standard);
  }

  private static Rule parsed(Consumer<String> parse, String allowed) {
    return new Parsed(parse, allowed);
  }

  private record Parsed(Consumer<String> parse, String allowed) implements Rule {
    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "description", allowed);
    }

    @Override
    public void check(String field, Object value, Problems problems) {
      if (!(value instanceof String text)) {
        problems.invalid(field, value, allowed + ", as text");
        return;
      }
      try {
        parse.accept(text);
      } catch (InvalidName e) {
        problems.invalid(field, field + ": " + e.getMessage());
      }
    }
  }
}
