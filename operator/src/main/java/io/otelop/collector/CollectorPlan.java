// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.otelop.child.Child.Need;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of the objects of a collector when it may run as it is wanted: the reconciler
 * carries it out, and {@code plan} shows it. Pure.
 *
 * @param collector with the marks that its pods may have now, and the names that its roles have
 * @param observed what it owns
 */
public record CollectorPlan(EffectiveCollector collector, List<HasMetadata> observed) {

  /** Half of the digits of a hash. */
  private static final int HALF = 32;

  /** Copies the list. */
  public CollectorPlan {
    observed = List.copyOf(observed);
  }

  /**
   * Plans.
   *
   * @param content hash of the ConfigMaps that {@code spec.configmaps} mounts; empty where there
   *     are none, or one is missing
   */
  public static CollectorPlan of(
      EffectiveCollector wanted, List<HasMetadata> observed, String content) {
    var isReplaced = RevisionGate.running(observed).stream().noneMatch(it -> it.isSameAs(wanted));
    var marks = PodMarks.of(wanted, observed, isReplaced, allThatPodsRead(wanted, content));
    var marked = wanted.withMarks(marks);
    var own = marked.withOwnClusterNames();
    return new CollectorPlan(
        observed.stream().anyMatch(it -> isRoleOf(it, own)) ? own : marked, observed);
  }

  /**
   * Hash of what pods read besides the config as it is written: that of the ConfigMaps, and what a
   * target allocator makes of the config, of which the config's own hash says nothing.
   */
  private static String allThatPodsRead(EffectiveCollector wanted, String content) {
    var isIncomplete = content.isEmpty() && !CollectorObjects.extraConfigMaps(wanted).isEmpty();
    if (isIncomplete || !wanted.asksForAllocator()) {
      return content;
    }
    var rendered = wanted.renderedConfig().hash();
    return content.isEmpty() ? rendered : rendered.substring(0, HALF) + content.substring(0, HALF);
  }

  /** The same where the usual names of its roles are another collector's. */
  public CollectorPlan withOwnClusterNames() {
    return new CollectorPlan(collector.withOwnClusterNames(), observed);
  }

  /** Objects of these kinds that are somebody else's make {@link #withOwnClusterNames} right. */
  public static boolean isNamedByCluster(String kind) {
    return kind.startsWith("ClusterRole");
  }

  /** What should exist, in the order of applying; anew with every call, and the caller's. */
  public List<HasMetadata> desired() {
    return OpenShiftGroup.keptIn(
        Scaling.leaveToOthers(Children.of(collector), collector, observed), collector, observed);
  }

  /** What it owns but for what stays although it is not desired. */
  public List<HasMetadata> prunable() {
    return ConfigRetention.withoutKept(observed, collector);
  }

  /** The kinds that a collector may own in every cluster. */
  public static List<Class<? extends HasMetadata>> kinds() {
    return Stream.concat(
            CollectorSources.kinds(Need.NOTHING).stream(),
            CollectorSources.kinds(Need.RBAC).stream())
        .toList();
  }

  /** Who owns what is made for a collector. */
  public static Owner owner(OpenTelemetryCollector resource) {
    return Owner.of(resource);
  }

  private static boolean isRoleOf(HasMetadata object, EffectiveCollector collector) {
    return object instanceof ClusterRole
        && object.getMetadata().getName().equals(collector.clusterRole());
  }
}
