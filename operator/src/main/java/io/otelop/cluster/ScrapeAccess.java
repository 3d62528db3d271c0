// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.otelop.cluster.AccessReviews.Access;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.crds.collector.PrometheusCustomResourcesSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
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
              accesses(MONITORING, READ, "servicemonitors", "podmonitors"),
              accesses(
                  "",
                  READ,
                  "nodes",
                  "nodes/metrics",
                  "services",
                  "endpoints",
                  "pods",
                  "namespaces"),
              accesses("", List.of("get"), "configmaps"),
              accesses("discovery.k8s.io", READ, "endpointslices"),
              accesses("networking.k8s.io", READ, "ingresses"))
          .flatMap(list -> list)
          .toList();

  private ScrapeAccess() {}

  /** What it takes; kinds that are selected by choice only where they are. */
  public static List<Access> of(PrometheusCustomResourcesSpec resources) {
    return Stream.of(
            ALWAYS.stream(),
            resources.probeSelector() == null
                ? Stream.<Access>empty()
                : accesses(MONITORING, READ, "probes"),
            resources.scrapeConfigSelector() == null
                ? Stream.<Access>empty()
                : accesses(MONITORING, READ, "scrapeconfigs"))
        .flatMap(list -> list)
        .toList();
  }

  /** That somebody lacks permissions, in one clause. */
  public static String missing(Identity who, List<Access> lacking) {
    return "RBAC rules are missing: missing the following rules for "
        + who.user()
        + " - "
        + text(lacking);
  }

  /** {@code group/resource: [verbs]}, sorted; with the namespace where it is of one. */
  public static String text(List<Access> accesses) {
    var verbs = new TreeMap<String, TreeSet<String>>();
    for (var access : accesses) {
      var resource =
          access.group().isEmpty() ? access.resource() : access.group() + "/" + access.resource();
      var where = access.namespace().isEmpty() ? "" : " in " + access.namespace();
      verbs.computeIfAbsent(resource + where, _ -> new TreeSet<>()).add(access.verb());
    }
    var parts = new ArrayList<String>();
    verbs.forEach((resource, of) -> parts.add(resource + ": " + of));
    return String.join(", ", parts);
  }

  private static Stream<Access> accesses(String group, List<String> verbs, String... resources) {
    return Stream.of(resources)
        .flatMap(resource -> verbs.stream().map(verb -> new Access("", group, resource, verb)));
  }
}
