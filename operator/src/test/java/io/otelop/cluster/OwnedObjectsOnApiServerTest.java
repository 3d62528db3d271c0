// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of an owner's objects in a real cluster, with the client that the operator uses. */
@ExtendWith(ControlPlane.class)
class OwnedObjectsOnApiServerTest {

  private final Cluster cluster;
  private final KubernetesClient client;
  private final OwnedObjects owned;
  private HasMetadata ownerObject;

  OwnedObjectsOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = OperatorClient.open(cluster.client().getConfiguration(), Map.of());
    this.owned = new OwnedObjects(client);
    this.ownerObject = new ConfigMap();
  }

  @BeforeEach
  void anOwner() {
    ownerObject =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withGenerateName("owner-")
                    .withNamespace(cluster.namespace())
                    .endMetadata()
                    .build())
            .create();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void whatIsNoLongerWantedOfAnObjectGoes() {
    sync(List.of(configMap("two", Map.of("a", "1", "b", "2"))), List.of());
    var first = read("two");
    sync(List.of(configMap("two", Map.of("a", "1"))), List.of(first));
    var second = read("two");
    sync(List.of(configMap("two", Map.of("c", "3"))), List.of(second));

    assertThat(first.getData()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(second.getData()).isEqualTo(Map.of("a", "1"));
    assertThat(read("two").getData()).isEqualTo(Map.of("c", "3"));
  }

  @Test
  void whatOthersAddToAnObjectStays() {
    sync(List.of(configMap("shared", Map.of("a", "1"))), List.of());
    cluster
        .client()
        .resource(read("shared"))
        .edit(
            it -> {
              it.getMetadata().getLabels().put("theirs", "yes");
              return it;
            });
    sync(List.of(configMap("shared", Map.of("a", "2"))), List.of(read("shared")));

    assertThat(read("shared").getData()).isEqualTo(Map.of("a", "2"));
    assertThat(read("shared").getMetadata().getLabels()).containsEntry("theirs", "yes");
  }

  @Test
  void anObjectOfSomebodyElseIsNotTouched() {
    var theirs =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("theirs")
                    .withNamespace(cluster.namespace())
                    .endMetadata()
                    .withData(Map.of("x", "y"))
                    .build())
            .create();

    var report = sync(List.of(configMap("theirs", Map.of("x", "y"))), List.of());

    assertThat(report.foreign()).containsExactly(ObjectKey.of(theirs));
    assertThat(read("theirs").getMetadata().getResourceVersion())
        .isEqualTo(theirs.getMetadata().getResourceVersion());
  }

  @Test
  void onlyItsOwnLastWriteIsItsOwn() {
    var report = sync(List.of(configMap("mine", Map.of("a", "1"))), List.of());
    var created = read("mine");
    var edited =
        cluster
            .client()
            .resource(created)
            .edit(it -> new ConfigMapBuilder(it).addToData("b", "2").build());

    assertThat(report.applied()).hasSize(1);
    assertThat(owned.isOwnWrite(created)).isTrue();
    assertThat(owned.isOwnCreation(created)).isTrue();
    assertThat(owned.isOwnWrite(edited)).isFalse();
    assertThat(owned.isOwnCreation(edited)).isFalse();
  }

  @Test
  void theCacheOfAnObjectHasNoFieldsOfItsManagers() {
    sync(List.of(configMap("lean", Map.of("a", "1"))), List.of());

    assertThat(read("lean").getMetadata().getManagedFields())
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.getFieldsV1()).isNull());
  }

  /** Two ports of one name contradict each other, and one program does not take away another's. */
  @Test
  void whatAnotherProgramHasWrittenDoesNotStandInTheWay() {
    sync(List.of(service(1)), List.of());
    client
        .services()
        .inNamespace(cluster.namespace())
        .withName("ports")
        .edit(
            it -> {
              it.getMetadata().getLabels().put("theirs", "yes");
              it.getSpec().getPorts().getFirst().setPort(2);
              return it;
            });
    var edited = client.resource(service(1)).get();

    var planned = new PlannedWrites(client).ofOperator(service(3), owner());
    sync(List.of(service(3)), List.of(edited));

    assertThat(planned.action()).isEqualTo(PlannedWrites.Action.CHANGE);
    assertThat(planned.remark()).contains("another program", "Duplicate value");
    var now = client.resource(service(1)).get();
    assertThat(now.getSpec().getPorts()).extracting(port -> port.getPort()).containsExactly(3);
    assertThat(now.getMetadata().getLabels()).containsEntry("theirs", "yes");
  }

  private Service service(int port) {
    return new ServiceBuilder()
        .withMetadata(configMap("ports", Map.of()).getMetadata())
        .withNewSpec()
        .addNewPort()
        .withName("one")
        .withPort(port)
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }

  private Owner owner() {
    return new Owner(ownerObject.getMetadata().getUid(), "ConfigMap/owner");
  }

  private SyncReport sync(List<HasMetadata> desired, List<HasMetadata> observed) {
    return owned.sync(owner(), desired, observed);
  }

  private ConfigMap read(String name) {
    return client.configMaps().inNamespace(cluster.namespace()).withName(name).require();
  }

  private ConfigMap configMap(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(cluster.namespace())
        .addToLabels("ours", "yes")
        .addNewOwnerReference()
        .withApiVersion("v1")
        .withKind("ConfigMap")
        .withName(ownerObject.getMetadata().getName())
        .withUid(ownerObject.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withData(data)
        .build();
  }
}
