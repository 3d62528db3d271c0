// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code collectors N [--kcm] | webhook | pods N | memory [N]}: runs one benchmark and prints what
 * it found.
 */
public final class Main {

  private static final String USAGE = "use: collectors N [--kcm] | webhook | pods N | memory [N]";
  private static final int MOST = 10_000;

  private Main() {}

  /**
   * Runs one benchmark.
   *
   * @throws Exception what the operator or the control plane did wrong ends the benchmark
   */
  public static void main(String[] arguments) throws Exception {
    var words = List.of(arguments);
    var figures =
        switch (words.isEmpty() ? "" : words.getFirst()) {
          case "collectors" -> Collectors.measure(count(words), words.contains("--kcm"));
          case "webhook" -> Webhook.measure();
          case "pods" -> Pods.measure(count(words));
          case "memory" -> PodMemory.measure(words.size() > 1 ? count(words) : PodMemory.MANY);
          default -> throw new IllegalArgumentException(USAGE);
        };
    System.out.print(figures.text());
    var file = Path.of("bench/target/figures", figures.name() + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, figures.json());
    System.out.println("as JSON: " + file);
  }

  private static int count(List<String> words) {
    if (words.size() < 2 || !words.get(1).matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException(USAGE);
    }
    var count = Integer.parseInt(words.get(1));
    if (count > MOST) {
      throw new IllegalArgumentException("at most " + MOST + ", so that it ends");
    }
    return count;
  }
}
