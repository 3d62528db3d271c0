// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/**
 * Whether a pod has objects, lists and texts where pods have them. An API server sends no other
 * pod; one that is malformed would be refused anyhow, and edits of it would be guesses.
 */
final class PodShape {

  private PodShape() {}

  static boolean isSound(JsonNode pod) {
    var metadata = pod.path("metadata");
    var spec = pod.path("spec");
    return isObject(metadata)
        && isText(metadata.path("name"))
        && isText(metadata.path("generateName"))
        && isMapOfTexts(metadata.path("annotations"))
        && isMapOfTexts(metadata.path("labels"))
        && isNamedList(metadata.path("ownerReferences"))
        && spec.isObject()
        && isObject(spec.path("securityContext"))
        && isNamedList(spec.path("volumes"))
        && areContainers(spec.path("containers"))
        && areContainers(spec.path("initContainers"));
  }

  private static boolean areContainers(JsonNode list) {
    return isNamedList(list) && areAll(list, PodShape::isContainer);
  }

  private static boolean isContainer(JsonNode container) {
    return isObject(container.path("securityContext"))
        && isObject(container.path("resources"))
        && isText(container.path("image"))
        && isNamedList(container.path("env"))
        && areAll(container.path("env"), PodShape::isVariable)
        && isNamedList(container.path("ports"))
        && isNamedList(container.path("volumeMounts"))
        && areAll(container.path("volumeMounts"), it -> isText(it.path("mountPath")));
  }

  /** It has a value or a source, or neither. */
  private static boolean isVariable(JsonNode variable) {
    var value = variable.path("value");
    var source = variable.path("valueFrom");
    return isText(value)
        && isObject(source)
        && (isAbsent(source) || value.asText("").isEmpty() || value.isNull());
  }

  /** A list of objects that have texts as names, if any. */
  private static boolean isNamedList(JsonNode list) {
    return isAbsent(list)
        || (list.isArray() && areAll(list, it -> it.isObject() && isText(it.path("name"))));
  }

  private static boolean isMapOfTexts(JsonNode map) {
    return isObject(map) && areAll(map, PodShape::isText);
  }

  /** A loop, since this is asked many times of each pod. */
  private static boolean areAll(JsonNode values, Predicate<JsonNode> question) {
    for (var value : values) {
      if (!question.test(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isObject(JsonNode node) {
    return isAbsent(node) || node.isObject();
  }

  private static boolean isText(JsonNode node) {
    return isAbsent(node) || node.isTextual();
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
