// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.otelop.crds.CustomResourceDefinitions;
import io.otelop.reason.Finding;
import io.otelop.reason.NearMiss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds manifests of our kinds against their schemas, as the API server does for a strict client:
 * unknown and missing fields, types, and values of closed lists.
 */
final class SchemaCheck {

  private final List<Finding> findings = new ArrayList<>();

  private SchemaCheck() {}

  /** Reading the definitions takes longer than checking a document. */
  private static final class Known {
    private static final List<CustomResourceDefinition> ALL = CustomResourceDefinitions.all();
  }

  /** What keeps a document from being read; a field that is not known does not. */
  static List<Finding> unfit(JsonNode document) {
    return of(document).orElse(List.of()).stream()
        .filter(it -> it.reason() != SchemaReason.UnknownField)
        .toList();
  }

  /** What does not fit; empty where nobody knows the kind or its version. */
  static Optional<List<Finding>> of(JsonNode document) {
    var apiVersion = document.path("apiVersion").asText();
    for (var definition : Known.ALL) {
      var spec = definition.getSpec();
      if (!spec.getNames().getKind().equals(document.path("kind").asText())) {
        continue;
      }
      for (var version : spec.getVersions()) {
        if (apiVersion.equals(spec.getGroup() + "/" + version.getName())) {
          var schema = Manifests.tree(version.getSchema().getOpenAPIV3Schema());
          var check = new SchemaCheck();
          for (var part : List.of("spec", "status")) {
            if (document.has(part)) {
              check.value(part, document.get(part), schema.path("properties").path(part));
            }
          }
          return Optional.of(check.findings);
        }
      }
    }
    return Optional.empty();
  }

  private void value(String path, JsonNode value, JsonNode schema) {
    if (value.isNull()) {
      return;
    }
    if (!isOfType(value, schema)) {
      add(SchemaReason.UnfitValue, path, text(value), "is not of the type " + type(schema));
      return;
    }
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      add(SchemaReason.UnfitValue, path, text(value), "is none of " + schema.path("enum"));
    }
    limits(path, value, schema);
    if (value.isObject()) {
      object(path, value, schema);
    } else if (value.isArray()) {
      for (var i = 0; i < value.size(); i++) {
        value(path + "[" + i + "]", value.get(i), schema.path("items"));
      }
    }
  }

  private void limits(String path, JsonNode value, JsonNode schema) {
    if (value.isTextual()) {
      var text = value.textValue();
      if (schema.has("pattern") && !isLike(schema.path("pattern").asText(), text)) {
        unfit(path, text, "is not of the form " + schema.path("pattern").asText());
      }
      range(path, text, text.length(), schema, "Length", " characters");
    } else if (value.isNumber()) {
      range(path, text(value), value.doubleValue(), schema, "imum", "");
    } else if (value.isArray()) {
      range(path, "", value.size(), schema, "Items", " entries");
    }
  }

  /** What is wrong with a size, by the limits whose names end with the given word. */
  private void range(
      String path, String value, double size, JsonNode schema, String word, String unit) {
    var least = schema.path("min" + word);
    var most = schema.path("max" + word);
    if (least.isNumber() && size < least.doubleValue()) {
      unfit(path, value, "is less than the least, " + shown(least) + unit);
    }
    if (most.isNumber() && size > most.doubleValue()) {
      unfit(path, value, "is more than the most, " + shown(most) + unit);
    }
  }

  private static String shown(JsonNode limit) {
    return limit.decimalValue().stripTrailingZeros().toPlainString();
  }

  private static boolean isLike(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).find();
  }

  private void unfit(String path, String value, String problem) {
    findings.add(
        Finding.of(SchemaReason.UnfitValue, path, value, problem)
            .withRemedy("give a value that fits"));
  }

  private void object(String path, JsonNode value, JsonNode schema) {
    var properties = schema.path("properties");
    for (var required : schema.path("required")) {
      if (!value.hasNonNull(required.asText())) {
        add(SchemaReason.MissingField, path + "." + required.asText(), "", "is not given");
      }
    }
    for (var field : value.properties()) {
      var at = path + "." + field.getKey();
      if (properties.has(field.getKey())) {
        value(at, field.getValue(), properties.get(field.getKey()));
      } else if (schema.path("additionalProperties").isObject()) {
        value(at, field.getValue(), schema.path("additionalProperties"));
      } else if (!schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        unknown(at, field.getKey(), properties);
      }
    }
  }

  private void unknown(String path, String name, JsonNode properties) {
    var finding = Finding.of(SchemaReason.UnknownField, path, "", "is not a field of this kind");
    var names = properties.propertyStream().map(Map.Entry::getKey).toList();
    findings.add(
        NearMiss.of(name, names)
            .map(near -> finding.withRemedy("did you mean \"" + near + "\"?"))
            .orElse(finding));
  }

  private static boolean isOfType(JsonNode value, JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return value.isNumber() || value.isTextual();
    }
    return switch (type(schema)) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> true;
    };
  }

  private static String type(JsonNode schema) {
    return schema.path("type").asText();
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? "" : value.asText();
  }

  private void add(SchemaReason reason, String path, String value, String problem) {
    findings.add(Finding.of(reason, path, value, problem));
  }
}
