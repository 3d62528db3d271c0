// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The operator's chart, as {@code e2e/run} installed it, and as it would be with other values. */
final class Chart {

  static final String NAMESPACE = "opentelemetry-operator-system";
  static final String RELEASE = "opentelemetry-operator";

  private static final String FOLDER = "../helm/opentelemetry-operator";

  private Chart() {}

  /** Upgrades it; the operator is ready when this returns. */
  static void upgrade(String... values) {
    helm(
        List.of("upgrade", RELEASE, FOLDER, "--reuse-values", "--wait", "--timeout=3m"),
        List.of(values));
  }

  /** Takes the last upgrade back. */
  static void rollBack() {
    helm(List.of("rollback", RELEASE, "--wait", "--timeout=3m"), List.of());
  }

  /** The manifests of one template. */
  static String render(String template, String... values) {
    return helm(
        List.of("template", RELEASE, FOLDER, "--kube-version=1.37.0", "--show-only=" + template),
        List.of(values));
  }

  private static String helm(List<String> arguments, List<String> values) {
    var command =
        Stream.of(
                Stream.of("helm"),
                arguments.stream(),
                Stream.of("--namespace=" + NAMESPACE),
                values.stream().map(value -> "--set=" + value))
            .flatMap(part -> part)
            .toList();
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
      }
      return output;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }
}
