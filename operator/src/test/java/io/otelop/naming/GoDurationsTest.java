// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationsTest {

  @ParameterizedTest
  @CsvSource({
    "30s, 30s",
    "90s, 1m30s",
    "60s, 1m0s",
    "1m, 1m0s",
    "1h, 1h0m0s",
    "3601s, 1h0m1s",
    "1.5s, 1.5s",
    "0.5h, 30m0s",
    "1500ms, 1.5s",
    "250ms, 250ms",
    "0s, 0s",
    "10us, 10us",
    "1d, 1d",
  })
  void areWrittenInTheOneFormOfGo(String given, String text) {
    assertThat(GoDurations.text(given)).isEqualTo(text);
  }
}
