// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of calls to the API server; a server that finds nothing takes its place. */
class ApiCallsTest {

  @RegisterExtension final OpenTelemetryExtension traces = OpenTelemetryExtension.create();

  private final Metrics metrics = new Metrics();
  private final AtomicReference<String> seen = new AtomicReference<>("");
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final String host = "127.0.0.1:" + server.getAddress().getPort();

  ApiCallsTest() throws IOException {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      seen.set(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
      exchange.sendResponseHeaders(404, -1);
    }
  }

  @Test
  void aCallWithinASpanIsPartOfItAndTellsTheServer() {
    var reconcile = tracer().spanBuilder("reconcile").startSpan();
    try (var client = client();
        var _ = reconcile.makeCurrent()) {
      assertThat(client.configMaps().inNamespace("shop").withName("cart").get()).isNull();
    } finally {
      reconcile.end();
    }
    var call = call();
    assertThat(call.getParentSpanId()).isEqualTo(reconcile.getSpanContext().getSpanId());
    assertThat(call.getName()).isEqualTo("GET");
    assertThat(call.getStatus()).isEqualTo(StatusData.error());
    assertThat(seen.get()).contains(call.getTraceId(), call.getSpanId());
    assertThat(shown())
        .contains("rest_client_requests_total{code=\"404\",method=\"GET\",host=\"" + host + "\"}");
  }

  @Test
  void aCallByItselfIsCountedAlone() {
    try (var client = client()) {
      assertThat(client.configMaps().inNamespace("shop").withName("cart").get()).isNull();
    }
    assertThat(traces.getSpans()).isEmpty();
    assertThat(seen.get()).isEqualTo("null");
    assertThat(shown()).contains("rest_client_requests_total{code=\"404\"");
  }

  /** The client tells of each failure but the last. */
  @Test
  void aServerThatDoesNotAnswerIsToldToo() {
    server.stop(0);
    Span reconcile = tracer().spanBuilder("reconcile").startSpan();
    try (var client = client();
        var _ = reconcile.makeCurrent()) {
      Assertions.assertThatThrownBy(
              () -> client.configMaps().inNamespace("shop").withName("cart").get())
          .isInstanceOf(KubernetesClientException.class);
    } finally {
      reconcile.end();
    }
    assertThat(call().getStatus().getStatusCode())
        .isEqualTo(io.opentelemetry.api.trace.StatusCode.ERROR);
    assertThat(shown()).contains("rest_client_requests_total{code=\"<error>\",method=\"GET\"");
  }

  private io.opentelemetry.api.trace.Tracer tracer() {
    return traces.getOpenTelemetry().getTracer("test");
  }

  private SpanData call() {
    return traces.getSpans().stream()
        .filter(span -> span.getKind() == SpanKind.CLIENT)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no call in " + traces.getSpans()));
  }

  private String shown() {
    return PrometheusText.of(metrics.families());
  }

  private KubernetesClient client() {
    var calls = new ApiCalls(metrics, tracer());
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withMasterUrl("http://" + host)
                .withRequestRetryBackoffLimit(1)
                .withRequestRetryBackoffInterval(1)
                .build())
        .withHttpClientBuilderConsumer(it -> it.addOrReplaceInterceptor("telemetry", calls))
        .build();
  }
}
