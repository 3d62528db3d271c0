// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;

/**
 * Whether an object in the cluster still has every field that we want it to have. Fields that we
 * say nothing about, which the API server or others filled in, do not count. A field that we no
 * longer want is not seen here but by its {@link Fingerprint}.
 */
final class DesiredFields {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private DesiredFields() {}

  static boolean areIn(HasMetadata actual, HasMetadata desired) {
    JsonNode want = MAPPER.valueToTree(desired);
    JsonNode have = MAPPER.valueToTree(actual);
    return contains(have, want);
  }

  private static boolean contains(JsonNode have, JsonNode want) {
    if (isNothing(want)) {
      return true;
    }
    if (want.isObject()) {
      return want.propertyStream()
          .allMatch(field -> contains(have.path(field.getKey()), field.getValue()));
    }
    if (want.isArray()) {
      if (have.size() != want.size()) {
        return false;
      }
      for (var i = 0; i < want.size(); i++) {
        if (!contains(have.get(i), want.get(i))) {
          return false;
        }
      }
      return true;
    }
    return have.equals(want) || isSameQuantity(have, want) || isSameNumber(have, want);
  }

  /** What the API server does not keep: empty texts, lists and objects. */
  private static boolean isNothing(JsonNode want) {
    return want.isNull()
        || (want.isContainerNode() && want.isEmpty())
        || (want.isTextual() && want.textValue().isEmpty());
  }

  private static boolean isSameNumber(JsonNode have, JsonNode want) {
    return have.isNumber() && want.isNumber() && have.doubleValue() == want.doubleValue();
  }

  private static boolean isSameQuantity(JsonNode have, JsonNode want) {
    if (!have.isValueNode() || !want.isValueNode() || have.isNull()) {
      return false;
    }
    try {
      return Quantity.getAmountInBytes(Quantity.parse(have.asText()))
              .compareTo(Quantity.getAmountInBytes(Quantity.parse(want.asText())))
          == 0;
    } catch (IllegalArgumentException | ArithmeticException _) {
      return false;
    }
  }
}
