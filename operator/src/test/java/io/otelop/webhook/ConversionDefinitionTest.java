// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.otelop.testing.Yaml;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** From every state that a definition may be in to the one that is wanted, in one patch. */
class ConversionDefinitionTest {

  private static final String BUNDLE =
      "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n";

  private static final ConversionDefinition INSIDE =
      new ConversionDefinition(new WebhookTarget.ThroughService("ns", "conv", 443), "v1alpha1", "");

  private static final ConversionDefinition OUTSIDE =
      new ConversionDefinition(
          new WebhookTarget.AtUrl(URI.create("https://198.18.0.1:9443")), "v1alpha1", "");

  private static final JsonNode AS_APPLIED =
      Yaml.document(
          """
          metadata: {name: a, resourceVersion: "7"}
          spec:
            conversion: {strategy: None}
            versions:
              - {name: v1beta1, served: true, storage: true}
              - {name: v1alpha1, served: false, storage: false}
          """);

  private static final JsonNode OF_THE_GO_OPERATOR =
      Yaml.document(
          """
          metadata:
            name: a
            resourceVersion: "8"
            annotations: {cert-manager.io/inject-ca-from: ns/serving-cert, mine: kept}
          spec:
            conversion:
              strategy: Webhook
              webhook:
                conversionReviewVersions: [v1alpha1, v1beta1]
                clientConfig:
                  caBundle: b2xk
                  service: {namespace: old, name: webhook-service, path: /convert, port: 443}
            versions:
              - {name: v1alpha1, served: true, storage: false}
              - {name: v1beta1, served: true, storage: true}
          """);

  @Test
  void anAppliedDefinitionIsMadeToConvertAndServesTheOlderVersion() {
    var converting = registered(INSIDE, AS_APPLIED);

    assertThat(converting.at("/spec/versions/1/served").asBoolean()).isTrue();
    assertThat(converting.at("/spec/conversion"))
        .isEqualTo(
            Yaml.document(
                """
                strategy: Webhook
                webhook:
                  conversionReviewVersions: [v1]
                  clientConfig:
                    caBundle: %s
                    service: {namespace: ns, name: conv, path: /convert, port: 443}
                """
                    .formatted(
                        Base64.getEncoder()
                            .encodeToString(BUNDLE.getBytes(StandardCharsets.US_ASCII)))));
    assertThat(INSIDE.registered(converting, BUNDLE)).as("nothing more to do").isEmpty();
  }

  @Test
  void theDefinitionOfTheGoOperatorIsTakenOver() {
    var converting = registered(OUTSIDE, OF_THE_GO_OPERATOR);

    assertThat(converting.at("/spec/conversion/webhook/clientConfig/url").asText())
        .isEqualTo("https://198.18.0.1:9443/convert");
    assertThat(converting.at("/spec/conversion/webhook/clientConfig").has("service")).isFalse();
    assertThat(converting.at("/metadata/annotations").toString()).isEqualTo("{\"mine\":\"kept\"}");
    assertThat(converting.at("/spec/versions")).isEqualTo(OF_THE_GO_OPERATOR.at("/spec/versions"));
  }

  @Test
  void anotherAuthorityIsTold() {
    var converting = registered(INSIDE, AS_APPLIED);

    assertThat(INSIDE.registered(converting, BUNDLE.replace("YQ", "Yg"))).isPresent();
  }

  @Test
  void itIsWithdrawnWhereNobodyConvertsAnyMore() {
    var withdrawn =
        JsonPatch.apply(
            OUTSIDE.withdrawn(registered(OUTSIDE, AS_APPLIED)).orElseThrow(),
            registered(OUTSIDE, AS_APPLIED));

    assertThat(withdrawn).isEqualTo(AS_APPLIED);
    assertThat(OUTSIDE.withdrawn(AS_APPLIED)).isEmpty();
  }

  @Test
  void aChangeThatSomebodyElseMadeMeanwhileIsNotOverwritten() {
    assertThat(INSIDE.registered(AS_APPLIED, BUNDLE).orElseThrow().get(0))
        .isEqualTo(Yaml.document("{op: test, path: /metadata/resourceVersion, value: '7'}"));
  }

  private static JsonNode registered(ConversionDefinition by, JsonNode definition) {
    return JsonPatch.apply(by.registered(definition, BUNDLE).orElseThrow(), definition);
  }
}
