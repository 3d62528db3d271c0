// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.otelop.child.ApiKind;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollectorPlanTest {

  private static final Set<ApiKind> ALLOCATED = Set.of(ApiKind.TARGET_ALLOCATOR);
  private static final String EXTRA = "0123456789abcdef".repeat(4);

  @Test
  void aChangeOfWhatATargetAllocatorMakesOfTheConfigReplacesThePods() {
    var observed = planned(allocated("30s"), List.of(), "");

    assertThat(template(planned(allocated("30s"), observed, ""))).isEqualTo(template(observed));
    assertThat(template(planned(allocated("60s"), observed, ""))).isNotEqualTo(template(observed));
  }

  @Test
  void podsAreReplacedWhenTheClusterLearnsOfTargetAllocators() {
    var observed = planned(collector("30s", "", Set.of()), List.of(), "");

    assertThat(template(planned(allocated("30s"), observed, ""))).isNotEqualTo(template(observed));
  }

  @Test
  void noPodThatTheGoOperatorMadeIsReplacedForIt() {
    var observed = Children.of(allocated("30s"));

    assertThat(template(planned(allocated("30s"), observed, ""))).isEqualTo(template(observed));
  }

  @Test
  void bothTheConfigMapsAndTheConfigCount() {
    var collector = collector("30s", "configmaps: [{name: a, mountpath: a}]", ALLOCATED);
    var observed = planned(collector, List.of(), EXTRA);

    assertThat(template(planned(collector, observed, EXTRA))).isEqualTo(template(observed));
    assertThat(template(planned(collector, observed, "f".repeat(64))))
        .isNotEqualTo(template(observed));
    assertThat(template(planned(collector, observed, ""))).isEqualTo(template(observed));
  }

  @Test
  void theGroupThatOpenShiftWantsStaysWhereTheSpecSaysNothing() {
    var routes = Set.of(new ApiKind("route.openshift.io", "v1", "Route", "routes"));
    var silent = Collectors.resolved("", "podSecurityContext: {runAsNonRoot: true}", routes);
    var observed = Children.of(silent);
    template(observed).getSpec().getSecurityContext().setFsGroup(1_000_650_000L);

    assertThat(template(planned(silent, observed, ""))).isEqualTo(template(observed));
    var bare = planned(Collectors.resolved("", "replicas: 1", routes), observed, "");
    assertThat(template(bare).getSpec().getSecurityContext().getFsGroup())
        .isEqualTo(1_000_650_000L);
    var own = Collectors.resolved("", "podSecurityContext: {fsGroup: 5}", routes);
    assertThat(template(planned(own, observed, "")).getSpec().getSecurityContext().getFsGroup())
        .isEqualTo(5);
    var elsewhere = planned(Collectors.resolved("", "replicas: 1"), observed, "");
    assertThat(template(elsewhere).getSpec().getSecurityContext()).isNull();
  }

  private static EffectiveCollector allocated(String interval) {
    return collector(interval, "", ALLOCATED);
  }

  private static EffectiveCollector collector(String interval, String more, Set<ApiKind> kinds) {
    var resource =
        Serialization.unmarshal(
            """
            apiVersion: opentelemetry.io/v1beta1
            kind: OpenTelemetryCollector
            metadata: {name: one, namespace: here, uid: u-1}
            spec: {
              mode: statefulset,
              targetAllocator: {enabled: true, collectorTargetReloadInterval: %s},
              config: {
                receivers: {prometheus: {config: {scrape_configs: [{job_name: a}]}}},
                exporters: {debug: {}},
                service: {pipelines: {metrics: {receivers: [prometheus], exporters: [debug]}}}
              },
              %s
            }
            """
                .formatted(interval, more),
            OpenTelemetryCollector.class);
    return Collectors.resolved(resource, Collectors.facts(kinds));
  }

  private static List<HasMetadata> planned(
      EffectiveCollector collector, List<HasMetadata> observed, String content) {
    return CollectorPlan.of(collector, observed, content).desired();
  }

  private static PodTemplateSpec template(List<HasMetadata> objects) {
    return objects.stream()
        .flatMap(it -> ObservedWorkload.template(it).stream())
        .findFirst()
        .orElseThrow();
  }
}
