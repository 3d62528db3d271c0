// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability.child;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.crds.clusterobservability.OtlpHttpExporterSpec;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exporter of both collectors, as their config has it. */
final class ExporterConfig {

  /** Under which name pipelines know it. */
  static final String ID = "otlp_http";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};
  private static final List<String> FACTORS = List.of("randomization_factor", "multiplier");

  private ExporterConfig() {}

  /** What the user wrote, in the names and types that the collector has. */
  static Map<String, Object> of(OtlpHttpExporterSpec exporter) {
    var tree = MAPPER.convertValue(exporter, TREE);
    var tls = exporter.tls();
    if (tls != null) {
      var renamed = new LinkedHashMap<>(MAPPER.convertValue(tls, TREE));
      Optional.ofNullable(renamed.remove("server_name"))
          .ifPresent(name -> renamed.put("server_name_override", name));
      tree.put("tls", renamed);
    }
    var retry = exporter.retryOnFailure();
    if (retry != null) {
      var numbers = new LinkedHashMap<>(MAPPER.convertValue(retry, TREE));
      for (var factor : FACTORS) {
        var text = String.valueOf(numbers.getOrDefault(factor, ""));
        numbers.remove(factor);
        if (!text.isEmpty()) {
          numbers.put(factor, new BigDecimal(text));
        }
      }
      tree.put("retry_on_failure", numbers);
    }
    return tree;
  }
}
