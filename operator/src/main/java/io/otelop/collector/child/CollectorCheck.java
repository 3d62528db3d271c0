// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.PodMarks;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod that runs the collector's own {@code validate} on a revision before the collector's pods
 * get it. It is what these would be, as far as the verdict depends on it: image, environment,
 * volumes, account and security settings are the same; what serves traffic, takes room on a node or
 * exists once only is left out.
 */
public final class CollectorCheck {

  /** How long it may run once a node has taken it; a check takes a second. */
  private static final long LONGEST_SECONDS = 300;

  private static final long GRACE_SECONDS = 5;
  private static final Map<String, Quantity> LITTLE =
      Map.of("cpu", new Quantity("10m"), "memory", new Quantity("32Mi"));

  private CollectorCheck() {}

  /** The name of the pod and of its ConfigMap. */
  public static String name(EffectiveCollector collector, String revision) {
    return ObjectNames.collectorCheck(collector.name(), revision);
  }

  /** The ConfigMap with the revision's config, then the pod. */
  public static List<HasMetadata> of(EffectiveCollector collector, String revision) {
    var name = name(collector, revision);
    var metadata = OperandMetadata.of(collector, name);
    var config =
        new ConfigMapBuilder()
            .withMetadata(metadata)
            .withData(Map.of(CollectorConfigMap.ENTRY, collector.config().yaml()))
            .build();
    return List.of(config, pod(collector, name));
  }

  private static Pod pod(EffectiveCollector collector, String name) {
    var template = CollectorPodTemplate.of(collector);
    var metadata =
        OperandMetadata.of(
            collector, name, Map.of(Labels.COMPONENT, Labels.COLLECTOR_CHECK, Labels.NAME, name));
    metadata.setAnnotations(new TreeMap<>(template.getMetadata().getAnnotations()));
    metadata.getAnnotations().remove(Labels.PROMETHEUS_SCRAPE);
    return new PodBuilder()
        .withMetadata(metadata)
        .withSpec(spec(collector, template.getSpec(), name))
        .build();
  }

  private static PodSpec spec(EffectiveCollector collector, PodSpec template, String configMap) {
    return new PodSpecBuilder(template)
        .withContainers(container(template.getContainers().getFirst()))
        .withVolumes(volumes(collector, template.getVolumes(), configMap))
        .withAffinity(null)
        .withTopologySpreadConstraints()
        .withHostNetwork(null)
        .withHostPID(null)
        .withShareProcessNamespace(null)
        .withDnsPolicy("ClusterFirst".equals(template.getDnsPolicy()) ? "ClusterFirst" : null)
        .withDnsConfig(null)
        .withRestartPolicy("Never")
        .withActiveDeadlineSeconds(LONGEST_SECONDS)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .build();
  }

  private static Container container(Container collector) {
    return new ContainerBuilder(collector)
        .withArgs(Stream.concat(Stream.of("validate"), collector.getArgs().stream()).toList())
        .withPorts()
        .withLifecycle(null)
        .withLivenessProbe(null)
        .withReadinessProbe(null)
        .withStartupProbe(null)
        .withResources(resources(collector.getResources()))
        .withTerminationMessagePolicy(PodMarks.LAST_WORDS)
        .build();
  }

  /** The limits stay, because quotas may ask for them and Go reads them; the requests are small. */
  private static ResourceRequirements resources(@Nullable ResourceRequirements given) {
    var limits = new TreeMap<String, Quantity>();
    var requests = new TreeMap<>(LITTLE);
    if (given != null && given.getLimits() != null) {
      for (var resource : LITTLE.keySet()) {
        var limit = given.getLimits().get(resource);
        if (limit != null) {
          limits.put(resource, limit);
          requests.merge(resource, limit, CollectorCheck::smaller);
        }
      }
    }
    return new ResourceRequirementsBuilder().withLimits(limits).withRequests(requests).build();
  }

  private static Quantity smaller(Quantity one, Quantity other) {
    BigDecimal first = Quantity.getAmountInBytes(one);
    return first.compareTo(Quantity.getAmountInBytes(other)) <= 0 ? one : other;
  }

  /** A claim may be on another node, or let one pod in only: an empty folder stands for it. */
  private static List<Volume> volumes(
      EffectiveCollector collector, List<Volume> given, String configMap) {
    var volumes = new ArrayList<Volume>();
    for (var volume : given) {
      if (volume.getName().equals(CollectorContainer.CONFIG_VOLUME)) {
        volumes.add(
            new VolumeBuilder(volume).editConfigMap().withName(configMap).endConfigMap().build());
      } else if (volume.getPersistentVolumeClaim() != null || volume.getEphemeral() != null) {
        volumes.add(empty(volume.getName()));
      } else {
        volumes.add(volume);
      }
    }
    var claims =
        Objects.requireNonNullElse(
            collector.spec().volumeClaimTemplates(), List.<PersistentVolumeClaim>of());
    claims.forEach(claim -> volumes.add(empty(claim.getMetadata().getName())));
    return volumes;
  }

  private static Volume empty(String name) {
    return new VolumeBuilder().withName(name).withEmptyDir(new EmptyDirVolumeSource()).build();
  }
}
