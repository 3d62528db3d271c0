// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the definition itself refuses and completes, with no operator near. */
@ExtendWith(ControlPlane.class)
class CollectorRulesOnApiServerTest {

  private final Cluster cluster;

  CollectorRulesOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: sidecar, tolerations: [{operator: Exists}] | the OpenTelemetry Collector mode is set"
            + " to sidecar, which does not support the attribute 'tolerations'",
        "mode: sidecar, priorityClassName: a | the OpenTelemetry Collector mode is set to sidecar,"
            + " which does not support the attribute 'priorityClassName'",
        "mode: sidecar, affinity: {nodeAffinity: {}} | the OpenTelemetry Collector mode is set to"
            + " sidecar, which does not support the attribute 'affinity'",
        "mode: sidecar, additionalContainers: [{name: a}] | the OpenTelemetry Collector mode is set"
            + " to sidecar, which does not support the attribute 'additionalContainers'",
        "volumeClaimTemplates: [{}] | the OpenTelemetry Collector mode is set to deployment, which"
            + " does not support the attribute 'volumeClaimTemplates'",
        "mode: daemonset, persistentVolumeClaimRetentionPolicy: {} | the OpenTelemetry Collector"
            + " mode is set to daemonset, which does not support the attribute"
            + " 'persistentVolumeClaimRetentionPolicy'",
        "autoscaler: {minReplicas: 2} | autoscaler.minReplicas needs autoscaler.maxReplicas",
        "autoscaler: {minReplicas: 3, maxReplicas: 2} | autoscaler.minReplicas is more than",
        "replicas: 3, autoscaler: {maxReplicas: 2} | replicas is more than autoscaler.maxReplicas",
        "targetAllocator: {enabled: true} | the OpenTelemetry Collector mode is set to deployment,"
            + " which does not support the target allocation deployment",
        "mode: pod | Unsupported value",
        "configVersions: 0 | greater than or equal to 1",
        "ports: [{name: a, port: 1, hostPort: 65536}] | less than or equal to 65535",
        "livenessProbe: {timeoutSeconds: 0} | greater than or equal to 1",
        "ingress: {type: door} | Unsupported value",
        "httpRoute: {enabled: true} | httpRoute.gateway: Required value"
      })
  void isRefused(String fields, String message) {
    assertThatThrownBy(() -> cluster.apply(collector("refused", fields)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theModeCannotChange() {
    cluster.apply(collector("steady", "replicas: 1"));

    assertThatThrownBy(() -> cluster.apply(collector("steady", "mode: daemonset")))
        .hasMessageContaining(
            "the OpenTelemetry Collector mode is set to deployment, which does not support"
                + " modification");
    cluster.apply(collector("steady", "mode: deployment"));
  }

  @Test
  void theModeAndWhatElseEverybodyHasIsShown() {
    cluster.apply(collector("plain", "image: a"));

    var spec =
        cluster
            .client()
            .resources(OpenTelemetryCollector.class)
            .inNamespace(cluster.namespace())
            .withName("plain")
            .require()
            .getSpec();
    assertThat(spec.mode()).isEqualTo("deployment");
    assertThat(spec.upgradeStrategy()).isEqualTo("automatic");
    assertThat(spec.managementState()).isEqualTo("managed");
    assertThat(spec.replicas()).isEqualTo(1);
    assertThat(spec.configVersions()).isEqualTo(3);
    assertThat(spec.ipFamilyPolicy()).isEqualTo("SingleStack");
  }

  private String collector(String name, String fields) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s, namespace: %s}
    spec:
      {%s, config: {receivers: {a: {}}, exporters: {b: {}}, service: {pipelines: {}}}}
    """
        .formatted(name, cluster.namespace(), fields);
  }
}
