// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.testing.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
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
  void aLongListIsConvertedAndAnObjectThatIsTooMuchIsNot() {
    var object = "{\"apiVersion\": \"g/v1\", \"spec\": [" + "1,".repeat(99) + "1]}";
    var all = String.join(",", Collections.nCopies(5_000, object));

    var reply = ENDPOINT.reply(bytes(review(all)));
    assertThat(reply.code()).isEqualTo(200);
    assertThat(Yaml.document(text(reply)).at("/response/convertedObjects")).hasSize(5_000);

    var dense = "{\"spec\": [" + "{},".repeat(1_000_000) + "1]}";
    assertThat(ENDPOINT.reply(bytes(review(dense))).code()).isEqualTo(413);
  }

  @Test
  void theOrderOfMembersIsFree() {
    var reply =
        ENDPOINT.reply(
            bytes(
                """
                {"request": {"objects": [{"metadata": {"name": "good"}}], "other": {"uid": "no"},
                  "desiredAPIVersion": "g/v2", "uid": "u"}, "kind": "ConversionReview"}
                """));

    assertThat(Yaml.document(text(reply)).at("/response/uid").asText()).isEqualTo("u");
    assertThat(Yaml.document(text(reply)).at("/response/convertedObjects/0/apiVersion").asText())
        .isEqualTo("g/v2");
  }

  @Test
  void aReviewOfNothingIsAnswered() {
    var reply = ENDPOINT.reply(bytes("{\"kind\": \"ConversionReview\", \"request\": {}}"));

    assertThat(reply.code()).isEqualTo(200);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("\"Success\"");
  }

  private static String review(String objects) {
    return """
        {"kind": "ConversionReview", "request": {
          "uid": "u", "desiredAPIVersion": "g/v2", "objects": [%s]}}
        """
        .formatted(objects);
  }

  private static String text(Endpoint.Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
