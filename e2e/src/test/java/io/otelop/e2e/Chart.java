// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        List.of("upgrade", RELEASE, FOLDER, "--reuse-values", "--wait", "--timeout=9m"),
        List.of(values));
  }

  /** Takes the last upgrade back. */
  static void rollBack() {
    helm(List.of("rollback", RELEASE, "--wait", "--timeout=9m"), List.of());
  }

  /**
   * Installs it once more, elsewhere, with the values of the first; does not wait until it is
   * ready.
   */
  static void installAgain(String release, String namespace, String... values) throws IOException {
    var given = Files.createTempFile("values", ".yaml");
    try {
      Files.writeString(given, helm(NAMESPACE, List.of("get", "values", RELEASE, "--output=yaml")));
      helm(
          namespace,
          Stream.concat(
                  Stream.of("install", release, FOLDER, "--create-namespace", "--values=" + given),
                  Stream.of(values).map(value -> "--set=" + value))
              .toList());
    } finally {
      Files.delete(given);
    }
  }

  /** Removes such an installation. */
  static void uninstall(String release, String namespace) {
    helm(namespace, List.of("uninstall", release, "--wait", "--timeout=9m"));
  }

  /** The manifests of one template. */
  static String render(String template, String... values) {
    return helm(
        List.of("template", RELEASE, FOLDER, "--kube-version=1.37.0", "--show-only=" + template),
        List.of(values));
  }

  private static String helm(List<String> arguments, List<String> values) {
    return helm(
        NAMESPACE,
        Stream.concat(arguments.stream(), values.stream().map(value -> "--set=" + value)).toList());
  }

  private static String helm(String namespace, List<String> arguments) {
    var command =
        Stream.of(Stream.of("helm"), arguments.stream(), Stream.of("--namespace=" + namespace))
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
