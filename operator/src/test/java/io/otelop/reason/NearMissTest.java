// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearMissTest {

  private static final List<String> KNOWN =
      List.of("otlp", "zipkin", "prometheus", "otlp/internal");

  @ParameterizedTest
  @CsvSource({
    "otpl, otlp",
    "otl, otlp",
    "zipkn, zipkin",
    "promethues, prometheus",
    "otlp/intern, otlp/internal"
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(NearMiss.of(written, KNOWN)).hasValue(meant);
  }

  @Test
  void guessesNothingFarOff() {
    assertThat(NearMiss.of("kafka", KNOWN)).isEmpty();
  }
}
