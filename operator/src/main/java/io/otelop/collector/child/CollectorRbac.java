// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.otelop.child.OperandRoles;
import io.otelop.collector.EffectiveCollector;
import io.otelop.naming.ObjectNames;

/**
 * What lets a collector's pods read what its config tells them to read. Rules: collector.md 5.1 and
 * 5.2.
 */
final class CollectorRbac {

  private CollectorRbac() {}

  static OperandRoles of(EffectiveCollector collector) {
    return new OperandRoles(
        collector,
        collector.grants(),
        collector.serviceAccount(),
        new OperandRoles.Names(
            collector.clusterRole(),
            collector.clusterRoleBinding(),
            ObjectNames.collector(collector.name()),
            ObjectNames.roleElsewhere(collector.name(), collector.namespace())));
  }
}
