// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Memory, processor time and age of this process, under the names that Prometheus clients use. */
public final class ProcessFigures {

  private ProcessFigures() {}

  /** Shows them. */
  public static void show(Metrics metrics) {
    var process = ProcessHandle.current().info();
    metrics.gauge(
        "process_resident_memory_bytes", "Memory of this process", ProcessFigures::residentBytes);
    metrics.total(
        "process_cpu_seconds_total",
        "Processor time of this process",
        () ->
            ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(ProcessFigures::seconds)
                .orElse(Double.NaN));
    var start = process.startInstant().map(it -> it.toEpochMilli() / 1e3).orElse(Double.NaN);
    metrics.gauge(
        "process_start_time_seconds",
        "When this process started, in seconds since 1970",
        () -> start);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** As Linux counts it; not a number where nobody counts. */
  private static double residentBytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException notLinux) {
      return Double.NaN;
    }
  }
}
