// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.naming.Sha256;

/** A short text that is equal for two objects exactly if we would write them the same. */
final class Fingerprint {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final int DIGITS = 32;

  private Fingerprint() {}

  static String of(HasMetadata object) {
    try {
      return Sha256.hex(MAPPER.writeValueAsBytes(object)).substring(0, DIGITS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an object of ours has no fingerprint", e);
    }
  }
}
