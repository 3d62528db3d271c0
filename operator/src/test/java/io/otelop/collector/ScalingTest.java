// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.otelop.collector.child.Children;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {

  /** Columns: the spec, what the HorizontalPodAutoscaler says now, what it shall say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: 2, autoscaler: {maxReplicas: 9}                  |   | 2
          replicas: 6, autoscaler: {maxReplicas: 9}                  | 2 | 2
          replicas: 1, autoscaler: {maxReplicas: 1}                  | 2 | 1
          replicas: 6, autoscaler: {minReplicas: 4, maxReplicas: 9}  |   | 4
          replicas: 6, autoscaler: {minReplicas: 4, maxReplicas: 9}  | 2 | 4
          """)
  void theLeastOfAnAutoscalerIsThatOfTheSpecOrOfTheBeginning(
      String spec, Integer live, int wanted) {
    var collector = Collectors.resolved("", spec);
    var observed = Children.of(collector);
    one(HorizontalPodAutoscaler.class, observed).getSpec().setMinReplicas(live);

    var desired =
        Scaling.leaveToOthers(
            Children.of(collector), collector, live == null ? List.of() : observed);

    assertThat(one(HorizontalPodAutoscaler.class, desired).getSpec().getMinReplicas())
        .isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"kube-controller-manager, scale", "keda, scale", "keda-operator, scale"})
  void whatAnAutoscalerWroteIntoAWorkloadStays(String manager, String subresource) {
    assertThat(replicas("deployment", manager, subresource)).isNull();
    assertThat(replicas("statefulset", manager, subresource)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"kubectl, scale", "kube-controller-manager, status", "kube-controller-manager,"})
  void whatAnybodyElseWroteDoesNot(String manager, String subresource) {
    assertThat(replicas("deployment", manager, subresource)).isEqualTo(3);
    assertThat(replicas("statefulset", manager, subresource)).isEqualTo(3);
  }

  @Test
  void anAutoscalerThatScalesTheCustomResourceIsFollowed() {
    var collector = Collectors.resolved("", "replicas: 5, autoscaler: {maxReplicas: 9}");

    var desired = Scaling.leaveToOthers(Children.of(collector), collector, Children.of(collector));

    assertThat(one(Deployment.class, desired).getSpec().getReplicas()).isEqualTo(5);
  }

  /** The number of pods that is asked for where somebody has written to the workload. */
  private static Integer replicas(String mode, String manager, String subresource) {
    var collector = Collectors.resolved("", "mode: " + mode + ", replicas: 3");
    var observed = Children.of(collector);
    observed.forEach(
        it ->
            it.getMetadata()
                .setManagedFields(
                    List.of(
                        new ManagedFieldsEntryBuilder()
                            .withManager(manager)
                            .withSubresource(subresource)
                            .build())));
    var desired = Scaling.leaveToOthers(Children.of(collector), collector, observed);
    return mode.equals("deployment")
        ? one(Deployment.class, desired).getSpec().getReplicas()
        : one(StatefulSet.class, desired).getSpec().getReplicas();
  }

  private static <T extends HasMetadata> T one(Class<T> kind, List<HasMetadata> objects) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
  }
}
