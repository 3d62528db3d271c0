// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** A logger whose lines become records, with their keys and values as the record's parameters. */
final class RecordLogger extends LegacyAbstractLogger implements LoggingEventAware {

  private final transient Logger target;

  RecordLogger(String name) {
    this.name = name;
    this.target = Logger.getLogger(name);
  }

  @Override
  public void log(LoggingEvent event) {
    var arguments = event.getArgumentArray();
    var level = level(event.getLevel());
    if (target.isLoggable(level)) {
      var pairs = event.getKeyValuePairs();
      write(
          level,
          event.getMessage(),
          arguments,
          event.getThrowable(),
          pairs == null ? List.of() : pairs);
    }
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    write(level(level), message, arguments, cause, List.of());
  }

  private void write(
      java.util.logging.Level level,
      @Nullable String message,
      Object @Nullable [] arguments,
      @Nullable Throwable cause,
      List<KeyValuePair> pairs) {
    var text = MessageFormatter.basicArrayFormat(message, arguments);
    var line = new LogRecord(level, text == null ? "" : text);
    line.setLoggerName(name);
    line.setThrown(cause);
    line.setSourceClassName(null);
    line.setParameters(pairs.toArray());
    target.log(line);
  }

  static java.util.logging.Level level(Level level) {
    return switch (level) {
      case ERROR -> java.util.logging.Level.SEVERE;
      case WARN -> java.util.logging.Level.WARNING;
      case INFO -> java.util.logging.Level.INFO;
      case DEBUG -> java.util.logging.Level.FINE;
      case TRACE -> java.util.logging.Level.FINEST;
    };
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return target.isLoggable(java.util.logging.Level.FINEST);
  }

  @Override
  public boolean isDebugEnabled() {
    return target.isLoggable(java.util.logging.Level.FINE);
  }

  @Override
  public boolean isInfoEnabled() {
    return target.isLoggable(java.util.logging.Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return target.isLoggable(java.util.logging.Level.WARNING);
  }

  @Override
  public boolean isErrorEnabled() {
    return target.isLoggable(java.util.logging.Level.SEVERE);
  }
}
