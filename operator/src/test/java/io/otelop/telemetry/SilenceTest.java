// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilenceTest {

  private final AtomicLong now = new AtomicLong(-7);
  private final List<Duration> ended = new ArrayList<>();
  private final Silence silence = new Silence(now::get, ended::add);

  @Test
  void lastsFromTheFirstCallWithoutAnAnswerToTheNextWithOne() {
    silence.heard();
    assertThat(silence.length()).isZero();
    silence.unheard();
    pass(Duration.ofSeconds(20));
    silence.unheard();
    pass(Duration.ofSeconds(40));
    assertThat(silence.length()).isEqualTo(Duration.ofMinutes(1));

    silence.heard();
    silence.heard();

    assertThat(silence.length()).isZero();
    assertThat(ended).containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void aConnectionThatIsMadeAnewIsNone() {
    silence.unheard();
    pass(Duration.ofSeconds(4));
    silence.heard();

    assertThat(ended).isEmpty();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
