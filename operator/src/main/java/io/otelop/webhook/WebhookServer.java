// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.api.OpenTelemetry;
import io.otelop.webhook.Endpoint.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS server that the API server calls: one virtual thread a request, bodies up to {@link
 * #MAX_BODY}, and a certificate that can be exchanged while it runs. Measured choice of server:
 * java-engineering.md 0.3 and 2.3.
 */
public final class WebhookServer implements AutoCloseable {

  /** An object in etcd has at most 1.5 MiB; an update carries two, and JSON may double them. */
  public static final int MAX_BODY = 10 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);
  private static final int BACKLOG = 1024;

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,8}");

  /** What bodies and their trees may need of the heap at one time, in shares. */
  private static final int SHARE = 32 * 1024;

  private static final int SHARES = Math.toIntExact(JsonLimits.cost(MAX_BODY) / SHARE + 1);

  /** How long a request waits for its share. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServingKeys keys;
  private final Map<String, Endpoint> endpoints;
  private final RequestSpans spans;
  private final Semaphore memory = new Semaphore(SHARES);
  private volatile boolean isDraining;

  private WebhookServer(
      HttpsServer server, ServingKeys keys, Map<String, Endpoint> endpoints, RequestSpans spans) {
    this.server = server;
    this.keys = keys;
    this.endpoints = Map.copyOf(endpoints);
    this.spans = spans;
  }

  /** Starts to serve with the usual TLS, and without traces. */
  public static WebhookServer start(
      InetSocketAddress address, ServingCertificate certificate, Map<String, Endpoint> endpoints)
      throws IOException {
    return start(address, certificate, TlsRules.STANDARD, endpoints, OpenTelemetry.noop());
  }

  /**
   * Starts to serve.
   *
   * @param address where; port 0 takes a free one
   * @param certificate the first certificate
   * @param tls what is spoken
   * @param endpoints by path, which must match exactly
   * @param telemetry where the spans of requests go
   * @throws IOException where the address cannot be had
   */
  public static WebhookServer start(
      InetSocketAddress address,
      ServingCertificate certificate,
      TlsRules tls,
      Map<String, Endpoint> endpoints,
      OpenTelemetry telemetry)
      throws IOException {
    HttpServerLimits.apply();
    var keys = new ServingKeys(certificate);
    var started =
        new WebhookServer(
            HttpsServer.create(address, BACKLOG), keys, endpoints, new RequestSpans(telemetry));
    started.server.setHttpsConfigurator(tls.configurator(keys));
    started.server.setExecutor(started.threads);
    started.server.createContext("/", started::serve);
    started.server.start();
    return started;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The certificate that new connections get. */
  public ServingCertificate certificate() {
    return keys.current();
  }

  /** New connections get this certificate; those that exist go on. */
  public void use(ServingCertificate certificate) {
    keys.use(certificate);
  }

  /**
   * Stops without a lost request: answers for a while and sends each client away with its answer,
   * then finishes what has begun, then closes.
   *
   * @param farewell how long clients are still served, so that they learn from their endpoints that
   *     this server is going
   * @param limit how long what has begun may take after that
   */
  public void drain(Duration farewell, Duration limit) {
    isDraining = true;
    try {
      Thread.sleep(farewell);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    server.stop(Math.toIntExact(limit.toSeconds()));
    threads.close();
  }

  /** Stops at once. */
  @Override
  public void close() {
    isDraining = true;
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var reply = reply(exchange);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", reply.contentType());
      if (isDraining) {
        headers.set("Connection", "close");
      }
      exchange.sendResponseHeaders(reply.code(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var endpoint = endpoints.get(path);
    if (endpoint == null) {
      return Reply.text(404, "nothing is served at this path");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return Reply.text(405, "only POST is served at this path");
    }
    var share = share(exchange);
    try {
      if (!memory.tryAcquire(share, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return Reply.text(503, "the operator has too much to do");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Reply.text(503, "the operator is stopping");
    }
    try {
      return spans.trace(exchange, path, () -> reply(exchange, path, endpoint));
    } finally {
      memory.release(share);
    }
  }

  private static Reply reply(HttpExchange exchange, String path, Endpoint endpoint)
      throws IOException {
    var most = endpoint.maxBody();
    var body = exchange.getRequestBody().readNBytes(most + 1);
    if (body.length > most) {
      exchange.getResponseHeaders().set("Connection", "close");
      return Reply.text(413, "a body may have at most " + most + " bytes");
    }
    try {
      return endpoint.reply(body);
    } catch (RuntimeException fault) {
      // One of the edges where everything is caught: a stack trace is for our log, not the client.
      LOG.atError().addKeyValue("path", path).setCause(fault).log("Endpoint failed");
      return Reply.text(500, "the operator failed; its log says why");
    }
  }

  /** How many shares of the memory a request needs: all that it may send, if unsaid. */
  private static int share(HttpExchange exchange) {
    var length = exchange.getRequestHeaders().getFirst("Content-Length");
    var bytes =
        length == null || !LENGTH.matcher(length).matches()
            ? MAX_BODY
            : Math.min(Long.parseLong(length), MAX_BODY);
    return Math.toIntExact(JsonLimits.cost(bytes) / SHARE + 1);
  }
}
