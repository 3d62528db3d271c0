// SPDX-License-Identifier: Apache-2.0
package io.otelop.emitters;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Duration;

/**
 * The OpenTelemetry SDK, configured by the standard {@code OTEL_*} variables: one instrument of
 * every kind, each with a value that a test knows.
 */
final class OpenTelemetryEmitter {

  private OpenTelemetryEmitter() {}

  static void emit(String name) throws InterruptedException {
    try (var sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk()) {
      span(sdk, name);
      synchronous(sdk);
      asynchronous(sdk);
      sdk.getLogsBridge()
          .get("emitters")
          .logRecordBuilder()
          .setSeverity(Severity.INFO)
          .setBody("log of " + name)
          .emit();
      var stay = Long.parseLong(System.getenv().getOrDefault("EMITTER_STAY_SECONDS", "0"));
      Thread.sleep(Duration.ofSeconds(stay));
    }
  }

  private static void span(OpenTelemetry sdk, String name) {
    sdk.getTracer("emitters").spanBuilder(name).startSpan().end();
  }

  private static void synchronous(OpenTelemetry sdk) {
    var meter = sdk.getMeter("emitters");
    meter.counterBuilder("emitters.counter").build().add(7);
    meter.upDownCounterBuilder("emitters.updown").build().add(-2);
    meter.gaugeBuilder("emitters.gauge").ofLongs().build().set(11);
    var histogram = meter.histogramBuilder("emitters.histogram").build();
    histogram.record(1);
    histogram.record(2);
    histogram.record(3);
  }

  private static void asynchronous(OpenTelemetry sdk) {
    var meter = sdk.getMeter("emitters");
    meter.counterBuilder("emitters.async.counter").buildWithCallback(now -> now.record(5));
    meter.upDownCounterBuilder("emitters.async.updown").buildWithCallback(now -> now.record(-3));
    meter.gaugeBuilder("emitters.async.gauge").buildWithCallback(now -> now.record(42));
  }
}
