// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where a collector shows its own metrics, collector.md 4.2.
 *
 * @param host as the config gives it
 * @param port 1 to 65535
 * @param isServed false where the config's readers only push metrics somewhere; host and port are
 *     the usual ones then
 */
public record TelemetryEndpoint(String host, int port, boolean isServed) {

  static final TelemetryEndpoint DEFAULT = new TelemetryEndpoint("0.0.0.0", 8888, true);

  private static final int MAX_PORT = 65_535;

  static TelemetryEndpoint of(JsonNode metrics) {
    var readers = metrics.path("readers");
    if (readers.isArray() && !readers.isEmpty()) {
      for (var reader : readers) {
        var prometheus = reader.path("pull").path("exporter").path("prometheus");
        if (prometheus.isObject()) {
          return new TelemetryEndpoint(
              prometheus.path("host").asText(DEFAULT.host()),
              portOr(prometheus.path("port")),
              true);
        }
      }
      return new TelemetryEndpoint(DEFAULT.host(), DEFAULT.port(), false);
    }
    var address = metrics.path("address").asText("");
    var colon = address.lastIndexOf(':');
    if (colon < 0) {
      return DEFAULT;
    }
    var digits = address.substring(colon + 1);
    return digits.matches("[0-9]{1,5}")
        ? new TelemetryEndpoint(
            address.substring(0, colon), inRange(Integer.parseInt(digits)), true)
        : DEFAULT;
  }

  private static int portOr(JsonNode port) {
    return port.canConvertToInt() ? inRange(port.intValue()) : DEFAULT.port();
  }

  private static int inRange(int port) {
    return port >= 1 && port <= MAX_PORT ? port : DEFAULT.port();
  }
}
