// SPDX-License-Identifier: Apache-2.0
package io.otelop.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.logging.Logger;

/** {@code GET /order?item=x} asks the pricing service what x costs and sells it. */
public final class Shop {

  private static final Logger LOG = Logger.getLogger(Shop.class.getName());
  private static final int STOCK = 1000;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Sales sales = new Sales(STOCK);
  private final URI pricing;

  private Shop(URI pricing) {
    this.pricing = pricing;
  }

  /**
   * Serves until the process ends.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException {
    var environment = System.getenv();
    var shop = new Shop(URI.create(environment.getOrDefault("PRICING_URL", "http://pricing:8080")));
    var port = Integer.parseInt(environment.getOrDefault("PORT", "8080"));
    var server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/order", shop::order);
    server.createContext("/healthz", exchange -> answer(exchange, 200, "ok"));
    server.start();
    LOG.info("the shop is open");
  }

  private void order(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    var item = query == null ? "" : query.replaceFirst("^item=", "");
    try {
      var price = sales.sell(item, () -> price(item));
      LOG.info(() -> "sold " + item + " for " + price);
      answer(exchange, 200, "{\"item\":\"%s\",\"price\":%d}".formatted(item, price));
    } catch (UncheckedIOException e) {
      LOG.warning(() -> "no price for " + item + ": " + e.getMessage());
      answer(exchange, 502, "{\"error\":\"no price\"}");
    }
  }

  private long price(String item) {
    try {
      var request =
          HttpRequest.newBuilder(pricing.resolve("/price?item=" + item))
              .timeout(Duration.ofSeconds(10))
              .build();
      return Long.parseLong(client.send(request, BodyHandlers.ofString()).body().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    var body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (var to = exchange.getResponseBody()) {
      to.write(body);
    }
  }
}
