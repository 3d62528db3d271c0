// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import io.otelop.child.ApiKind;
import io.otelop.child.ClusterFacts;
import io.otelop.crds.collector.MutualTlsSpec;
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
    checks.namespaces(spec);
    checks.budget(spec);
    checks.ports(spec);
    var mutual = spec.mtls();
    if (mutual != null && Boolean.TRUE.equals(mutual.enabled())) {
      checks.certificates(mutual, cluster);
    }
    return checks.findings;
  }

  private void namespaces(AllocatorSpec spec) {
    var resources = spec.prometheusCR();
    if (resources != null
        && !Objects.requireNonNullElse(resources.allowNamespaces(), List.of()).isEmpty()
        && !Objects.requireNonNullElse(resources.denyNamespaces(), List.of()).isEmpty()) {
      add("spec.prometheusCR", "", "allowNamespaces and denyNamespaces are mutually exclusive");
    }
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

  private void certificates(MutualTlsSpec mutual, ClusterFacts cluster) {
    if (!Boolean.FALSE.equals(mutual.useCertManager())) {
      if (!cluster.kinds().contains(ApiKind.CERTIFICATE)) {
        add(
            "spec.mtls.useCertManager",
            "true",
            "needs cert-manager, which this cluster lacks: install it, or set this to false and name"
                + " the certificates in spec.mtls.tls");
      }
      return;
    }
    var tls = mutual.tls();
    var field = "spec.mtls.tls.";
    if (tls == null || tls.serverCertificate() == null) {
      add(field + "serverCertificate", "", "is needed where cert-manager is not used");
    }
    if (tls == null || tls.clientCertificate() == null) {
      add(field + "clientCertificate", "", "is needed where cert-manager is not used");
    }
    var authority = tls == null ? null : tls.certificateAuthorityCertificate();
    if (authority == null || (authority.secret() == null) == (authority.configMap() == null)) {
      add(
          field + "certificateAuthorityCertificate",
          "",
          "needs exactly one of secret and configMap where cert-manager is not used");
    }
  }

  private void add(String field, String value, String problem) {
    findings.add(Finding.of(AllocatorReason.InvalidAllocator, field, value, problem));
  }
}
