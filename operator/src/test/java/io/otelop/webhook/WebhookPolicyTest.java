// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.otelop.testing.Yaml;
import io.otelop.webhook.Admission.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people may say about the webhook configurations, and what they may not take away. */
class WebhookPolicyTest {

  private static final LabelSelector SHOP =
      new LabelSelectorBuilder().addToMatchLabels("team", "shop").build();

  @Test
  void whereNobodySaysAnythingPodsAreLetInAndCustomResourcesAreNot() {
    var mutation = mutation(WebhookPolicy.STANDARD);

    assertThat(mutation.at("/metadata/name").asText()).isEqualTo("opentelemetry-operator-mutation");
    assertThat(webhook(mutation, Webhook.POD))
        .isEqualTo(
            Yaml.document(
                """
                failurePolicy: Ignore
                timeoutSeconds: 3
                namespaceSelector:
                  matchExpressions:
                    - key: kubernetes.io/metadata.name
                      operator: NotIn
                      values: [kube-system, kube-public, kube-node-lease]
                objectSelector:
                  matchExpressions:
                    - {key: app.kubernetes.io/name, operator: NotIn, values: [opentelemetry-operator]}
                """));
    assertThat(webhook(mutation, Webhook.COLLECTOR_DEFAULTS))
        .isEqualTo(
            Yaml.document(
                "{failurePolicy: Fail, timeoutSeconds: 10, namespaceSelector: {}, objectSelector: {}}"));
  }

  @Test
  void selectorsAreAddedToOurOwnAndApplyToEveryKind() {
    var policy =
        new WebhookPolicy(
            new WebhookPolicy.Names("otel", "z"),
            Failure.DENY,
            Failure.ALLOW,
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            SHOP,
            SHOP);
    var mutation = mutation(policy);
    var validation = tree(configurations(policy).validation(""));

    assertThat(mutation.at("/metadata/name").asText()).isEqualTo("z-otel-mutation");
    assertThat(validation.at("/metadata/name").asText()).isEqualTo("otel-validation");
    assertThat(webhook(mutation, Webhook.POD))
        .isEqualTo(
            Yaml.document(
                """
                failurePolicy: Fail
                timeoutSeconds: 5
                namespaceSelector:
                  matchExpressions:
                    - key: kubernetes.io/metadata.name
                      operator: NotIn
                      values: [kube-system, kube-public, kube-node-lease]
                  matchLabels: {team: shop}
                objectSelector:
                  matchExpressions:
                    - {key: app.kubernetes.io/name, operator: NotIn, values: [opentelemetry-operator]}
                  matchLabels: {team: shop}
                """));
    var ofCollectors =
        Yaml.document(
            """
            failurePolicy: Ignore
            timeoutSeconds: 20
            namespaceSelector: {matchLabels: {team: shop}}
            objectSelector: {matchLabels: {team: shop}}
            """);
    assertThat(webhook(mutation, Webhook.COLLECTOR_DEFAULTS)).isEqualTo(ofCollectors);
    assertThat(webhook(validation, Webhook.COLLECTOR_CHECKS)).isEqualTo(ofCollectors);
  }

  @Test
  void aShortTimeoutIsForPodsTooAndAnswersComeBeforeItEnds() {
    var policy =
        new WebhookPolicy(
            WebhookPolicy.STANDARD.names(),
            Failure.ALLOW,
            Failure.DENY,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            new LabelSelector(),
            new LabelSelector());

    assertThat(webhook(mutation(policy), Webhook.POD).path("timeoutSeconds").asInt()).isEqualTo(1);
    assertThat(policy.deadline(Webhook.POD)).isLessThan(Duration.ofSeconds(1)).isPositive();
  }

  @Test
  void aFaultOfOursHoldsBackNoPodWhateverIsSaid() {
    var policy =
        new WebhookPolicy(
            WebhookPolicy.STANDARD.names(),
            Failure.DENY,
            Failure.ALLOW,
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            new LabelSelector(),
            new LabelSelector());

    assertThat(policy.faults(Webhook.POD)).isEqualTo(Failure.ALLOW);
    assertThat(policy.faults(Webhook.COLLECTOR_CHECKS)).isEqualTo(Failure.ALLOW);
    assertThat(WebhookPolicy.STANDARD.faults(Webhook.COLLECTOR_CHECKS)).isEqualTo(Failure.DENY);
  }

  private static JsonNode mutation(WebhookPolicy policy) {
    return tree(configurations(policy).mutation(""));
  }

  private static WebhookConfigurations configurations(WebhookPolicy policy) {
    return new WebhookConfigurations(
        Webhook.ALL,
        policy,
        new WebhookTarget.ThroughService("ns", "webhook", 443),
        List.of(),
        List.of(),
        PodTarget.ALL,
        Map.of());
  }

  private static JsonNode tree(HasMetadata configuration) {
    return new ObjectMapper().valueToTree(configuration);
  }

  /** What a policy can be seen in. */
  private static JsonNode webhook(JsonNode configuration, Webhook webhook) {
    var found =
        configuration
            .path("webhooks")
            .valueStream()
            .filter(it -> it.path("name").asText().equals(webhook.name()))
            .findFirst()
            .orElseThrow();
    return ((com.fasterxml.jackson.databind.node.ObjectNode) found)
        .retain("failurePolicy", "timeoutSeconds", "namespaceSelector", "objectSelector");
  }
}
