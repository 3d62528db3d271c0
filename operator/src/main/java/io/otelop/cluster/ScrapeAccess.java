// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.otelop.cluster.AccessReviews.Access;
import io.otelop.crds.collector.PrometheusCustomResourcesSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a target allocator reads that looks for custom resources of the Prometheus operator. Rules:
 * targetallocator-opamp-ops.md A2.6.
 */
public final class ScrapeAccess {

  private static final String MONITORING = "monitoring.coreos.com";
  private static final List<String> READ = List.of("get", "list", "watch");

  private static final List<Access> ALWAYS =
      Stream.of(
              Access.of("", MONITORING, READ, "servicemonitors", "podmonitors"),
              Access.of(
                  "",
                  "",
                  READ,
                  "nodes",
                  "nodes/metrics",
                  "services",
                  "endpoints",
                  "pods",
                  "namespaces"),
              Access.of("", "", List.of("get"), "configmaps"),
              Access.of("", "discovery.k8s.io", READ, "endpointslices"),
              Access.of("", "networking.k8s.io", READ, "ingresses"))
          .flatMap(list -> list)
          .toList();

  private ScrapeAccess() {}

  /** What it takes; kinds that are selected by choice only where they are. */
  public static List<Access> of(PrometheusCustomResourcesSpec resources) {
    return Stream.of(
            ALWAYS.stream(),
            resources.probeSelector() == null
                ? Stream.<Access>empty()
                : Access.of("", MONITORING, READ, "probes"),
            resources.scrapeConfigSelector() == null
                ? Stream.<Access>empty()
                : Access.of("", MONITORING, READ, "scrapeconfigs"))
        .flatMap(list -> list)
        .toList();
  }
}
