// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second operator that somebody installs by mistake, beside one that works. */
class SecondOperatorTest {

  private static final String RELEASE = "second";
  private static final String NAMESPACE = "e2e-second-operator-system";

  private final Lab lab = Lab.of(SecondOperatorTest.class);

  @AfterEach
  void close() {
    Chart.uninstall(RELEASE, NAMESPACE);
    lab.client().namespaces().withName(NAMESPACE).delete();
    lab.close();
  }

  @Test
  void standsByAndSaysSoWhileTheFirstGoesOn() throws Exception {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: any}
        spec: {sampler: {type: always_on}}
        """);
    var before = keepers();
    try (var pods = PodStream.start(lab, "any")) {
      Chart.installAgain(RELEASE, NAMESPACE, "crds.create=false");

      Lab.eventually(
          () ->
              assertThat(events())
                  .anySatisfy(
                      event -> {
                        assertThat(event.getReason()).isEqualTo("OtherOperator");
                        assertThat(event.getRegarding().getName())
                            .isEqualTo(second().getMetadata().getName());
                        assertThat(event.getNote())
                            .contains("Service " + Chart.NAMESPACE + "/")
                            .contains("this one stands by");
                      }));
      assertThat(second().getStatus().getConditions())
          .filteredOn(condition -> condition.getType().equals("Ready"))
          .allMatch(condition -> condition.getStatus().equals("False"));
      Lab.eventually(
          () ->
              assertThat(log(second()))
                  .contains("another operator keeps the webhooks of this cluster"));
      pods.endsWell();
    }
    assertThat(keepers()).isEqualTo(before);
  }

  /** The webhooks there are, and whom each of them calls. */
  private Map<String, WebhookClientConfig> keepers() {
    return lab
        .client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .list()
        .getItems()
        .stream()
        .flatMap(it -> it.getWebhooks().stream())
        .collect(toMap(MutatingWebhook::getName, MutatingWebhook::getClientConfig));
  }

  private List<Event> events() {
    return lab.client().events().v1().events().inNamespace(NAMESPACE).list().getItems();
  }

  private Pod second() {
    return lab.client().pods().inNamespace(NAMESPACE).list().getItems().getFirst();
  }

  private String log(Pod pod) {
    return lab.client()
        .pods()
        .inNamespace(NAMESPACE)
        .withName(pod.getMetadata().getName())
        .getLog();
  }
}
