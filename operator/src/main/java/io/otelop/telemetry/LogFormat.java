// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.api.trace.Span;
import io.otelop.settings.Settings;
import io.otelop.settings.TelemetrySettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.event.KeyValuePair;

/**
 * How a log line is written: time, level, logger, message, keys and values; as text or as JSON. A
 * line stays one line whatever is in it; only a stack trace of the text form follows on lines of
 * its own.
 */
final class LogFormat extends Formatter {

  private static final String OURS = "io.otelop.";
  private static final DateTimeFormatter ISO_8601 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

  /** The longest level and the space after it. */
  private static final int LEVEL_WIDTH = "ERROR ".length();

  private static final Formatter MESSAGE = new SimpleFormatter();

  /** A second, and how it is written. */
  private record Second(long epochSecond, String text) {}

  private final boolean isJson;
  private final boolean isLowerCase;
  private final String time;
  private final String timeKey;
  private final String levelKey;
  private final String messageKey;
  private volatile Second second = new Second(0, Instant.EPOCH.toString());

  LogFormat(Settings settings) {
    this.isJson = settings.get(TelemetrySettings.LOG_ENCODER).equals("json");
    this.isLowerCase = settings.get(TelemetrySettings.LOG_LEVEL_FORMAT).equals("lowercase");
    this.time = settings.get(TelemetrySettings.LOG_TIME);
    this.timeKey = settings.get(TelemetrySettings.LOG_TIME_KEY);
    this.levelKey = settings.get(TelemetrySettings.LOG_LEVEL_KEY);
    this.messageKey = settings.get(TelemetrySettings.LOG_MESSAGE_KEY);
  }

  @Override
  public String format(LogRecord line) {
    var pairs = pairs(line);
    pairs.addAll(span());
    var message = message(line);
    return isJson ? json(line, message, pairs) : text(line, message, pairs);
  }

  /** What the line says, with its arguments filled in. */
  static String message(LogRecord line) {
    return pairs(line).isEmpty() ? MESSAGE.formatMessage(line) : line.getMessage();
  }

  /**
   * The span that the line is written in; keys: OpenTelemetry, "Trace Context in non-OTLP Log
   * Formats".
   */
  private static List<KeyValuePair> span() {
    var span = Span.current().getSpanContext();
    return span.isValid()
        ? List.of(
            new KeyValuePair("trace_id", span.getTraceId()),
            new KeyValuePair("span_id", span.getSpanId()))
        : List.of();
  }

  private String text(LogRecord line, String message, List<KeyValuePair> pairs) {
    var text = new StringBuilder(160);
    text.append(time(line.getInstant())).append(' ');
    var level = level(line.getLevel());
    text.append(level).repeat(' ', Math.max(1, LEVEL_WIDTH - level.length()));
    text.append(logger(line)).append(' ').append(oneLine(message));
    pairs.forEach(pair -> text.append(' ').append(pair.key).append('=').append(quoted(pair.value)));
    text.append('\n');
    if (line.getThrown() != null) {
      text.append(stack(line.getThrown()));
    }
    return text.toString();
  }

  private String json(LogRecord line, String message, List<KeyValuePair> pairs) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put(levelKey, level(line.getLevel()));
    json.put(timeKey, time(line.getInstant()));
    json.put("logger", logger(line));
    json.put(messageKey, message);
    pairs.forEach(pair -> json.put(pair.key, String.valueOf(pair.value)));
    if (line.getThrown() != null) {
      json.put("error", String.valueOf(line.getThrown().getMessage()));
      json.put("stacktrace", stack(line.getThrown()));
    }
    return json + "\n";
  }

  /** Keys and values of the line. */
  static List<KeyValuePair> pairs(LogRecord line) {
    var pairs = new ArrayList<KeyValuePair>();
    if (line.getParameters() != null) {
      for (var parameter : line.getParameters()) {
        if (parameter instanceof KeyValuePair pair) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  private String time(Instant at) {
    return switch (time) {
      case "epoch" -> String.format(Locale.ROOT, "%.6f", at.toEpochMilli() / 1e3);
      case "millis" -> String.valueOf(at.toEpochMilli());
      case "nano" -> String.valueOf(ChronoUnit.NANOS.between(Instant.EPOCH, at));
      case "iso8601" -> ISO_8601.format(at.atOffset(ZoneOffset.UTC));
      case "rfc3339nano" -> at.toString();
      default -> second(at.getEpochSecond());
    };
  }

  /** Lines come many a second. */
  private String second(long epochSecond) {
    var known = second;
    if (known.epochSecond != epochSecond) {
      known = new Second(epochSecond, Instant.ofEpochSecond(epochSecond).toString());
      second = known;
    }
    return known.text;
  }

  private String level(Level level) {
    var name = name(level);
    return isLowerCase ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static String name(Level level) {
    var value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    if (value >= Level.INFO.intValue()) {
      return "INFO";
    }
    return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  private static String logger(LogRecord line) {
    var name = String.valueOf(line.getLoggerName());
    return name.startsWith(OURS) ? name.substring(OURS.length()) : name;
  }

  private static String quoted(Object value) {
    var text = oneLine(String.valueOf(value));
    return isPlain(text) ? text : '"' + text.replace("\"", "\\\"") + '"';
  }

  private static boolean isPlain(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c <= ' ' || c == '"' || c == '=') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static String oneLine(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return text.replace("\n", "\\n").replaceAll("\\p{Cntrl}", " ");
      }
    }
    return text;
  }

  private static String stack(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
