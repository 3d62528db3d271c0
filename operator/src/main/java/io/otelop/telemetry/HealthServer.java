// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.otelop.settings.ListenAddress;
import io.otelop.telemetry.TextServer.Page;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves {@code /healthz}, which says that the process runs, and {@code /readyz}, which says what
 * it still waits for. Paths: targetallocator-opamp-ops.md D4.
 */
public final class HealthServer implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final TextServer server;

  private HealthServer(TextServer server) {
    this.server = server;
  }

  /** Something that must hold before the operator is ready. */
  @FunctionalInterface
  public interface Check {

    /** What is missing; empty where nothing is. */
    Optional<String> missing();
  }

  /**
   * Starts to serve.
   *
   * @param address where; it must be wanted
   * @param checks by name, in the order in which they are shown; asked at each call
   * @throws IOException where the address cannot be had
   */
  public static HealthServer start(ListenAddress address, Map<String, Check> checks)
      throws IOException {
    var ordered = new LinkedHashMap<>(checks);
    Supplier<Page> alive = () -> new Page(200, TEXT, "ok\n");
    Supplier<Page> ready = () -> ready(ordered);
    return new HealthServer(TextServer.start(address, Map.of("/healthz", alive, "/readyz", ready)));
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  private static Page ready(Map<String, Check> checks) {
    var text = new StringBuilder();
    var code = 200;
    for (var check : checks.entrySet()) {
      var missing = missing(check.getValue());
      if (missing.isPresent()) {
        code = 503;
      }
      text.append(missing.isEmpty() ? "[+] " : "[-] ").append(check.getKey());
      text.append(missing.map(what -> ": " + what).orElse(" ok")).append('\n');
    }
    return new Page(code, TEXT, text.isEmpty() ? "ok\n" : text.toString());
  }

  private static Optional<String> missing(Check check) {
    try {
      return check.missing();
    } catch (RuntimeException fault) {
      // A probe must be answered: a check that cannot tell is a check that does not hold.
      return Optional.of("cannot be told: " + fault.getMessage());
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
