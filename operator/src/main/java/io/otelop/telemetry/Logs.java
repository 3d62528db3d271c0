// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.otelop.settings.Settings;
import io.otelop.settings.TelemetrySettings;
import java.io.OutputStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Sets up what is logged and how, for the whole process. */
public final class Logs {

  /** Held on to, since the JDK forgets the level of a logger that nobody holds. */
  private static final List<Logger> LEVELLED = List.of(Logger.getLogger("io.otelop"));

  /** Says that our own API version is unstable, at each start. */
  private static final Logger VERSION_USAGE =
      Logger.getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils");

  /**
   * Warns with a stack trace where a watch is closed whose connection the API server has closed
   * already, as it does with every watch after some minutes, and then does what is right.
   */
  private static final Logger WEB_SOCKET =
      Logger.getLogger("io.fabric8.kubernetes.client.jdkhttp.JdkWebSocketImpl");

  private Logs() {}

  /**
   * Logs as the settings say from now on. What libraries say is shown from one level less on, so
   * that the default shows their warnings.
   */
  public static void configure(Settings settings, OutputStream to) {
    LogManager.getLogManager().reset();
    var root = Logger.getLogger("");
    root.addHandler(new FlushingOutput(to, new LogFormat(settings)));
    var level = level(settings);
    root.setLevel(level.intValue() <= Level.FINEST.intValue() ? Level.FINE : less(level));
    LEVELLED.forEach(logger -> logger.setLevel(level));
    VERSION_USAGE.setLevel(Level.SEVERE);
    WEB_SOCKET.setLevel(Level.SEVERE);
  }

  private static Level level(Settings settings) {
    if (settings.get(TelemetrySettings.LOG_DEVELOPMENT)) {
      return Level.FINE;
    }
    return switch (settings.get(TelemetrySettings.LOG_LEVEL)) {
      case "error" -> Level.SEVERE;
      case "warn" -> Level.WARNING;
      case "debug", "1" -> Level.FINE;
      case "trace", "2", "3", "4", "5" -> Level.FINEST;
      default -> Level.INFO;
    };
  }

  private static Level less(Level level) {
    if (level.equals(Level.FINE)) {
      return Level.INFO;
    }
    return level.equals(Level.INFO) ? Level.WARNING : level;
  }

  /** Writes each line at once: the last one before a crash is the one that matters. */
  private static final class FlushingOutput extends StreamHandler {

    FlushingOutput(OutputStream to, LogFormat format) {
      super(to, format);
      setLevel(Level.ALL);
    }

    @Override
    public synchronized void publish(LogRecord line) {
      super.publish(line);
      flush();
    }
  }
}
