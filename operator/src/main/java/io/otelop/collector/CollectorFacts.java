// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.otelop.child.ClusterFacts;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the operator and the cluster say about every collector.
 *
 * @param defaultImage the collector's image where the custom resource names none
 * @param version the collector version that the default image has
 * @param proxyEnv the proxy variables of the operator, which collectors get too
 * @param isLabelKept whether a label of the custom resource is passed on to its children
 * @param isAnnotationKept whether an annotation of the custom resource is passed on
 * @param networkPolicyByDefault whether a collector that says nothing gets a NetworkPolicy
 * @param forbiddenComponents that may not run here, as {@code receiver.type}
 * @param cluster what the cluster offers
 */
public record CollectorFacts(
    String defaultImage,
    String version,
    List<EnvVar> proxyEnv,
    Predicate<String> isLabelKept,
    Predicate<String> isAnnotationKept,
    boolean networkPolicyByDefault,
    Set<String> forbiddenComponents,
    ClusterFacts cluster) {

  public CollectorFacts {
    proxyEnv = List.copyOf(proxyEnv);
    forbiddenComponents = Set.copyOf(forbiddenComponents);
  }

  /** The same with another default image. */
  CollectorFacts withDefaultImage(String other) {
    return new CollectorFacts(
        other,
        version,
        proxyEnv,
        isLabelKept,
        isAnnotationKept,
        networkPolicyByDefault,
        forbiddenComponents,
        cluster);
  }

  /** The same of another cluster. */
  public CollectorFacts in(ClusterFacts other) {
    return new CollectorFacts(
        defaultImage,
        version,
        proxyEnv,
        isLabelKept,
        isAnnotationKept,
        networkPolicyByDefault,
        forbiddenComponents,
        other);
  }
}
