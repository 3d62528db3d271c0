// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ConversionReviews of {@code apiextensions.k8s.io/v1}. One object that cannot be converted would
 * take all others with it, and with them every list and watch of the kind: so one that makes us
 * fail is handed back under the wanted version and nothing else is changed. Contract: the page
 * "Versions in CustomResourceDefinitions" of the Kubernetes documentation.
 */
public final class ConversionEndpoint implements Endpoint {

  /** Where it is served. */
  public static final String PATH = "/convert";

  private static final String API_VERSION = "apiextensions.k8s.io/v1";
  private static final String KIND = "ConversionReview";

  /** A review holds a whole page of a list. */
  private static final int MAX_BODY = 64 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ConversionEndpoint.class);
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Conversion conversion;

  /** An endpoint; it holds no state of its own. */
  public ConversionEndpoint(Conversion conversion) {
    this.conversion = conversion;
  }

  @Override
  public int maxBody() {
    return MAX_BODY;
  }

  @Override
  public Reply reply(byte[] body) {
    JsonNode review;
    try {
      review = JSON.readTree(body);
    } catch (IOException notJson) {
      return Reply.text(400, "the body is not JSON");
    }
    if (!review.path("kind").asText().equals(KIND) || !review.path("request").isObject()) {
      return Reply.text(400, "a " + API_VERSION + " " + KIND + " is wanted");
    }
    return Reply.json(200, bytes(answer(review.path("request"))));
  }

  private ObjectNode answer(JsonNode request) {
    var wanted = request.path("desiredAPIVersion").asText();
    var answer = JSON.createObjectNode().put("apiVersion", API_VERSION).put("kind", KIND);
    var response = answer.putObject("response").put("uid", request.path("uid").asText());
    response.putObject("result").put("status", "Success");
    var converted = response.putArray("convertedObjects");
    request.path("objects").forEach(object -> converted.add(convert(object, wanted)));
    return answer;
  }

  private JsonNode convert(JsonNode object, String wanted) {
    try {
      return conversion.convert(object, wanted);
    } catch (RuntimeException fault) {
      // One of the edges where everything is caught, see above.
      LOG.atError()
          .addKeyValue("kind", object.path("kind").asText())
          .addKeyValue("namespace", object.path("metadata").path("namespace").asText())
          .addKeyValue("name", object.path("metadata").path("name").asText())
          .setCause(fault)
          .log("Conversion failed");
      return object.isObject()
          ? ((ObjectNode) object.deepCopy()).put("apiVersion", wanted)
          : object;
    }
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (IOException impossible) {
      throw new IllegalStateException("a JSON tree could not be written", impossible);
    }
  }
}
