// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.crds.instrumentation.WorkloadList;
import io.otelop.pod.Owner;
import io.otelop.pod.OwnerChain;
import io.otelop.pod.PodFacts;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people deployed: the topmost known owner of pods, or a pod that has none.
 *
 * @param kind such as {@code Deployment}
 */
public record Workload(String namespace, String kind, String name) implements Comparable<Workload> {

  private static final Comparator<Workload> ORDER =
      Comparator.comparing(Workload::namespace)
          .thenComparing(Workload::kind)
          .thenComparing(Workload::name);

  /** The workload of a pod, as its metadata tells it. */
  public static Workload of(PodFacts pod) {
    var chain = OwnerChain.of(pod, false);
    var top = chain.isEmpty() ? first(pod) : chain.getLast();
    return new Workload(pod.namespace(), top.kind(), top.name());
  }

  /** Reads what {@link #toString} wrote. */
  public static Workload parse(String text) {
    var parts = text.split("/", 3);
    return parts.length == 3
        ? new Workload(parts[0], parts[1], parts[2])
        : new Workload("", "", text);
  }

  /** Workloads by name, as far as there is room; null where there are none. */
  public static @Nullable WorkloadList list(List<Workload> workloads, int room) {
    return workloads.isEmpty()
        ? null
        : new WorkloadList(
            workloads.size(), workloads.stream().limit(room).map(Workload::toString).toList());
  }

  @Override
  public int compareTo(Workload other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + kind + "/" + name;
  }

  private static Owner first(PodFacts pod) {
    var owners = pod.ownerReferences();
    return owners.isEmpty() ? new Owner("Pod", pod.name(), pod.uid()) : owners.getFirst();
  }
}
