// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.restart;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and how workloads follow their Instrumentation.
 *
 * @param isOn whether they do at all
 * @param atOnce how many roll at a time
 * @param timeout after which one counts as failed
 * @param window when they may be restarted; empty for always
 */
public record RestartPolicy(
    boolean isOn, int atOnce, Duration timeout, Optional<RestartWindow> window) {

  private static final int STANDARD_TIMEOUT = 600;

  /** What a spec says, which has been checked. */
  public static RestartPolicy of(JsonNode spec) {
    var restart = spec.path("restart");
    return new RestartPolicy(
        restart.path("policy").asText("").equals("OnChange"),
        Math.max(1, restart.path("maxConcurrentWorkloads").asInt(1)),
        Duration.ofSeconds(Math.max(1, restart.path("timeoutSeconds").asInt(STANDARD_TIMEOUT))),
        restart.path("window").isObject()
            ? Optional.of(RestartWindow.of(restart.path("window")))
            : Optional.empty());
  }
}
