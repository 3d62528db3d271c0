// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.event.KeyValuePair;

/** Gives log lines to the OpenTelemetry SDK, with the span that they were written in. */
final class OtlpLogs extends Handler {

  /** What the SDK itself says is not sent: that it cannot send would be told by sending. */
  private static final String SDK = "io.opentelemetry.";

  private final LoggerProvider provider;

  OtlpLogs(LoggerProvider provider) {
    this.provider = provider;
  }

  @Override
  public void publish(LogRecord line) {
    var logger = String.valueOf(line.getLoggerName());
    if (logger.startsWith(SDK)) {
      return;
    }
    var severity = severity(line.getLevel());
    var log =
        provider
            .get(logger)
            .logRecordBuilder()
            .setTimestamp(line.getInstant())
            .setSeverity(severity)
            .setSeverityText(severity.name())
            .setBody(LogFormat.message(line));
    for (var pair : LogFormat.pairs(line)) {
      attribute(log, pair);
    }
    if (line.getThrown() != null) {
      log.setException(line.getThrown());
    }
    log.emit();
  }

  private static void attribute(io.opentelemetry.api.logs.LogRecordBuilder log, KeyValuePair pair) {
    log.setAttribute(AttributeKey.stringKey(pair.key), String.valueOf(pair.value));
  }

  private static Severity severity(Level level) {
    var value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return Severity.ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return Severity.WARN;
    }
    if (value >= Level.INFO.intValue()) {
      return Severity.INFO;
    }
    return value >= Level.FINE.intValue() ? Severity.DEBUG : Severity.TRACE;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
