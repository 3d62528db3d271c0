// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the operator asks of the API server, and traces it where it is part of a span:
 * informers, which run by themselves, are counted alone. The trace's context goes with the request,
 * in the only form that Kubernetes knows, so that an API server that traces joins in. Keys:
 * semantic conventions for HTTP clients.
 */
public final class ApiCalls implements Interceptor {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<Long> CODE = AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  /** The header by which the client tells of an answer: it gives no other mark to a request. */
  private static final String MARK = "traceparent";

  /** More than calls that can be under way at one time. */
  private static final int MOST = 256;

  private final Metrics.Counter requests;
  private final Tracer tracer;
  private final Map<String, Call> calls = new LinkedHashMap<>();
  private final Silence silence;

  /** A call under way. */
  private record Call(String method, URI uri, Span span) {}

  /** An observer of one client's calls. */
  public ApiCalls(Metrics metrics, Tracer tracer) {
    this(metrics, tracer, _ -> {});
  }

  /**
   * An observer of one client's calls.
   *
   * @param back told when the API server answers again, and how long it did not; see {@link
   *     Silence}
   */
  public ApiCalls(Metrics metrics, Tracer tracer, Consumer<Duration> back) {
    this.tracer = tracer;
    this.silence = new Silence(System::nanoTime, back);
    metrics.gauge(
        "otelop_api_server_unreachable_seconds",
        "How long the API server has not answered; 0 while it answers",
        () -> silence.length().toMillis() / 1e3);
    this.requests =
        metrics.counter(
            "rest_client_requests_total",
            "Requests to the API server; without a code, there was no answer",
            "code",
            "method",
            "host");
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!Span.current().isRecording()) {
      return;
    }
    var uri = request.uri();
    var span =
        tracer
            .spanBuilder(request.method())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(METHOD, request.method())
            .setAttribute(ADDRESS, uri.getHost())
            .setAttribute(PORT, (long) uri.getPort())
            .setAttribute(PATH, uri.getPath())
            .startSpan();
    var context = Context.current().with(span);
    var headers = new HashMap<String, String>();
    W3CTraceContextPropagator.getInstance().inject(context, headers, ApiCalls::put);
    headers.forEach(builder::setHeader);
    open(headers.getOrDefault(MARK, ""), new Call(request.method(), uri, span));
  }

  private static void put(@Nullable Map<String, String> headers, String key, String value) {
    if (headers != null) {
      headers.put(key, value);
    }
  }

  /** Notes a call. One that ran into a timeout is never told of, so the oldest makes room. */
  private synchronized void open(String mark, Call call) {
    calls.put(mark, call);
    if (calls.size() > MOST) {
      var eldest = calls.entrySet().iterator();
      eldest.next().getValue().span().end();
      eldest.remove();
    }
  }

  private synchronized @Nullable Call answered(@Nullable String mark) {
    return mark == null ? null : calls.remove(mark);
  }

  /** The client tells of a failure without the mark; a call of the same kind is as good. */
  private synchronized Optional<Call> failed(HttpRequest request) {
    var found =
        calls.entrySet().stream()
            .filter(it -> it.getValue().uri().equals(request.uri()))
            .filter(it -> it.getValue().method().equals(request.method()))
            .findFirst();
    found.ifPresent(it -> calls.remove(it.getKey()));
    return found.map(Map.Entry::getValue);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    silence.heard();
    count(request, String.valueOf(response.code()));
    var call = answered(request.header(MARK));
    if (call == null) {
      return;
    }
    var span = call.span();
    span.setAttribute(CODE, (long) response.code());
    if (response.code() >= 400) {
      span.setAttribute(ERROR, String.valueOf(response.code()));
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    silence.unheard();
    count(request, "<error>");
    failed(request)
        .map(Call::span)
        .ifPresent(
            span -> {
              span.setAttribute(ERROR, failure.getClass().getName());
              span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
              span.end();
            });
  }

  private void count(HttpRequest request, String code) {
    // An authority that is no host by the rules of URIs is one all the same.
    requests.increment(code, request.method(), String.valueOf(request.uri().getAuthority()));
  }
}
