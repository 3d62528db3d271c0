// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.otelop.child.AllocationRules;
import io.otelop.child.ClusterFacts;
import io.otelop.crds.collector.PortsSpec;
import io.otelop.crds.targetallocator.AllocatorSpec;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * What is wrong with the spec of a target allocator. Pure. Rules: targetallocator-opamp-ops.md A1.1
 * to A1.4.
 */
final class AllocatorChecks {

  private final List<Finding> findings = new ArrayList<>();

  private AllocatorChecks() {}

  static List<Finding> of(AllocatorSpec spec, ClusterFacts cluster) {
    var checks = new AllocatorChecks();
    AllocationRules.of(spec.prometheusCR(), spec.mtls(), cluster.kinds())
        .forEach(it -> checks.add("spec." + it.field(), it.value(), it.problem()));
    checks.budget(spec);
    checks.ports(spec);
    return checks.findings;
  }

  private void budget(AllocatorSpec spec) {
    var budget = spec.podDisruptionBudget();
    if (budget != null && budget.minAvailable() != null && budget.maxUnavailable() != null) {
      add(
          "spec.podDisruptionBudget",
          "",
          "minAvailable and maxUnavailable are mutually exclusive; leave one of them out");
    }
  }

  private void ports(AllocatorSpec spec) {
    var names = new HashSet<>(List.of("http", "https"));
    var i = 0;
    for (var port : Objects.requireNonNullElse(spec.ports(), List.<PortsSpec>of())) {
      var field = "spec.ports[" + i++ + "]";
      var name = Objects.requireNonNullElse(port.name(), "");
      if (!name.isEmpty() && !names.add(name)) {
        add(field + ".name", name, "is the name of another port of the container");
      }
      if (port.port() < 1 || port.port() > 65_535) {
        add(field + ".port", String.valueOf(port.port()), "is not between 1 and 65535");
      }
    }
  }

  private void add(String field, String value, String problem) {
    findings.add(Finding.of(AllocatorReason.InvalidAllocator, field, value, problem));
  }
}
