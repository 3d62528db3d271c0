// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.otelop.crds.targetallocator.TargetAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A collector with a target allocator inside, made with the rights that the chart gives. There is
 * no image of the allocator here: its pod waits for one, and everything around it is in place.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetAllocatorTest {

  private static final String ALLOCATOR = "sharing-targetallocator";

  private final Lab lab = Lab.of(TargetAllocatorTest.class);

  @AfterAll
  void close() {
    lab.close();
  }

  @Test
  void aCollectorRunsBesideItsAllocator() {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: sharing}
        spec:
          mode: statefulset
          targetAllocator:
            enabled: true
            image: "localhost/no-such-allocator:1"
            prometheusCR: {enabled: true, serviceMonitorSelector: {}}
          networkPolicy: {enabled: true}
          config:
            receivers:
              prometheus:
                config:
                  scrape_configs:
                    - {job_name: itself, static_configs: [{targets: ["localhost:8888"]}]}
            exporters: {debug: {}}
            service: {pipelines: {metrics: {receivers: [prometheus], exporters: [debug]}}}
        """);

    lab.awaitCollector("sharing");

    assertThat(configOf("sharing")).contains("http://" + ALLOCATOR).doesNotContain("job_name");
    Lab.eventually(
        () ->
            assertThat(
                    lab.client()
                        .resources(TargetAllocator.class)
                        .inNamespace(lab.namespace())
                        .withName("sharing")
                        .require()
                        .getStatus()
                        .conditions())
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
                .contains(tuple("Ready", "False", "AllocatorNotReady")));
    var client = lab.client();
    var space = lab.namespace();
    assertThat(
            client.configMaps().inNamespace(space).withName(ALLOCATOR).require().getData().values())
        .singleElement()
        .asString()
        .contains("job_name: itself", "app.kubernetes.io/instance: " + space + ".sharing");
    assertThat(client.services().inNamespace(space).withName(ALLOCATOR).get()).isNotNull();
    assertThat(client.serviceAccounts().inNamespace(space).withName(ALLOCATOR).get()).isNotNull();
    itsPodsMay("list", "monitoring.coreos.com", "servicemonitors");
    itsPodsMay("watch", "", "pods");
    assertThat(
            client.network().v1().networkPolicies().inNamespace(space).list().getItems().stream()
                .filter(it -> it.getMetadata().getName().startsWith(ALLOCATOR)))
        .hasSize(1);
  }

  /** What the operator has granted, which it must hold itself. */
  private void itsPodsMay(String verb, String group, String resource) {
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + lab.namespace() + ":" + ALLOCATOR)
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(resource)
            .endResourceAttributes()
            .endSpec()
            .build();
    Lab.eventually(
        () ->
            assertThat(lab.client().resource(review).create().getStatus().getAllowed())
                .as("%s %s", verb, resource)
                .isTrue());
  }

  private String configOf(String collector) {
    return lab.client().configMaps().inNamespace(lab.namespace()).list().getItems().stream()
        .filter(it -> it.getMetadata().getName().startsWith(collector + "-collector-"))
        .flatMap(it -> it.getData().values().stream())
        .findFirst()
        .orElseThrow();
  }
}
