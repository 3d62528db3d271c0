// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Vectors of collector.md 2.1. */
class ObjectNamesTest {

  @Test
  void namesAreShortenedTheCompatibleWay() {
    assertThat(ObjectNames.collector("x".repeat(60))).isEqualTo("x".repeat(53) + "-collector");
    assertThat(ObjectNames.headlessService("x".repeat(60)))
        .isEqualTo("x".repeat(53) + "--headless");
    assertThat(ObjectNames.collector("my.col")).isEqualTo("my-col-collector");
    assertThat(ObjectNames.clusterRole("gateway", "n".repeat(50)))
        .isEqualTo("n".repeat(49) + "-cluster-role");
    assertThat(ObjectNames.instance("n".repeat(40), "x".repeat(40)))
        .isEqualTo("n".repeat(22) + "." + "x".repeat(40));
  }
}
