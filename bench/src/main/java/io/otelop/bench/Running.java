// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Figures of a process, as the kernel counts them. */
record Running(ProcessHandle process) {

  /** Used since it started. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident now, in MiB. */
  double memory() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          / 1024.0;
    }
  }

  /** Waits until it does almost nothing: a twentieth of a processor for some seconds. */
  void settle() throws InterruptedException {
    var period = Duration.ofSeconds(4);
    var longest = 45;
    for (var i = 0; i < longest; i++) {
      var before = cpu();
      Thread.sleep(period);
      if (cpu().minus(before).compareTo(period.dividedBy(20)) <= 0) {
        return;
      }
    }
    System.err.println("  it did not come to rest; what follows is measured all the same");
  }

  /** Lets it stop or go on. */
  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("the process " + process.pid() + " is not there");
    }
  }
}
