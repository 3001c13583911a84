// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static java.util.stream.Collectors.joining;

import dev.windlass.image.InvalidName;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts of CPU, memory and storage as people write them: `0.125`, `4G`, `512Mi`. What is none of
/// these throws [InvalidName], whose message says what would be one.
public final class Quantity {
  private static final Pattern CPU = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(m?)");
  private static final Pattern BYTES = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-zA-Z]*)");
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final int MOST_CHARACTERS = 10;

  /// How many gigabytes go with how many thousandths of a CPU.
  private static final Map<Integer, List<String>> COMBINATIONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(125, List.of("0.25", "0.5", "1")),
              Map.entry(250, List.of("0.5", "1", "2")),
              Map.entry(500, List.of("1", "2", "4")),
              Map.entry(1_000, List.of("2", "4", "8")),
              Map.entry(2_000, List.of("4", "8", "16")),
              Map.entry(4_000, List.of("8", "16", "32")),
              Map.entry(6_000, List.of("12", "24", "48")),
              Map.entry(8_000, List.of("16", "32")),
              Map.entry(10_000, List.of("20", "40")),
              Map.entry(12_000, List.of("24", "48"))));

  private static final long LEAST_STORAGE_LIMIT = 400_000_000;
  private static final long LEAST_MEMORY = 250_000_000;
  private static final long MOST_MEMORY = 48_000_000_000L;
  private static final long MOST_STORAGE = 48_000_000_000L;

  private Quantity() {}

  /// `0.125`, `1` or `125m` as thousandths of a CPU.
  public static int milliCpu(String text) {
    var match = matcher(CPU, text, "CPU amount", "needs to look like 0.125, 2 or 500m");
    var number = new BigDecimal(match.group(1));
    var thousandths = match.group(2).isEmpty() ? number.multiply(THOUSAND) : number;
    try {
      return thousandths.intValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidName(
          "CPU amount", text, "needs to be a whole number of thousandths of a CPU");
    }
  }

  /// `4G`, `400M`, `512Mi` or `2000000000` as bytes. `G` is decimal, `Gi` is binary.
  public static long bytes(String text) {
    String rule = "needs a number and one of M, G, Mi, Gi, as in 4G or 512Mi";
    var match = matcher(BYTES, text, "amount of bytes", rule);
    var unit =
        unit(match.group(2)).orElseThrow(() -> new InvalidName("amount of bytes", text, rule));
    try {
      return new BigDecimal(match.group(1)).multiply(unit).longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidName("amount of bytes", text, "needs to be a whole number of bytes");
    }
  }

  /// Why these two do not go together; empty when they do. Throws [InvalidName] when either is not
  /// an amount.
  public static Optional<String> cpuAndMemory(String cpu, String memory) {
    var offered = COMBINATIONS.get(milliCpu(cpu));
    long bytes = bytes(memory);
    if (bytes < LEAST_MEMORY || bytes > MOST_MEMORY) {
      return Optional.of(
          "memory parameter must be between 0.25G and 48G, and is %s%s"
              .formatted(memory, offered == null ? "" : ": choose " + amounts(offered)));
    }
    if (offered == null) {
      return Optional.of(
          isOutside(milliCpu(cpu))
              ? "cpu parameter must be between 0.125 and 12.0, and is %s: choose %s"
                  .formatted(cpu, cpus())
              : "%s vCPU is not offered: choose %s".formatted(cpu, cpus()));
    }
    return offered.stream().anyMatch(gigabytes -> bytes(gigabytes + "G") == bytes)
        ? Optional.empty()
        : Optional.of(
            "%s of memory does not go with %s vCPU: choose %s"
                .formatted(memory, cpu, amounts(offered)));
  }

  private static boolean isOutside(int milli) {
    var all = COMBINATIONS.keySet();
    return milli < Collections.min(all) || milli > Collections.max(all);
  }

  private static String amounts(List<String> gigabytes) {
    return or(gigabytes.stream().map(amount -> amount + "G").toList());
  }

  /// An amount of CPU and one of memory that go together.
  public record Pair(String cpu, String memory) {}

  /// The next that has more memory, with as little more CPU as can be; empty when there is none.
  public static Optional<Pair> more(String cpu, String memory) {
    long bytes = bytes(memory);
    return COMBINATIONS.entrySet().stream()
        .filter(offer -> offer.getKey() >= milliCpu(cpu))
        .flatMap(offer ->
            offer.getValue().stream()
                .filter(amount -> bytes(amount + "G") > bytes)
                .map(amount -> new Pair(cpu(offer.getKey()), amount + "G")))
        .findFirst();
  }

  private static String cpu(int milli) {
    return new BigDecimal(milli).divide(THOUSAND).toPlainString();
  }

  /// How much ephemeral storage an instance may use that does not say.
  public static final String STORAGE = "400M";

  /// Twice as much, in megabytes: `800M` for `400M`.
  public static String twice(String amount) {
    return 2 * bytes(amount) / 1_000_000 + "M";
  }

  /// Why an instance with this memory cannot have so much ephemeral storage; empty when it can.
  public static Optional<String> storage(String storage, String memory) {
    long most = Math.min(MOST_STORAGE, Math.max(LEAST_STORAGE_LIMIT, bytes(memory)));
    return bytes(storage) <= most
        ? Optional.empty()
        : Optional.of(
            "%s of ephemeral storage is too much for %s of memory: choose at most %dM"
                .formatted(storage, memory, most / 1_000_000));
  }

  private static Matcher matcher(Pattern pattern, String text, String kind, String rule) {
    var match = pattern.matcher(text);
    if (text.length() > MOST_CHARACTERS || !match.matches()) {
      throw new InvalidName(kind, text, rule);
    }
    return match;
  }

  private static Optional<BigDecimal> unit(String suffix) {
    String plain = suffix.endsWith("B") ? suffix.substring(0, suffix.length() - 1) : suffix;
    return switch (plain) {
      case "" -> Optional.of(BigDecimal.ONE);
      case "k", "K" -> Optional.of(THOUSAND);
      case "M" -> Optional.of(THOUSAND.pow(2));
      case "G" -> Optional.of(THOUSAND.pow(3));
      case "T" -> Optional.of(THOUSAND.pow(4));
      case "Ki" -> Optional.of(BigDecimal.valueOf(1L << 10));
      case "Mi" -> Optional.of(BigDecimal.valueOf(1L << 20));
      case "Gi" -> Optional.of(BigDecimal.valueOf(1L << 30));
      case "Ti" -> Optional.of(BigDecimal.valueOf(1L << 40));
      default -> Optional.empty();
    };
  }

  private static String cpus() {
    return or(COMBINATIONS.keySet().stream().map(Quantity::cpu).toList());
  }

  /// `2G, 4G or 8G`
  private static String or(List<String> words) {
    int last = words.size() - 1;
    return words.stream().limit(last).collect(joining(", ")) + " or " + words.get(last);
  }
}
