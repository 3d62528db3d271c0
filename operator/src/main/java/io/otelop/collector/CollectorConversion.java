// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.collector.conversion.Versions;
import io.otelop.webhook.Conversion;

/** Collectors in the versions that the API server asks for. Rules: collector.md 1.4. */
public final class CollectorConversion implements Conversion {

  @Override
  public JsonNode convert(JsonNode object, String apiVersion) {
    return Versions.convert(object, apiVersion);
  }
}
