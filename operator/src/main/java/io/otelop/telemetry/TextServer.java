// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.otelop.settings.ListenAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A plain HTTP server of a few small pages. */
final class TextServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Supplier<Page>> pages;
  private final Readers readers;

  private TextServer(HttpServer server, Map<String, Supplier<Page>> pages, Readers readers) {
    this.server = server;
    this.pages = Map.copyOf(pages);
    this.readers = readers;
  }

  private static final int OK = 200;
  private static final String TEXT = "text/plain; charset=utf-8";

  /** One answer. */
  record Page(int code, String contentType, String text) {}

  /** Serves whoever asks. */
  static TextServer start(ListenAddress address, Map<String, Supplier<Page>> pages)
      throws IOException {
    return started(new TextServer(HttpServer.create(address.socketAddress(), 0), pages, _ -> OK));
  }

  /** Serves by HTTPS those who may read. */
  static TextServer start(
      ListenAddress address,
      Map<String, Supplier<Page>> pages,
      HttpsConfigurator tls,
      Readers readers)
      throws IOException {
    var server = HttpsServer.create(address.socketAddress(), 0);
    server.setHttpsConfigurator(tls);
    return started(new TextServer(server, pages, readers));
  }

  private static TextServer started(TextServer server) {
    server.server.setExecutor(server.threads);
    server.server.createContext("/", server::serve);
    server.server.start();
    return server;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var page = pages.get(exchange.getRequestURI().getPath());
      var answer = page == null ? new Page(404, TEXT, "not found\n") : allowed(exchange, page);
      var body = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.code(), -1);
        return;
      }
      exchange.sendResponseHeaders(answer.code(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Page allowed(HttpExchange exchange, Supplier<Page> page) {
    var given = exchange.getRequestHeaders().getFirst("Authorization");
    var code = readers.answer(given == null ? "" : given.replaceFirst("^Bearer +", ""));
    if (code == OK) {
      return page.get();
    }
    return new Page(code, TEXT, code == 401 ? "who are you?\n" : "you may not read this\n");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
