// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the environment asks to be sent. Rules: the OpenTelemetry specification, "Environment
 * Variable Specification"; only that nothing is sent unless an endpoint or an exporter is named,
 * and that OTLP is spoken over HTTP.
 *
 * @param properties for the SDK's configuration; those that were not given are not in it
 * @param remarks what is asked for and cannot be had
 */
record Export(Map<String, String> properties, List<String> remarks) {

  private static final List<String> SIGNALS = List.of("traces", "metrics", "logs");
  private static final String NONE = "none";
  private static final String OTLP = "otlp";
  private static final String HTTP = "http/protobuf";

  /** Copies what it is given. */
  Export {
    properties = Map.copyOf(properties);
    remarks = List.copyOf(remarks);
  }

  static Export askedFor(Map<String, String> environment) {
    var given = new TreeMap<String, String>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            given.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    var remarks = new ArrayList<String>();
    var properties = new TreeMap<>(given);
    for (var signal : SIGNALS) {
      properties.put(exporterOf(signal), exporter(signal, given, remarks));
      protocol("otel.exporter.otlp." + signal + ".protocol", properties, remarks);
    }
    properties.putIfAbsent("otel.exporter.otlp.protocol", HTTP);
    protocol("otel.exporter.otlp.protocol", properties, remarks);
    return new Export(properties, remarks);
  }

  private static String exporter(String signal, Map<String, String> given, List<String> remarks) {
    var named = given.get(exporterOf(signal));
    if (named == null) {
      var hasEndpoint =
          given.containsKey("otel.exporter.otlp.endpoint")
              || given.containsKey("otel.exporter.otlp." + signal + ".endpoint");
      return hasEndpoint ? OTLP : NONE;
    }
    var exporter = NONE;
    for (var name : named.split(",", -1)) {
      switch (name.strip()) {
        case OTLP -> exporter = OTLP;
        // The operator has a page for Prometheus anyway.
        case NONE, "", "prometheus" -> {}
        default ->
            remarks.add(
                "OTEL_%s_EXPORTER names an exporter that the operator does not have"
                        .formatted(signal.toUpperCase(Locale.ROOT))
                    + "; there are otlp and none");
      }
    }
    return exporter;
  }

  private static void protocol(String key, Map<String, String> properties, List<String> remarks) {
    var protocol = properties.get(key);
    if (protocol != null && !protocol.equals(HTTP)) {
      properties.put(key, HTTP);
      remarks.add(
          key.replace('.', '_').toUpperCase(Locale.ROOT)
              + " asks for a protocol that the operator does not speak; it sends by "
              + HTTP
              + ", for which collectors usually listen on port 4318");
    }
  }

  private static String exporterOf(String signal) {
    return "otel." + signal + ".exporter";
  }

  /** Whether nothing is to be sent. */
  boolean isNothing() {
    return "true".equalsIgnoreCase(properties.get("otel.sdk.disabled")) || signals().isEmpty();
  }

  /** What is to be sent. */
  List<String> signals() {
    return SIGNALS.stream().filter(this::sends).toList();
  }

  /** Whether this signal is to be sent. */
  boolean sends(String signal) {
    return !NONE.equals(properties.get(exporterOf(signal)));
  }

  /** A complaint without what it quotes, which may be a password. */
  static String withoutValue(String complaint) {
    return Stream.of(complaint.split("[=:]", 2))
        .filter(Predicate.not(String::isBlank))
        .findFirst()
        .orElse("its configuration is refused");
  }
}
