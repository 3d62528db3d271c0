// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.opentelemetry.context.Context;
import io.otelop.webhook.Admission.Failure;
import io.otelop.webhook.AdmissionReviews.Decoded;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link Admission} behind a path. Whatever goes wrong in it, the API server gets an answer in
 * time, and what the answer is then depends on the path: a pod is admitted as it came
 * (instrumentation.md 0.1), a custom resource is refused with the fault named as ours.
 */
public final class AdmissionEndpoint implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(AdmissionEndpoint.class);

  private final Admission admission;
  private final Failure failure;
  private final Duration deadline;
  private final Observer observer;

  /**
   * An endpoint.
   *
   * @param admission decides
   * @param failure what a request gets where the admission fails or is late
   * @param deadline how long it may take; shorter than the timeout in the webhook's registration
   * @param observer told of each answer, after it is decided and before it is sent
   */
  public AdmissionEndpoint(
      Admission admission, Failure failure, Duration deadline, Observer observer) {
    this.admission = admission;
    this.failure = failure;
    this.deadline = deadline;
    this.observer = observer;
  }

  /** Told of each answer; self-calls that only warm up the program are left out. */
  @FunctionalInterface
  public interface Observer {

    /** One request was answered after this time. */
    void answered(AdmissionRequest request, AdmissionAnswer answer, Duration took);
  }

  @Override
  public Reply reply(byte[] body) {
    var start = System.nanoTime();
    return switch (AdmissionReviews.decode(body)) {
      case Decoded.Review(var request) -> {
        RequestSpans.ask(request);
        var answer = decide(request);
        RequestSpans.answer(answer);
        if (!WarmUp.isOurs(request)) {
          observer.answered(request, answer, Duration.ofNanos(System.nanoTime() - start));
        }
        yield Reply.json(200, AdmissionReviews.encode(request.uid(), answer));
      }
      case Decoded.Malformed(var uid, var problem) -> malformed(uid, problem);
    };
  }

  private Reply malformed(String uid, String problem) {
    LOG.atWarn()
        .addKeyValue("uid", uid)
        .addKeyValue("problem", problem)
        .log("AdmissionReview could not be read");
    if (uid.isEmpty()) {
      return Reply.json(400, AdmissionReviews.encode("", AdmissionAnswer.deny(400, problem)));
    }
    var answer = failed(400, "the request could not be read: " + problem);
    return Reply.json(200, AdmissionReviews.encode(uid, answer));
  }

  private AdmissionAnswer decide(AdmissionRequest request) {
    var task = new FutureTask<>(Context.current().wrap(() -> admission.answer(request)));
    Thread.ofVirtual().name("admission").start(task);
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      task.cancel(true);
      warn(request, "no decision within " + deadline.toMillis() + " ms");
      return failed(504, "the operator took longer than " + deadline.toMillis() + " ms");
    } catch (InterruptedException stopping) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return failed(503, "the operator is stopping");
    } catch (ExecutionException fault) {
      // One of the edges where everything is caught: a fault of ours must not hold back a pod.
      LOG.atError()
          .addKeyValue("resource", request.resource().resource())
          .addKeyValue("namespace", request.namespace())
          .addKeyValue("name", request.name())
          .setCause(fault.getCause())
          .log("Admission failed");
      return failed(500, "the operator failed; its log says why");
    }
  }

  private static void warn(AdmissionRequest request, String problem) {
    LOG.atWarn()
        .addKeyValue("resource", request.resource().resource())
        .addKeyValue("namespace", request.namespace())
        .addKeyValue("name", request.name())
        .addKeyValue("problem", problem)
        .log("Admission not decided");
  }

  private AdmissionAnswer failed(int code, String problem) {
    return switch (failure) {
      case ALLOW ->
          AdmissionAnswer.allowWith(List.of("opentelemetry-operator: left unchanged, " + problem));
      case DENY -> AdmissionAnswer.deny(code, problem);
    };
  }
}
