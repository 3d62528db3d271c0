// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.child.ApiKind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serviceAccount: a                                                             | ServiceAccount        | spec.serviceAccount
          env: [{name: X, valueFrom: {secretKeyRef: {name: a, key: k}}}]                | Secret                | spec.env[0].valueFrom.secretKeyRef.name
          env: [{name: Y}, {name: X, valueFrom: {configMapKeyRef: {name: a, key: k}}}]  | ConfigMap             | spec.env[1].valueFrom.configMapKeyRef.name
          envFrom: [{secretRef: {name: a}}]                                             | Secret                | spec.envFrom[0].secretRef.name
          envFrom: [{prefix: X}, {configMapRef: {name: a}}]                             | ConfigMap             | spec.envFrom[1].configMapRef.name
          volumes: [{name: v, secret: {secretName: a}}]                                 | Secret                | spec.volumes[0].secret.secretName
          volumes: [{name: w, emptyDir: {}}, {name: v, configMap: {name: a}}]           | ConfigMap             | spec.volumes[1].configMap.name
          volumes: [{name: v, persistentVolumeClaim: {claimName: a}}]                   | PersistentVolumeClaim | spec.volumes[0].persistentVolumeClaim.claimName
          initContainers: [{name: x}, {name: y, env: [{name: X, valueFrom: {secretKeyRef: {name: a, key: k}}}]}] | Secret | spec.initContainers[1].env[0].valueFrom.secretKeyRef.name
          additionalContainers: [{name: x, envFrom: [{configMapRef: {name: a}}]}] | ConfigMap | spec.additionalContainers[0].envFrom[0].configMapRef.name
          volumes: [{name: v, projected: {sources: [{downwardAPI: {}}, {secret: {name: a}}]}}] | Secret | spec.volumes[0].projected.sources[1].secret.name
          volumes: [{name: v, projected: {sources: [{configMap: {name: a}}, {secret: {name: b, optional: true}}]}}] | ConfigMap | spec.volumes[0].projected.sources[0].configMap.name
          configmaps: [{name: a, mountpath: /m}]                                        | ConfigMap             | spec.configmaps[0].name
          """)
  void whatPodsCannotStartWithoutIsFoundWithItsField(String spec, String kind, String field) {
    assertThat(Reference.of(Collectors.resolved("", "mode: deployment, " + spec)))
        .containsExactly(new Reference(kind, "a", field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          env: [{name: X, value: v}, {name: Y, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
          env: [{name: X, valueFrom: {secretKeyRef: {name: a, key: k, optional: true}}}]
          env: [{name: X, valueFrom: {configMapKeyRef: {name: a, key: k, optional: true}}}]
          envFrom: [{secretRef: {name: a, optional: true}}, {configMapRef: {name: a, optional: true}}]
          volumes: [{name: v, secret: {secretName: a, optional: true}}]
          volumes: [{name: v, configMap: {name: a, optional: true}}, {name: w, hostPath: {path: /x}}]
          serviceAccount: ''
          """)
  void whatPodsCanStartWithoutIsNotMissed(String spec) {
    assertThat(Reference.of(Collectors.resolved("", "mode: deployment, " + spec))).isEmpty();
  }

  @Test
  void aTargetAllocatorIsNeededOnlyWhereTheClusterKnowsTheKindAndItIsNotTheCollectorsOwn() {
    var label = "opentelemetry.io/target-allocator: shared";
    var kind = Set.of(ApiKind.TARGET_ALLOCATOR);

    assertThat(Reference.of(Collectors.resolved(label, "mode: statefulset", kind)))
        .containsExactly(
            new Reference(
                "TargetAllocator", "shared", "metadata.labels[opentelemetry.io/target-allocator]"));
    assertThat(Reference.of(Collectors.resolved(label, "mode: statefulset"))).isEmpty();
    assertThat(Reference.of(Collectors.resolved("", "mode: statefulset", kind))).isEmpty();
    assertThat(Reference.of(Collectors.resolved(label, "mode: sidecar", kind))).isEmpty();
  }
}
