// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a CustomResourceDefinition must say so that the API server has objects converted, as a JSON
 * Patch of what it says. The definition as users apply it says nothing of it: it serves no version
 * that needs a conversion, so it can be applied before there is an operator and without one. An
 * operator that converts adds where it is called, and serves the older version. Pure.
 *
 * @param target where it is called
 * @param version that is served only where it can be converted
 * @param injectedFrom the Certificate of cert-manager whose authority cert-manager itself writes
 *     there, as namespace/name; empty where this operator does
 */
public record ConversionDefinition(WebhookTarget target, String version, String injectedFrom) {

  /** What cert-manager goes by to write an authority there. */
  private static final String INJECTION = "cert-manager.io/inject-ca-from";

  private static final String ANNOTATIONS = "/metadata/annotations";
  private static final String LIVE_BUNDLE = "/spec/conversion/webhook/clientConfig/caBundle";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * The changes that let the API server call us.
   *
   * @param bundle what it is to trust
   * @return empty where nothing is to be changed
   */
  Optional<ArrayNode> registered(JsonNode definition, String bundle) {
    var patch = patch(definition, conversion(trusted(definition, bundle)), true);
    var annotations = definition.path("metadata").path("annotations");
    var injection = annotations.path(INJECTION);
    if (injectedFrom.isEmpty()) {
      if (!injection.isMissingNode()) {
        operation(patch, "remove", ANNOTATIONS + "/" + INJECTION.replace("/", "~1"));
      }
    } else if (!injection.asText().equals(injectedFrom)) {
      if (annotations.isMissingNode()) {
        operation(patch, "add", ANNOTATIONS).putObject("value");
      }
      operation(patch, "add", ANNOTATIONS + "/" + INJECTION.replace("/", "~1"))
          .put("value", injectedFrom);
    }
    return isPatch(patch);
  }

  /** What cert-manager wrote stays; before it has written anything, what we know does as well. */
  private String trusted(JsonNode definition, String bundle) {
    var live = Pem.decoded(definition.at(LIVE_BUNDLE).asText());
    var isInjected =
        !injectedFrom.isEmpty()
            && !live.isEmpty()
            && definition.at("/metadata/annotations").path(INJECTION).asText().equals(injectedFrom);
    return isInjected ? live : Pem.wider(live, bundle);
  }

  /** The changes that let the API server do without us. */
  Optional<ArrayNode> withdrawn(JsonNode definition) {
    return isPatch(patch(definition, JSON.objectNode().put("strategy", "None"), false));
  }

  private ArrayNode patch(JsonNode definition, ObjectNode conversion, boolean isServed) {
    var patch = JSON.arrayNode();
    operation(patch, "test", "/metadata/resourceVersion")
        .set("value", definition.path("metadata").path("resourceVersion"));
    if (!contains(definition.path("spec").path("conversion"), conversion)) {
      operation(patch, "add", "/spec/conversion").set("value", conversion);
    }
    var versions = definition.path("spec").path("versions");
    for (var i = 0; i < versions.size(); i++) {
      var one = versions.get(i);
      if (one.path("name").asText().equals(version) && one.path("served").asBoolean() != isServed) {
        operation(patch, "replace", "/spec/versions/" + i + "/served").put("value", isServed);
      }
    }
    return patch;
  }

  /** A patch that only tests changes nothing. */
  private static Optional<ArrayNode> isPatch(ArrayNode patch) {
    return patch.size() > 1 ? Optional.of(patch) : Optional.empty();
  }

  private static ObjectNode operation(ArrayNode patch, String operation, String path) {
    return patch.addObject().put("op", operation).put("path", path);
  }

  private ObjectNode conversion(String bundle) {
    var conversion = JSON.objectNode().put("strategy", "Webhook");
    var webhook = conversion.putObject("webhook");
    webhook.putArray("conversionReviewVersions").add("v1");
    var client = webhook.putObject("clientConfig");
    client.put(
        "caBundle", Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.US_ASCII)));
    switch (target) {
      case WebhookTarget.AtUrl(var base) -> client.put("url", base + ConversionEndpoint.PATH);
      case WebhookTarget.ThroughService(var namespace, var name, var port) ->
          client
              .putObject("service")
              .put("namespace", namespace)
              .put("name", name)
              .put("path", ConversionEndpoint.PATH)
              .put("port", port);
    }
    return conversion;
  }

  private static boolean contains(JsonNode have, JsonNode want) {
    return want.isObject()
        ? want.propertyStream()
            .allMatch(field -> contains(have.path(field.getKey()), field.getValue()))
        : have.equals(want) || isSameNumber(have, want);
  }

  private static boolean isSameNumber(JsonNode have, JsonNode want) {
    return have.isNumber() && want.isNumber() && have.longValue() == want.longValue();
  }
}
