// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.naming.ObjectNames;
import java.util.stream.Stream;

/** The ServiceAccount of a collector that brings none of its own. Rules: collector.md 2.1. */
final class CollectorServiceAccount {

  private CollectorServiceAccount() {}

  static Stream<ServiceAccount> of(EffectiveCollector collector) {
    var name = ObjectNames.collector(collector.name());
    var brought = collector.spec().serviceAccount();
    if (brought != null && !brought.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(
        new ServiceAccountBuilder().withMetadata(OperandMetadata.of(collector, name)).build());
  }
}
