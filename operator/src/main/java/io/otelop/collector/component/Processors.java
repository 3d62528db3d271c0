// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.List;
import java.util.stream.Stream;

/** The known processors. Rules: collector.md 5.2. Order has no meaning. */
final class Processors {

  static final List<Component> ALL =
      Stream.of(
              processor("k8s_attributes", "k8sattributes").needing(Rules::attributes),
              processor("resource_detection", "resourcedetection").needing(Rules::detection),
              processor("batch"),
              processor("memory_limiter"),
              processor("resource"),
              processor("attributes"),
              processor("transform"),
              processor("filter"),
              processor("tail_sampling"),
              processor("probabilistic_sampler"))
          .toList();

  private Processors() {}

  private static Component processor(String... types) {
    return Component.of(Section.PROCESSORS, types);
  }
}
