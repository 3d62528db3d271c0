// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.Mode;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What runs a collector's pods, one for each mode. Rules: collector.md 2.4. */
final class CollectorWorkload {

  private CollectorWorkload() {}

  static Stream<Deployment> deployment(EffectiveCollector collector) {
    if (collector.mode() != Mode.DEPLOYMENT) {
      return Stream.empty();
    }
    return Stream.of(
        new DeploymentBuilder()
            .withMetadata(metadata(collector))
            .withNewSpec()
            .withReplicas(collector.replicas())
            .withSelector(selector(collector))
            .withStrategy(collector.spec().deploymentUpdateStrategy())
            .withTemplate(CollectorPodTemplate.of(collector))
            .endSpec()
            .build());
  }

  static Stream<StatefulSet> statefulSet(EffectiveCollector collector) {
    if (collector.mode() != Mode.STATEFULSET) {
      return Stream.empty();
    }
    var spec = collector.spec();
    return Stream.of(
        new StatefulSetBuilder()
            .withMetadata(metadata(collector))
            .withNewSpec()
            .withServiceName(
                Objects.requireNonNullElseGet(
                    spec.serviceName(), () -> ObjectNames.headlessService(collector.name())))
            .withReplicas(collector.replicas())
            .withPodManagementPolicy(
                Objects.requireNonNullElse(spec.podManagementPolicy(), "Parallel"))
            .withSelector(selector(collector))
            .withVolumeClaimTemplates(spec.volumeClaimTemplates())
            .withPersistentVolumeClaimRetentionPolicy(spec.persistentVolumeClaimRetentionPolicy())
            .withTemplate(CollectorPodTemplate.of(collector))
            .endSpec()
            .build());
  }

  static Stream<DaemonSet> daemonSet(EffectiveCollector collector) {
    if (collector.mode() != Mode.DAEMONSET) {
      return Stream.empty();
    }
    return Stream.of(
        new DaemonSetBuilder()
            .withMetadata(metadata(collector))
            .withNewSpec()
            .withSelector(selector(collector))
            .withUpdateStrategy(collector.spec().daemonSetUpdateStrategy())
            .withTemplate(CollectorPodTemplate.of(collector))
            .endSpec()
            .build());
  }

  private static ObjectMeta metadata(EffectiveCollector collector) {
    var metadata = OperandMetadata.of(collector, ObjectNames.collector(collector.name()));
    if (!collector.marks().seenContent().isEmpty()) {
      var annotations = new TreeMap<>(collector.annotations());
      annotations.put(Labels.EXTRA_CONFIGMAPS_SHA256, collector.marks().seenContent());
      metadata.setAnnotations(annotations);
    }
    return metadata;
  }

  private static LabelSelector selector(EffectiveCollector collector) {
    return new LabelSelectorBuilder().withMatchLabels(collector.selector()).build();
  }
}
