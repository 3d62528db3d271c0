// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.otelop.naming.SpanAttributes;
import io.otelop.webhook.Endpoint.Reply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A span for each request to the webhook server, as a part of the API server's own trace where it
 * sends one. Keys: semantic conventions for HTTP servers, and {@code otelop.admission.*} for what
 * they do not know.
 */
final class RequestSpans {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> CODE = AttributeKey.longKey("http.response.status_code");

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  RequestSpans(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.otelop");
    this.propagator = telemetry.getPropagators().getTextMapPropagator();
  }

  /** What answers a request. */
  @FunctionalInterface
  interface Work {
    Reply reply() throws IOException;
  }

  /** The reply, made within a span. */
  Reply trace(HttpExchange exchange, String route, Work work) throws IOException {
    if (!tracer.isEnabled()) {
      return work.reply();
    }
    var sender = propagator.extract(Context.root(), exchange.getRequestHeaders(), Getter.HEADERS);
    var method = exchange.getRequestMethod();
    var span =
        tracer
            .spanBuilder(method + " " + route)
            .setParent(sender)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, method)
            .setAttribute(SCHEME, "https")
            .setAttribute(PATH, route)
            .setAttribute(ROUTE, route)
            .startSpan();
    try (var _ = span.makeCurrent()) {
      var reply = work.reply();
      span.setAttribute(CODE, (long) reply.code());
      if (reply.code() >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
      return reply;
    } finally {
      span.end();
    }
  }

  /** Says what is asked, at the span of the request that is being answered. */
  static void ask(AdmissionRequest request) {
    var span = Span.current();
    if (!span.isRecording()) {
      return;
    }
    var kind = request.kind().kind();
    span.updateName("admission " + request.operation() + " " + kind);
    span.setAttribute(SpanAttributes.OPERATION, request.operation().name());
    span.setAttribute(SpanAttributes.REQUEST, request.uid());
    span.setAttribute(SpanAttributes.DRY_RUN, request.dryRun());
    span.setAttribute(SpanAttributes.KIND, kind);
    SpanAttributes.put(span, SpanAttributes.NAMESPACE, request.namespace());
    SpanAttributes.put(span, SpanAttributes.NAME, request.name());
    SpanAttributes.put(
        span,
        SpanAttributes.GENERATE_NAME,
        request.object().path("metadata").path("generateName").asText(""));
  }

  /** Says what is answered, at the same span. */
  static void answer(AdmissionAnswer answer) {
    var span = Span.current();
    if (!span.isRecording()) {
      return;
    }
    span.setAttribute(SpanAttributes.ALLOWED, answer.allowed());
    span.setAttribute(SpanAttributes.PATCHED, !answer.patch().isEmpty());
    SpanAttributes.put(span, SpanAttributes.MESSAGE, answer.message());
  }

  private enum Getter implements TextMapGetter<Headers> {
    HEADERS;

    @Override
    public Iterable<String> keys(Headers headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String key) {
      return headers == null ? null : headers.getFirst(key);
    }
  }
}
