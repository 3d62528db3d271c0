// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.otelop.naming.SpanAttributes;
import io.otelop.webhook.Admission.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is traced of a request to the webhooks. */
class RequestSpansTest {

  private static final String PATH = "/mutate-v1-pod";

  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "a-uid",
       "operation": "CREATE", "kind": {"group": "", "version": "v1", "kind": "Pod"},
       "resource": {"group": "", "version": "v1", "resource": "pods"}, "namespace": "shop",
       "object": {"metadata": {"generateName": "cart-"}}}}
      """;

  @RegisterExtension static final OpenTelemetryExtension TRACES = OpenTelemetryExtension.create();

  private final Keychain keychain =
      Keychain.create(List.of("127.0.0.1"), Validity.STANDARD, Clock.systemUTC().instant());
  private final AtomicReference<String> seen = new AtomicReference<>("");
  private final WebhookServer server = start();

  private WebhookServer start() {
    Admission admission =
        _ -> {
          seen.set(Span.current().getSpanContext().getSpanId());
          return AdmissionAnswer.deny("it is wrong");
        };
    try {
      return WebhookServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          keychain.serving(),
          TlsRules.STANDARD,
          Map.of(
              PATH,
              new AdmissionEndpoint(
                  admission, Failure.ALLOW, Duration.ofSeconds(2), (_, _, _) -> {})),
          TRACES.getOpenTelemetry());
    } catch (IOException taken) {
      throw new java.io.UncheckedIOException(taken);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAdmissionIsASpanOfTheCallersTrace() throws Exception {
    var trace = "0af7651916cd43dd8448eb211c80319c";
    post("00-" + trace + "-b7ad6b7169203331-01");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !TRACES.getSpans().isEmpty());

    assertThat(TRACES.getSpans())
        .singleElement()
        .satisfies(
            span ->
                OpenTelemetryAssertions.assertThat(span)
                    .hasName("admission CREATE Pod")
                    .hasKind(SpanKind.SERVER)
                    .hasTraceId(trace)
                    .hasParentSpanId("b7ad6b7169203331")
                    .hasSpanId(seen.get())
                    .hasAttribute(SpanAttributes.NAMESPACE, "shop")
                    .hasAttribute(SpanAttributes.GENERATE_NAME, "cart-")
                    .hasAttribute(SpanAttributes.REQUEST, "a-uid")
                    .hasAttribute(SpanAttributes.ALLOWED, false)
                    .hasAttribute(SpanAttributes.MESSAGE, "it is wrong"));
  }

  @Test
  void callsThatOnlyWarmUpAreNotKept() throws Exception {
    WarmUp.pods(server, PATH, "{}", "warm-up", 2);
    assertThat(seen.get()).isNotEmpty();
    post("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !TRACES.getSpans().isEmpty());
    assertThat(TRACES.getSpans()).hasSize(1);
  }

  private void post(String traceparent) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", server.certificate().leaf());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + PATH))
                  .header("traceparent", traceparent)
                  .POST(BodyPublishers.ofString(REVIEW))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }
}
