// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import io.otelop.collector.CollectorReason;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Ways in from outside and what needs kinds that not every cluster has. Rules: 4.4 row 12, 6. */
final class ExposureChecks {

  private ExposureChecks() {}

  static Stream<Finding> of(Candidate candidate) {
    var findings = new ArrayList<Finding>();
    ingress(candidate, findings);
    httpRoute(candidate, findings);
    monitors(candidate, findings);
    return findings.stream();
  }

  private static void ingress(Candidate candidate, List<Finding> findings) {
    var ingress = candidate.spec().ingress();
    if (ingress == null) {
      return;
    }
    var host = Objects.requireNonNullElse(ingress.hostname(), "");
    if ("subdomain".equals(ingress.ruleType()) && (host.isEmpty() || host.equals("*"))) {
      findings.add(
          Finding.of(
              CollectorReason.InvalidSpec,
              "spec.ingress.hostname",
              host,
              "is no host name that subdomains can be made of"));
    }
    if ("route".equals(ingress.type()) && !isKnown(candidate, "Route")) {
      findings.add(missing("spec.ingress.type", "route", "Routes of OpenShift"));
    }
  }

  private static void httpRoute(Candidate candidate, List<Finding> findings) {
    var route = candidate.spec().httpRoute();
    if (route == null || !route.enabled()) {
      return;
    }
    if (Objects.requireNonNullElse(route.gateway(), "").isEmpty()) {
      findings.add(
          Finding.of(
              CollectorReason.InvalidSpec,
              "spec.httpRoute.gateway",
              "",
              "names no Gateway, so no route can be made"));
    }
    if (!isKnown(candidate, "HTTPRoute")) {
      findings.add(missing("spec.httpRoute.enabled", "true", "HTTPRoutes of the Gateway API"));
    }
  }

  private static void monitors(Candidate candidate, List<Finding> findings) {
    var observability = candidate.spec().observability();
    var metrics = observability == null ? null : observability.metrics();
    if (metrics != null
        && Boolean.TRUE.equals(metrics.enableMetrics())
        && !isKnown(candidate, "ServiceMonitor")) {
      findings.add(
          missing(
              "spec.observability.metrics.enableMetrics",
              "true",
              "ServiceMonitors of the Prometheus operator"));
    }
  }

  private static boolean isKnown(Candidate candidate, String kind) {
    return candidate.facts().cluster().kinds().stream().anyMatch(it -> it.kind().equals(kind));
  }

  private static Finding missing(String field, String value, String what) {
    return Finding.of(
        CollectorReason.KindMissing, field, value, "needs " + what + ", which this cluster lacks");
  }
}
