// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.otelop.crds.opampbridge.OpAMPBridge;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An OpAMP bridge, made with the rights that the chart gives. There is no image of the bridge here:
 * its pod waits for one, and everything around it is in place.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpAMPBridgeTest {

  private static final String BRIDGE = "fleet-opamp-bridge";
  private static final String ROLE = "opentelemetry-operator-opamp-bridge";

  private final Lab lab = Lab.of(OpAMPBridgeTest.class);

  @AfterAll
  void close() {
    lab.client().rbac().clusterRoleBindings().withName(BRIDGE).delete();
    lab.close();
  }

  @Test
  void everythingAroundItsPodIsMadeAndItsPermissionsAreTold() {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: OpAMPBridge
        metadata: {name: fleet}
        spec:
          endpoint: wss://opamp.example.com/v1/opamp
          image: localhost/no-such-bridge:1
          capabilities: {ReportsHealth: true}
          volumes: [{name: more, emptyDir: {}}]
          volumeMounts: [{name: more, mountPath: /more}]
        """);

    var client = lab.client();
    var space = lab.namespace();
    Lab.eventually(
        () ->
            assertThat(conditions())
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
                .contains(
                    tuple("Ready", "False", "BridgeNotReady"),
                    tuple("Permitted", "False", "BridgePermissionsMissing")));
    assertThat(client.configMaps().inNamespace(space).withName(BRIDGE).require().getData().values())
        .singleElement()
        .asString()
        .contains("endpoint: wss://opamp.example.com/v1/opamp", "ReportsStatus: true");
    assertThat(client.services().inNamespace(space).withName(BRIDGE).get()).isNotNull();
    assertThat(client.serviceAccounts().inNamespace(space).withName(BRIDGE).get()).isNotNull();
    Lab.eventually(
        () ->
            assertThat(
                    client
                        .pods()
                        .inNamespace(space)
                        .withLabel("app.kubernetes.io/component", "opentelemetry-opamp-bridge")
                        .list()
                        .getItems())
                .singleElement()
                .satisfies(pod -> assertThat(pod.getSpec().getNodeName()).isNotEmpty()));

    client
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(BRIDGE)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", ROLE)
                .addNewSubject("", "ServiceAccount", BRIDGE, space)
                .build())
        .create();

    Lab.eventually(
        () ->
            assertThat(conditions())
                .extracting(Condition::getType, Condition::getStatus)
                .contains(tuple("Permitted", "True")));
  }

  private List<Condition> conditions() {
    return Objects.requireNonNull(
        lab.client()
            .resources(OpAMPBridge.class)
            .inNamespace(lab.namespace())
            .withName("fleet")
            .require()
            .getStatus()
            .conditions());
  }
}
