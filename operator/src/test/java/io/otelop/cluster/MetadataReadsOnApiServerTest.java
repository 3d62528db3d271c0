// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otelop.cluster.MetadataReads.Answer;
import io.otelop.cluster.MountedObjects.Presence;
import io.otelop.pod.Owner;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real API server tells of single objects. */
@ExtendWith(ControlPlane.class)
class MetadataReadsOnApiServerTest {

  private final KubernetesClient client;
  private final String namespace;
  private final MetadataReads reads;

  MetadataReadsOnApiServerTest(Cluster cluster) {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.reads = new MetadataReads(client);
  }

  @Test
  void tellsUidAndOwners() {
    var owner = client.resource(configMap("owner").build()).create();
    var owned =
        client
            .resource(
                configMap("owned")
                    .editMetadata()
                    .addNewOwnerReference()
                    .withApiVersion("v1")
                    .withKind("ConfigMap")
                    .withName("owner")
                    .withUid(owner.getMetadata().getUid())
                    .endOwnerReference()
                    .endMetadata()
                    .build())
            .create();

    assertThat(reads.read(MetadataKind.CONFIG_MAP, namespace, "owned").join())
        .isEqualTo(
            new Answer.Found(
                owned.getMetadata().getUid(),
                List.of(new Owner("ConfigMap", "owner", owner.getMetadata().getUid()))));
  }

  @Test
  void tellsThatASecretIsThereOrNot() {
    var secret =
        client
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName("certificate")
                    .endMetadata()
                    .addToStringData("tls.key", "secret")
                    .build())
            .create();

    assertThat(reads.read(MetadataKind.SECRET, namespace, "certificate").join())
        .isEqualTo(new Answer.Found(secret.getMetadata().getUid(), List.of()));
    assertThat(reads.read(MetadataKind.SECRET, namespace, "other").join())
        .isEqualTo(new Answer.Absent());
  }

  @Test
  void whatMayNotBeReadIsNotKnown() {
    var config =
        new ConfigBuilder(client.getConfiguration()).withImpersonateUsername("nobody").build();
    try (var nobody = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThat(new MetadataReads(nobody).read(MetadataKind.SECRET, namespace, "any").join())
          .isEqualTo(new Answer.Unread(403));
      assertThat(new MountedObjects(new MetadataReads(nobody)).look("Secret", namespace, "any"))
          .isEqualTo(Presence.UNKNOWN);
    }
  }

  @Test
  void whatIsCreatedIsSoonKnown() {
    var objects = new MountedObjects(reads);
    assertThat(objects.look("ConfigMap", namespace, "later")).isEqualTo(Presence.ABSENT);
    assertThat(objects.find("ConfigMap", namespace, "later")).isEqualTo(Presence.ABSENT);
    client.resource(configMap("later").build()).create();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> objects.find("ConfigMap", namespace, "later") == Presence.PRESENT);
  }

  @Test
  void aNameThatIsAPathIsNoName() {
    assertThat(reads.read(MetadataKind.JOB, namespace, "../../secrets/certificate").join())
        .isEqualTo(new Answer.Absent());
  }

  private ConfigMapBuilder configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata();
  }
}
