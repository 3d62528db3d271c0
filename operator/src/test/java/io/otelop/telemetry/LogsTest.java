// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otelop.settings.Settings;
import io.otelop.settings.TelemetrySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {

  private static final Logger OURS = LoggerFactory.getLogger("io.otelop.test.Thing");
  private static final Logger THEIRS = LoggerFactory.getLogger("com.example.Thing");

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @AfterEach
  void restore() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  @Test
  void aLineHasTimeLevelLoggerMessageAndKeys() {
    Logs.configure(Settings.defaults(), output);
    OURS.atInfo()
        .addKeyValue("namespace", "shop")
        .addKeyValue("why", "two words = \"x\"\nnext")
        .addKeyValue("empty", "")
        .log("applied");
    assertThat(text())
        .matches(
            "[0-9-]+T[0-9:]+Z INFO  test.Thing applied namespace=shop why=\"two words ="
                + " \\\\\"x\\\\\"\\\\nnext\" empty=\"\"\n");
  }

  @Test
  void argumentsAreFilledInAndNothingBreaksALine() {
    Logs.configure(Settings.defaults(), output);
    OURS.warn("{} of {}\n{'x'}", 1, 2);
    assertThat(text()).endsWith("WARN  test.Thing 1 of 2\\n{'x'}\n");
  }

  @Test
  void aLineCanBeJson() throws Exception {
    Logs.configure(
        Settings.defaults()
            .with(TelemetrySettings.LOG_ENCODER, "json")
            .with(TelemetrySettings.LOG_TIME, "millis")
            .with(TelemetrySettings.LOG_MESSAGE_KEY, "msg")
            .with(TelemetrySettings.LOG_LEVEL_FORMAT, "lowercase"),
        output);
    OURS.atError().addKeyValue("k", 1).setCause(new IOException("gone")).log("failed\nbadly");
    assertThat(text().lines()).hasSize(1);
    var line = new ObjectMapper().readTree(text());
    assertThat(line.path("level").asText()).isEqualTo("error");
    assertThat(line.path("msg").asText()).isEqualTo("failed\nbadly");
    assertThat(line.path("k").asText()).isEqualTo("1");
    assertThat(line.path("error").asText()).isEqualTo("gone");
    assertThat(line.path("stacktrace").asText()).contains("LogsTest");
    assertThat(line.path("timestamp").asText()).matches("[0-9]{13}");
  }

  @Test
  void levelsOfOursAndOfLibrariesDiffer() {
    Logs.configure(Settings.defaults(), output);
    OURS.debug("no");
    THEIRS.info("no");
    THEIRS.warn("their warning");
    assertThat(text()).doesNotContain("no").contains("com.example.Thing their warning");

    output.reset();
    Logs.configure(Settings.defaults().with(TelemetrySettings.LOG_LEVEL, "debug"), output);
    OURS.debug("our detail");
    THEIRS.info("their news");
    OURS.trace("no");
    assertThat(text()).contains("DEBUG test.Thing our detail", "their news").doesNotContain("no\n");
    assertThat(OURS.isDebugEnabled()).isTrue();
    assertThat(THEIRS.isDebugEnabled()).isFalse();
  }

  @Test
  void whatTheJdkLogsIsWrittenTheSameWay() {
    Logs.configure(Settings.defaults(), output);
    java.util.logging.Logger.getLogger("jdk.x")
        .log(java.util.logging.Level.WARNING, "a {0} of its own", "format");
    assertThat(text()).endsWith("WARN  jdk.x a format of its own\n");
  }

  private String text() {
    return output.toString(StandardCharsets.UTF_8);
  }
}
