// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.InvalidName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({"1,1000", "0.125,125", "12,12000", "500m,500", "0.5,500", "2.0,2000"})
  void readsCpu(String text, int milli) {
    assertThat(Quantity.milliCpu(text)).isEqualTo(milli);
  }

  @ParameterizedTest
  @CsvSource({
    "4G,4000000000",
    "400M,400000000",
    "0.25G,250000000",
    "512Mi,536870912",
    "1Gi,1073741824",
    "1GB,1000000000",
    "1GiB,1073741824",
    "2000000000,2000000000",
    "8k,8000",
    "48G,48000000000"
  })
  void readsBytes(String text, long bytes) {
    assertThat(Quantity.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "one", "-1", "1,5", ".5", "1e3", "0.0001", "1G", "99999999999", "9999999"})
  void refusesOtherCpu(String text) {
    assertThatThrownBy(() -> Quantity.milliCpu(text))
        .isInstanceOf(InvalidName.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "4Q", "-4G", "4 G", "4.G", "0.5", "99999999999G", "999999T9"})
  void refusesOtherBytes(String text) {
    assertThatThrownBy(() -> Quantity.bytes(text))
        .isInstanceOf(InvalidName.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "0.125,250M",
    "0.125,0.25G",
    "0.125,1G",
    "0.25,2G",
    "0.5,4G",
    "1,2G",
    "1,4G",
    "1,8G",
    "1000m,4G",
    "2,16G",
    "4,32G",
    "6,48G",
    "8,16G",
    "10,40G",
    "12,24G",
    "12,48G",
    "1,4000M"
  })
  void allowsTheCombinationsOfCodeEngine(String cpu, String memory) {
    assertThat(Quantity.cpuAndMemory(cpu, memory)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1     | 3G   | 3G of memory does not go with 1 vCPU: choose 2G, 4G or 8G",
        "1     | 4Gi  | 4Gi of memory does not go with 1 vCPU: choose 2G, 4G or 8G",
        "0.125 | 4G   | 4G of memory does not go with 0.125 vCPU: choose 0.25G, 0.5G or 1G",
        "8     | 32Gi | 32Gi of memory does not go with 8 vCPU: choose 16G or 32G",
        "1     | 64G  | memory parameter must be between 0.25G and 48G, and is 64G: choose 2G, 4G or 8G",
        "16    | 32G  | cpu parameter must be between 0.125 and 12.0, and is 16: choose 0.125, 0.25, 0.5, 1, 2, 4, 6, 8, 10 or 12",
        "3     | 6G   | 3 vCPU is not offered: choose 0.125, 0.25, 0.5, 1, 2, 4, 6, 8, 10 or 12",
      })
  void saysWhatToChooseInstead(String cpu, String memory, String message) {
    assertThat(Quantity.cpuAndMemory(cpu, memory)).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"1,2G,1,4G", "1,8G,2,16G", "0.125,0.3G,0.125,0.5G", "8,32G,10,40G"})
  void findsTheNextThatHasMoreMemory(String cpu, String memory, String more, String much) {
    assertThat(Quantity.more(cpu, memory)).contains(new Quantity.Pair(more, much));
  }

  @Test
  void findsNothingBeyondTheLargest() {
    assertThat(Quantity.more("12", "48G")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"400M,0.25G", "4G,4G", "400M,4G", "48G,48G"})
  void allowsStorageUpToTheMemory(String storage, String memory) {
    assertThat(Quantity.storage(storage, memory)).isEmpty();
  }

  @Test
  void refusesMoreStorageThanMemory() {
    assertThat(Quantity.storage("5G", "4G"))
        .contains("5G of ephemeral storage is too much for 4G of memory: choose at most 4000M");
  }
}
