// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.otelop.crds.collector.MutualTlsSpec;
import io.otelop.crds.collector.PrometheusCustomResourcesSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a target allocator wherever its fields stand: in a custom resource of its own, or
 * inside a collector.
 */
public final class AllocationRules {

  /**
   * A field that is wrong.
   *
   * @param field below the section that holds all fields of the target allocator
   * @param value what it says; empty where it is missing or not one value
   * @param problem the rest of a sentence that begins with the field
   */
  public record Problem(String field, String value, String problem) {}

  private final List<Problem> problems = new ArrayList<>();

  private AllocationRules() {}

  /**
   * What is wrong; empty where everything is right.
   *
   * @param kinds that the cluster knows
   */
  public static List<Problem> of(
      @Nullable PrometheusCustomResourcesSpec resources,
      @Nullable MutualTlsSpec mutual,
      Set<ApiKind> kinds) {
    var rules = new AllocationRules();
    if (resources != null
        && isGiven(resources.allowNamespaces())
        && isGiven(resources.denyNamespaces())) {
      rules.add("prometheusCR", "", "allowNamespaces and denyNamespaces are mutually exclusive");
    }
    if (mutual != null && Boolean.TRUE.equals(mutual.enabled())) {
      if (Boolean.FALSE.equals(mutual.useCertManager())) {
        rules.certificates(mutual);
      } else if (!kinds.contains(ApiKind.CERTIFICATE)) {
        rules.add(
            "mtls.useCertManager",
            "true",
            "needs cert-manager, which this cluster lacks: install it, or set this to false and name"
                + " the certificates in mtls.tls");
      }
    }
    return List.copyOf(rules.problems);
  }

  private void certificates(MutualTlsSpec mutual) {
    var tls = mutual.tls();
    if (tls == null || tls.serverCertificate() == null) {
      add("mtls.tls.serverCertificate", "", "is needed where cert-manager is not used");
    }
    if (tls == null || tls.clientCertificate() == null) {
      add("mtls.tls.clientCertificate", "", "is needed where cert-manager is not used");
    }
    var authority = tls == null ? null : tls.certificateAuthorityCertificate();
    if (authority == null || (authority.secret() == null) == (authority.configMap() == null)) {
      add(
          "mtls.tls.certificateAuthorityCertificate",
          "",
          "needs exactly one of secret and configMap where cert-manager is not used");
    }
  }

  private static boolean isGiven(@Nullable List<String> names) {
    return names != null && !names.isEmpty();
  }

  private void add(String field, String value, String problem) {
    problems.add(new Problem(field, value, problem));
  }
}
