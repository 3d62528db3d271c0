// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "mode: daemonset, targetAllocator: {enabled: true, allocationStrategy: least-weighted} |"
            + " does not go with the mode daemonset",
        "mode: statefulset, targetAllocator: {enabled: true, allocationStrategy: per-node} |"
            + " does not go with the mode statefulset",
        "mode: sidecar, ingress: {type: ingress} | does not support the attribute 'ingress.type'",
        "ingress: {type: ingress, ruleType: subdomain} | spec.ingress.hostname",
        "ingress: {ruleType: subdomain, hostname: '*'} | is no host name that subdomains can be",
        "daemonSetUpdateStrategy: {type: OnDelete} | the OpenTelemetry Collector mode is set to"
            + " deployment, which does not support the attribute 'daemonSetUpdateStrategy.type'",
        "mode: daemonset, deploymentUpdateStrategy: {type: Recreate} | which does not support the"
            + " attribute 'deploymentUpdateStrategy.type'",
        "configFrom: ConfigMap | which does not support the attribute 'configFrom'",
        "autoscaler: {maxReplicas: 2, behavior: {scaleUp: {stabilizationWindowSeconds: -1}}} |"
            + " scaleUp.stabilizationWindowSeconds: Invalid value: is not between 0 and 3600",
        "autoscaler: {maxReplicas: 2, behavior: {scaleDown: {stabilizationWindowSeconds: 3601}}} |"
            + " scaleDown.stabilizationWindowSeconds: Invalid value: is not between 0 and 3600",
        "autoscaler: {maxReplicas: 2, metrics: [{type: Object}]} | has a type that is not Pods",
        "autoscaler: {maxReplicas: 2, metrics: [{type: Pods}]} | has a target whose type is neither",
        "ports: [{port: 1}] | is not the name of a port",
        "ports: [{name: '1-2', port: 1}] | \"1-2\" is not the name of a port",
        "ports: [{name: a-longer-name-1, port: 1}, {name: a--b, port: 1}] | spec.ports[1].name",
        "ports: [{name: a, port: 65536}] | less than or equal to 65535",
        "ports: [{name: a, port: 0}] | spec.ports[0].port",
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

  /** The Go operator looks no further where there is one, so such objects may be stored. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "autoscaler: {maxReplicas: 2}, ingress: {ruleType: subdomain}",
        "autoscaler: {maxReplicas: 2}, daemonSetUpdateStrategy: {type: OnDelete}",
        "autoscaler: {behavior: {scaleUp: {stabilizationWindowSeconds: -1}}}",
        "ingress: {type: ingress, ruleType: subdomain, hostname: example.com}",
        "mode: daemonset, targetAllocator: {enabled: true, allocationStrategy: per-node}",
        "mode: daemonset, daemonSetUpdateStrategy: {type: OnDelete}",
        "mode: sidecar, configFrom: ConfigMap",
        "ports: [{name: grpc-4317, port: 4317}]"
      })
  void isTaken(String fields) {
    var name = "taken-" + Integer.toHexString(fields.hashCode());
    assertThatCode(() -> cluster.apply(collector(name, fields))).doesNotThrowAnyException();
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
