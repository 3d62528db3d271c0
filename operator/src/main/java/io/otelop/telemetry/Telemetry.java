// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator tells about itself: always the metrics of its own page, and traces, metrics and
 * logs by OTLP where the standard variables {@code OTEL_*} ask for them. Where they do not, the
 * OpenTelemetry SDK is not even loaded, and a span costs nothing.
 */
public final class Telemetry implements AutoCloseable {

  /** Name of the scope of all that comes from the operator itself. */
  static final String SCOPE = "io.otelop";

  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  private final Metrics metrics;
  private final OpenTelemetry openTelemetry;
  private final Runnable end;

  private Telemetry(Metrics metrics, OpenTelemetry openTelemetry, Runnable end) {
    this.metrics = metrics;
    this.openTelemetry = openTelemetry;
    this.end = end;
  }

  /** Only metrics, only for the operator's own page. */
  public static Telemetry withoutExport() {
    return new Telemetry(new Metrics(), OpenTelemetry.noop(), () -> {});
  }

  /** Metrics, and traces as this implementation of the API has them; it is not closed. */
  public static Telemetry with(OpenTelemetry openTelemetry) {
    return new Telemetry(new Metrics(), openTelemetry, () -> {});
  }

  /**
   * Starts to send what the environment asks for. What it says wrong is logged and costs the
   * operator its telemetry, never its start.
   *
   * @param environment of the process
   * @param self which operator this is: attributes of its resource
   */
  public static Telemetry start(Map<String, String> environment, Map<String, String> self) {
    var export = Export.askedFor(environment);
    if (export.isNothing()) {
      return withoutExport();
    }
    export.remarks().forEach(LOG::warn);
    var metrics = new Metrics();
    try {
      var sdk = Sdk.start(export, self, metrics);
      LOG.atInfo()
          .addKeyValue("signals", export.signals())
          .log("the operator's own telemetry is sent");
      return new Telemetry(metrics, sdk.openTelemetry(), sdk::close);
    } catch (RuntimeException refused) {
      // Whatever is wrong with it, collectors and pods matter more.
      LOG.atWarn()
          .addKeyValue("problem", Export.withoutValue(String.valueOf(refused.getMessage())))
          .log("the operator's own telemetry is not sent");
      return new Telemetry(metrics, OpenTelemetry.noop(), () -> {});
    }
  }

  /** The operator's numbers. */
  public Metrics metrics() {
    return metrics;
  }

  /** The API behind which spans and their propagation are. */
  public OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  /** Makes the operator's spans. */
  public Tracer tracer() {
    return openTelemetry.getTracer(SCOPE);
  }

  /** Sends what is left. */
  @Override
  public void close() {
    end.run();
  }
}
