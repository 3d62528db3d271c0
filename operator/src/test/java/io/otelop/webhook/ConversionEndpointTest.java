// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.testing.Yaml;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionEndpointTest {

  /** Fails for one of the objects. */
  private static final ConversionEndpoint ENDPOINT =
      new ConversionEndpoint(
          (object, version) -> {
            if (object.path("metadata").path("name").asText().equals("bad")) {
              throw new IllegalStateException("on purpose");
            }
            return ((ObjectNode) object.deepCopy()).put("apiVersion", version).put("new", true);
          });

  @Test
  void anObjectThatMakesUsFailDoesNotTakeTheOthersWithIt() {
    var reply =
        ENDPOINT.reply(
            bytes(
                """
                {"apiVersion": "apiextensions.k8s.io/v1", "kind": "ConversionReview", "request": {
                  "uid": "u", "desiredAPIVersion": "g/v2", "objects": [
                    {"apiVersion": "g/v1", "metadata": {"name": "good"}},
                    {"apiVersion": "g/v1", "metadata": {"name": "bad"}, "spec": 1}]}}
                """));

    assertThat(reply.code()).isEqualTo(200);
    JsonNode response =
        Yaml.document(new String(reply.body(), StandardCharsets.UTF_8)).path("response");
    assertThat(response.path("uid").asText()).isEqualTo("u");
    assertThat(response.at("/result/status").asText()).isEqualTo("Success");
    assertThat(response.path("convertedObjects"))
        .isEqualTo(
            Yaml.document(
                """
                - {apiVersion: g/v2, metadata: {name: good}, new: true}
                - {apiVersion: g/v2, metadata: {name: bad}, spec: 1}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"kind\": \"AdmissionReview\", \"request\": {}}",
        "{\"kind\": \"ConversionReview\"}"
      })
  void whatIsNoReviewIsABadRequest(String body) {
    assertThat(ENDPOINT.reply(bytes(body)).code()).isEqualTo(400);
  }

  @Test
  void aReviewOfNothingIsAnswered() {
    var reply = ENDPOINT.reply(bytes("{\"kind\": \"ConversionReview\", \"request\": {}}"));

    assertThat(reply.code()).isEqualTo(200);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("\"Success\"");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
