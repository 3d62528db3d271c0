// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PackedObjectsTest {

  private static final ResourceID ALPHA = new ResourceID("alpha", "shop");
  private static final ResourceID BETA = new ResourceID("beta", "shop");

  private final PackedObjects<Service> services =
      new PackedObjects<>(
          Service.class,
          new KubernetesSerialization(),
          service ->
              service.getMetadata().getOwnerReferences().stream()
                  .map(it -> new ResourceID(it.getName(), service.getMetadata().getNamespace()))
                  .collect(Collectors.toSet()));

  @Test
  void anObjectThatNobodyHoldsComesBackEqual() {
    var held = put(service("one", "1", "alpha"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return held.get() == null;
            });

    assertThat(services.get("shop/one")).isEqualTo(service("one", "1", "alpha"));
  }

  @Test
  void whoManagesFieldsIsKeptAndNotWhich() {
    services.put("shop/one", service("one", "1", "alpha"));

    assertThat(services.get("shop/one"))
        .extracting(it -> it.getMetadata().getManagedFields())
        .isEqualTo(List.of(manager()));
  }

  @Test
  void anOwnerHasItsObjectsUntilTheyGoOrBecomeAnothers() {
    services.put("shop/one", service("one", "1", "alpha"));
    services.put("shop/two", service("two", "2", "alpha"));
    assertThat(names(ALPHA)).containsExactlyInAnyOrder("one", "two");

    services.put("shop/two", service("two", "3", "beta"));
    assertThat(names(ALPHA)).containsExactly("one");
    assertThat(names(BETA)).containsExactly("two");

    assertThat(services.remove("shop/one")).isEqualTo(service("one", "1", "alpha"));
    assertThat(names(ALPHA)).isEmpty();
    assertThat(services.keySet()).containsExactly("shop/two");
  }

  @Test
  void aChangeTellsWhatWasThere() {
    services.put("shop/one", service("one", "1", "alpha"));

    assertThat(services.put("shop/one", service("one", "2", "alpha")))
        .isEqualTo(service("one", "1", "alpha"));
    assertThat(services.of(ALPHA)).singleElement().isEqualTo(service("one", "2", "alpha"));
  }

  private WeakReference<Service> put(Service service) {
    services.put("shop/" + service.getMetadata().getName(), service);
    return new WeakReference<>(service);
  }

  private Set<String> names(ResourceID owner) {
    return services.of(owner).map(it -> it.getMetadata().getName()).collect(Collectors.toSet());
  }

  private static Service service(String name, String version, String owner) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .withResourceVersion(version)
        .withOwnerReferences(new OwnerReferenceBuilder().withName(owner).build())
        .withManagedFields(manager())
        .endMetadata()
        .withNewSpec()
        .addNewPort()
        .withPort(4317)
        .withNewTargetPort("grpc")
        .endPort()
        .endSpec()
        .build();
  }

  private static ManagedFieldsEntry manager() {
    return new ManagedFieldsEntryBuilder().withManager("us").withOperation("Apply").build();
  }
}
