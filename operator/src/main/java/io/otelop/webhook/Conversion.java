// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;

/** Objects of a custom resource in another of its versions. */
@FunctionalInterface
public interface Conversion {

  /**
   * The object in a version; called by many threads at once.
   *
   * @param object left alone
   * @param apiVersion as manifests write it
   */
  JsonNode convert(JsonNode object, String apiVersion);
}
