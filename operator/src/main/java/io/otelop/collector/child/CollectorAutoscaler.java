// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.otelop.child.OperandMetadata;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.Mode;
import io.otelop.crds.collector.AutoscalerSpec;
import io.otelop.naming.ObjectNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The HorizontalPodAutoscaler of a collector; it scales the custom resource, never the workload.
 * Rules: collector.md 6.1.
 */
final class CollectorAutoscaler {

  private static final int DEFAULT_CPU_UTILIZATION = 90;

  private CollectorAutoscaler() {}

  static Stream<HorizontalPodAutoscaler> of(EffectiveCollector collector) {
    var autoscaler = collector.spec().autoscaler();
    if (autoscaler == null
        || autoscaler.maxReplicas() == null
        || (collector.mode() != Mode.DEPLOYMENT && collector.mode() != Mode.STATEFULSET)) {
      return Stream.empty();
    }
    return Stream.of(
        new HorizontalPodAutoscalerBuilder()
            .withMetadata(OperandMetadata.of(collector, ObjectNames.collector(collector.name())))
            .withNewSpec()
            .withNewScaleTargetRef()
            .withApiVersion("opentelemetry.io/v1beta1")
            .withKind("OpenTelemetryCollector")
            .withName(collector.name())
            .endScaleTargetRef()
            .withMinReplicas(
                Objects.requireNonNullElse(autoscaler.minReplicas(), collector.replicas()))
            .withMaxReplicas(autoscaler.maxReplicas())
            .withMetrics(metrics(autoscaler))
            .withBehavior(autoscaler.behavior())
            .endSpec()
            .build());
  }

  private static List<MetricSpec> metrics(AutoscalerSpec autoscaler) {
    var metrics = new ArrayList<MetricSpec>();
    var memory = autoscaler.targetMemoryUtilization();
    var cpu = autoscaler.targetCPUUtilization();
    if (memory != null) {
      metrics.add(utilization("memory", memory));
    }
    if (cpu != null || memory == null) {
      metrics.add(utilization("cpu", cpu == null ? DEFAULT_CPU_UTILIZATION : cpu));
    }
    for (var metric :
        Objects.requireNonNullElse(
            autoscaler.metrics(), List.<io.otelop.crds.collector.MetricSpec>of())) {
      metrics.add(new MetricSpecBuilder().withType(metric.type()).withPods(metric.pods()).build());
    }
    return metrics;
  }

  private static MetricSpec utilization(String resource, @Nullable Integer percent) {
    return new MetricSpecBuilder()
        .withType("Resource")
        .withNewResource()
        .withName(resource)
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(percent)
        .endTarget()
        .endResource()
        .build();
  }
}
