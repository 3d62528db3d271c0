// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The OpenTelemetry SDK as the environment configures it. Loaded where something is to be sent. */
final class Sdk {

  /** How long the process waits for what is left to be sent. */
  private static final long LAST_SECONDS = 3;

  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final String UNKNOWN = "unknown_service";

  private final OpenTelemetrySdk sdk;
  private final @Nullable Handler logs;

  private Sdk(OpenTelemetrySdk sdk, @Nullable Handler logs) {
    this.sdk = sdk;
    this.logs = logs;
  }

  /**
   * Starts to send.
   *
   * @param self attributes of the resource; what the environment says goes before them
   */
  static Sdk start(Export export, Map<String, String> self, Metrics metrics) {
    var sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesCustomizer(_ -> export.properties())
            .addResourceCustomizer((given, _) -> own(self).merge(named(given)))
            .addMeterProviderCustomizer(
                (meters, _) ->
                    meters.registerMetricProducer(
                        new OtlpMetrics(metrics, Telemetry.SCOPE, Clock.systemUTC())))
            .build()
            .getOpenTelemetrySdk();
    if (!export.sends("logs")) {
      return new Sdk(sdk, null);
    }
    var logs = new OtlpLogs(sdk.getSdkLoggerProvider());
    Logger.getLogger("").addHandler(logs);
    return new Sdk(sdk, logs);
  }

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** Sends what is left, for a short while. */
  void close() {
    if (logs != null) {
      Logger.getLogger("").removeHandler(logs);
    }
    sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
  }

  /** The SDK calls a service that nobody named unknown, and that would go before our name. */
  private static Resource named(Resource given) {
    var isUnnamed =
        String.valueOf(given.getAttribute(SERVICE_NAME)).startsWith(UNKNOWN)
            || given.getAttribute(SERVICE_NAME) == null;
    return isUnnamed ? given.toBuilder().removeIf(SERVICE_NAME::equals).build() : given;
  }

  private static Resource own(Map<String, String> self) {
    AttributesBuilder attributes = Attributes.builder();
    self.forEach(attributes::put);
    return Resource.create(attributes.build());
  }
}
