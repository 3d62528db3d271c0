// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.List;

/** What the operator tells about itself: probes, metrics and logs. */
public final class TelemetrySettings {

  public static final Setting<ListenAddress> HEALTH_ADDRESS =
      Setting.of(
          "health-probe-addr",
          Format.address(),
          ListenAddress.all(8081),
          "Address that serves /healthz and /readyz");

  public static final Setting<ListenAddress> METRICS_ADDRESS =
      Setting.of(
          "metrics-addr",
          Format.address(),
          ListenAddress.all(8443),
          "Address that serves /metrics");

  public static final Setting<Boolean> METRICS_SECURE =
      Setting.of(
          "metrics-secure",
          Format.truth(),
          true,
          "Serve metrics by HTTPS to callers who may read them");

  public static final Setting<String> METRICS_CERT_FILE =
      Setting.of("metrics-tls-cert-file", Format.text(), "", "Certificate of the metrics server");

  public static final Setting<String> METRICS_KEY_FILE =
      Setting.of("metrics-tls-key-file", Format.text(), "", "Private key of the metrics server");

  public static final Setting<ListenAddress> PPROF_ADDRESS =
      Setting.of("pprof-addr", Format.address(), ListenAddress.NONE, "Address of the Go profiler")
          .unused();

  public static final Setting<Boolean> CR_METRICS =
      Setting.of(
              "enable-cr-metrics",
              Format.truth(),
              false,
              "Count the components of collectors in metrics")
          .unused();

  public static final Setting<Boolean> SERVICE_MONITOR =
      Setting.of(
              "create-sm-operator-metrics",
              Format.truth(),
              false,
              "Make a ServiceMonitor for the operator's own metrics")
          .key("create-service-monitor-operator-metrics")
          .unused();

  public static final Setting<String> LOG_LEVEL =
      Setting.of(
              "zap-log-level",
              Format.oneOf("error", "warn", "info", "debug", "trace", "1", "2", "3", "4", "5"),
              "info",
              "The least important lines that are logged; a number is debug, and from 2 on trace")
          .env("")
          .key("zap.log-level");

  public static final Setting<String> LOG_ENCODER =
      Setting.of(
              "zap-encoder",
              Format.oneOf("console", "json"),
              "console",
              "How a log line is written: for people or for programs")
          .env("")
          .key("zap.encoder");

  public static final Setting<String> LOG_TIME =
      Setting.of(
              "zap-time-encoding",
              Format.oneOf("rfc3339", "rfc3339nano", "iso8601", "millis", "nano", "epoch"),
              "rfc3339",
              "How the time of a log line is written")
          .env("")
          .key("zap.time-encoding");

  public static final Setting<String> LOG_MESSAGE_KEY =
      logKey("zap-message-key", "message", "Key of the message in a JSON log line");

  public static final Setting<String> LOG_LEVEL_KEY =
      logKey("zap-level-key", "level", "Key of the level in a JSON log line");

  public static final Setting<String> LOG_TIME_KEY =
      logKey("zap-time-key", "timestamp", "Key of the time in a JSON log line");

  public static final Setting<String> LOG_LEVEL_FORMAT =
      Setting.of(
              "zap-level-format",
              Format.oneOf("uppercase", "lowercase"),
              "uppercase",
              "How the level of a log line is written")
          .key("zap.level-format");

  public static final Setting<Boolean> LOG_DEVELOPMENT =
      Setting.of("zap-devel", Format.truth(), false, "Log as for a developer: debug lines too")
          .env("")
          .key("");

  public static final Setting<String> LOG_STACK_TRACES =
      Setting.of(
              "zap-stacktrace-level",
              Format.oneOf("info", "error", "panic"),
              "error",
              "Lines from which on a stack trace is added")
          .env("")
          .key("")
          .unused();

  static final List<Setting<?>> ALL =
      List.of(
          HEALTH_ADDRESS,
          METRICS_ADDRESS,
          METRICS_SECURE,
          METRICS_CERT_FILE,
          METRICS_KEY_FILE,
          PPROF_ADDRESS,
          CR_METRICS,
          SERVICE_MONITOR,
          LOG_LEVEL,
          LOG_ENCODER,
          LOG_TIME,
          LOG_MESSAGE_KEY,
          LOG_LEVEL_KEY,
          LOG_TIME_KEY,
          LOG_LEVEL_FORMAT,
          LOG_DEVELOPMENT,
          LOG_STACK_TRACES);

  private TelemetrySettings() {}

  private static Setting<String> logKey(String flag, String fallback, String help) {
    return Setting.of(flag, Format.text(), fallback, help).key(flag.replaceFirst("-", "."));
  }
}
