// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.otelop.child.Child;
import io.otelop.collector.EffectiveCollector;
import java.util.List;
import java.util.stream.Stream;

/** Everything that a collector owns. */
public final class Children {

  /** One entry a kind; the order is the order of applying: what a pod needs before the pods. */
  public static final List<Child<EffectiveCollector, ? extends HasMetadata>> ALL =
      List.of(
          Child.of(ServiceAccount.class, CollectorServiceAccount::of),
          Child.of(ConfigMap.class, CollectorConfigMap::of),
          Child.of(Service.class, CollectorServices::of),
          Child.of(NetworkPolicy.class, CollectorNetworkPolicy::of),
          Child.of(PodDisruptionBudget.class, CollectorDisruptionBudget::of),
          Child.of(HorizontalPodAutoscaler.class, CollectorAutoscaler::of),
          Child.of(Deployment.class, CollectorWorkload::deployment),
          Child.of(StatefulSet.class, CollectorWorkload::statefulSet),
          Child.of(DaemonSet.class, CollectorWorkload::daemonSet));

  private Children() {}

  /** The objects that should exist for a collector, in the order of applying. */
  public static List<HasMetadata> of(EffectiveCollector collector) {
    return ALL.stream()
        .flatMap(
            child -> {
              Stream<? extends HasMetadata> desired = child.desired().apply(collector);
              return desired;
            })
        .map(HasMetadata.class::cast)
        .toList();
  }
}
