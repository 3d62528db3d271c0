// SPDX-License-Identifier: Apache-2.0
package io.otelop.telemetry;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.BaseControl;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.otelop.naming.SpanAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches the controllers: how much waits, how long a reconcile takes and how it ends, and a span
 * for each. Names of metrics are those that dashboards of operators know from controller-runtime
 * (targetallocator-opamp-ops.md D4).
 */
public final class Reconciles implements io.javaoperatorsdk.operator.api.monitoring.Metrics {

  /** The framework tells of begin and end of a reconcile in the thread that does it. */
  private static final ThreadLocal<@Nullable Running> RUNNING = new ThreadLocal<>();

  private final Tracer tracer;
  private final Metrics.Timer durations;
  private final Metrics.Timer waits;
  private final Metrics.Counter results;
  private final Metrics.Counter errors;
  private final Metrics.Counter retries;
  private final Map<String, Load> loads = new ConcurrentHashMap<>();

  /** When each object that waits was queued, by the clock of {@link System#nanoTime()}. */
  private final Map<Waiting, Long> queued = new ConcurrentHashMap<>();

  /** An object that waits for a reconcile; the framework queues it once at a time. */
  private record Waiting(String controller, String namespace, String name) {

    static Waiting of(String controller, HasMetadata object) {
      var metadata = object.getMetadata();
      return new Waiting(
          controller, String.valueOf(metadata.getNamespace()), String.valueOf(metadata.getName()));
    }
  }

  /** What a controller has to do. */
  private record Load(AtomicLong waiting, AtomicLong active) {}

  /** A watch that counts and traces. */
  public Reconciles(Metrics metrics, Tracer tracer) {
    this.tracer = tracer;
    durations =
        metrics.timer(
            "controller_runtime_reconcile_time_seconds", "How long a reconcile took", "controller");
    waits =
        metrics.timer(
            "workqueue_queue_duration_seconds",
            "How long objects waited for a reconcile",
            "name",
            "controller");
    results =
        metrics.counter(
            "controller_runtime_reconcile_total",
            "Reconciles by how they ended",
            "controller",
            "result");
    errors =
        metrics.counter(
            "controller_runtime_reconcile_errors_total", "Reconciles that failed", "controller");
    retries =
        metrics.counter(
            "workqueue_retries_total",
            "Reconciles that were queued again after a failure",
            "name",
            "controller");
    metrics.gauges(
        "controller_runtime_active_workers",
        "Reconciles that run",
        List.of("controller"),
        () -> loads(Stream::of, load -> load.active().get()));
    metrics.gauges(
        "workqueue_depth",
        "Objects that wait for a reconcile",
        List.of("name", "controller"),
        () -> loads(name -> Stream.of(name, name), load -> load.waiting().get()));
  }

  private Map<List<String>, Long> loads(
      Function<String, Stream<String>> labels, ToLongFunction<Load> value) {
    var values = new HashMap<List<String>, Long>();
    loads.forEach((name, load) -> values.put(labels.apply(name).toList(), value.applyAsLong(load)));
    return values;
  }

  /** A reconcile under way. */
  private static final class Running {

    final String controller;
    final long start = System.nanoTime();
    final Span span;
    final Scope scope;
    String result = "success";

    @SuppressWarnings("MustBeClosedChecker") // closed where the framework tells of the end
    Running(String controller, Span span) {
      this.controller = controller;
      this.span = span;
      this.scope = span.makeCurrent();
    }
  }

  @Override
  public void reconciliationSubmitted(
      HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
    var controller = controller(metadata);
    load(controller).waiting().incrementAndGet();
    queued.putIfAbsent(Waiting.of(controller, resource), System.nanoTime());
    if (retry != null && retry.getAttemptCount() > 0) {
      retries.increment(controller, controller);
    }
  }

  @Override
  public void reconciliationStarted(HasMetadata resource, Map<String, Object> metadata) {
    var controller = controller(metadata);
    var load = load(controller);
    load.waiting().decrementAndGet();
    load.active().incrementAndGet();
    var since = queued.remove(Waiting.of(controller, resource));
    if (since != null) {
      waits.record(Duration.ofNanos(System.nanoTime() - since), controller, controller);
    }
    var span =
        tracer
            .spanBuilder("reconcile " + resource.getKind())
            .setParent(Context.root())
            .setAttribute(SpanAttributes.CONTROLLER, controller)
            .startSpan();
    if (span.isRecording()) {
      describe(span, resource);
    }
    RUNNING.set(new Running(controller, span));
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    var result = execution.execute();
    var now = RUNNING.get();
    if (now != null
        && result instanceof BaseControl<?> control
        && control.getScheduleDelay().isPresent()) {
      now.result = "requeue_after";
    }
    return result;
  }

  @Override
  public void reconciliationFailed(
      HasMetadata resource,
      @Nullable RetryInfo retry,
      Exception failure,
      Map<String, Object> metadata) {
    var now = RUNNING.get();
    if (now != null) {
      now.result = "error";
      now.span.recordException(failure);
      now.span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
      errors.increment(now.controller);
    }
  }

  @Override
  public void reconciliationFinished(
      HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
    var now = RUNNING.get();
    if (now == null) {
      // The object was gone before its turn came.
      var controller = controller(metadata);
      load(controller).waiting().decrementAndGet();
      queued.remove(Waiting.of(controller, resource));
      return;
    }
    RUNNING.remove();
    now.span.setAttribute(SpanAttributes.RECONCILE_RESULT, now.result);
    now.scope.close();
    now.span.end();
    load(now.controller).active().decrementAndGet();
    durations.record(Duration.ofNanos(System.nanoTime() - now.start), now.controller);
    results.increment(now.controller, now.result);
  }

  private static void describe(Span span, HasMetadata object) {
    var metadata = object.getMetadata();
    SpanAttributes.put(span, SpanAttributes.KIND, object.getKind());
    SpanAttributes.put(span, SpanAttributes.NAMESPACE, metadata.getNamespace());
    SpanAttributes.put(span, SpanAttributes.NAME, metadata.getName());
    SpanAttributes.put(span, SpanAttributes.UID, metadata.getUid());
    if (metadata.getGeneration() != null) {
      span.setAttribute(SpanAttributes.GENERATION, metadata.getGeneration());
    }
  }

  private Load load(String controller) {
    return loads.computeIfAbsent(controller, _ -> new Load(new AtomicLong(), new AtomicLong()));
  }

  private static String controller(Map<String, Object> metadata) {
    return String.valueOf(metadata.get(Constants.CONTROLLER_NAME));
  }
}
