// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.otelop.cluster.EventSink;
import io.otelop.naming.Labels;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodFeatures;
import io.otelop.pod.PodReason;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import io.otelop.webhook.AdmissionRequest.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edits pods on their way in. Every pod is admitted; who made it hears by a warning what was not
 * done, and so does whoever looks at the Events of the pod's owner. Rules: instrumentation.md 0.
 */
public final class PodWebhook implements Admission {

  private static final Logger LOG = LoggerFactory.getLogger(PodWebhook.class);

  /** Key of the note in the API server's audit log. */
  private static final String AUDIT = "injection";

  private final PodAdmission admission;
  private final NamespaceLookup namespaces;
  private final OwnerLookup owners;
  private final Supplier<PodFeatures> features;
  private final EventSink events;
  private final Consumer<PodAnswer> observer;

  /**
   * A webhook.
   *
   * @param admission decides
   * @param namespaces answers from memory
   * @param owners answers from memory, or after a few milliseconds
   * @param features answers from memory
   * @param events told what was not done as asked, unless the request is a dry run
   * @param observer told of each answer that counts: not of dry runs
   */
  public PodWebhook(
      PodAdmission admission,
      NamespaceLookup namespaces,
      OwnerLookup owners,
      Supplier<PodFeatures> features,
      EventSink events,
      Consumer<PodAnswer> observer) {
    this.admission = admission;
    this.namespaces = namespaces;
    this.owners = owners;
    this.features = features;
    this.events = events;
    this.observer = observer;
  }

  @Override
  public AdmissionAnswer answer(AdmissionRequest request) {
    if (!isNewPod(request)) {
      return AdmissionAnswer.allow();
    }
    var namespace = namespaces.find(request.namespace());
    var metadata = namespace.orElse(NamespaceLookup.Metadata.NONE);
    var facts =
        new PodFacts(
            request.object(),
            request.namespace(),
            metadata.annotations(),
            metadata.labels(),
            owners,
            features.get(),
            metadata.limits(),
            request.dryRun());
    var answer = admission.answer(facts);
    logFaults(facts, answer);
    if (!request.dryRun()) {
      DecisionLog.write(facts, answer);
      sendEvents(facts, answer);
      observer.accept(answer);
    }
    var reply = AdmissionAnswer.allowWith(answer.patch(), answer.warnings());
    if (!answer.decisions().isEmpty()) {
      reply = reply.audited(Map.of(AUDIT, note(answer)));
    }
    if (namespace.isPresent()) {
      return reply;
    }
    var unknown = unknown(request.namespace());
    if (!request.dryRun()) {
      LOG.atInfo()
          .addKeyValue("namespace", request.namespace())
          .addKeyValue("reason", unknown.reason().code())
          .log(unknown.problem());
      regarding(facts).ifPresent(it -> events.send(it, unknown));
    }
    return reply.andWarn(List.of(unknown.reason().code() + ": " + unknown.sentence()));
  }

  private static boolean isNewPod(AdmissionRequest request) {
    return request.operation() == Operation.CREATE
        && request.resource().resource().equals("pods")
        && request.subResource().isEmpty();
  }

  private static String note(PodAnswer answer) {
    return answer.pod().path("metadata").path("annotations").path(Labels.INJECTION).asText("");
  }

  private static Finding unknown(String namespace) {
    return Finding.of(
        PodReason.NamespaceUnknown,
        "",
        "",
        "namespace " + namespace + " could not be read, so only the pod's own annotations count");
  }

  private void sendEvents(PodFacts facts, PodAnswer answer) {
    var regarding = regarding(facts);
    if (regarding.isEmpty()) {
      return;
    }
    answer
        .findings()
        .filter(finding -> finding.reason().severity() != Severity.INFO)
        .forEach(finding -> events.send(regarding.get(), finding));
  }

  /** The pod's controller, else the pod itself if it has a name already. */
  private static Optional<ObjectReference> regarding(PodFacts facts) {
    for (var owner : facts.pod().path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return Optional.of(
            new ObjectReferenceBuilder()
                .withApiVersion(owner.path("apiVersion").asText(""))
                .withKind(owner.path("kind").asText(""))
                .withNamespace(facts.namespace())
                .withName(owner.path("name").asText(""))
                .withUid(owner.path("uid").asText(""))
                .build());
      }
    }
    if (facts.name().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ObjectReferenceBuilder()
            .withApiVersion("v1")
            .withKind("Pod")
            .withNamespace(facts.namespace())
            .withName(facts.name())
            .build());
  }

  private static void logFaults(PodFacts facts, PodAnswer answer) {
    for (var fault : answer.faults()) {
      LOG.atError()
          .addKeyValue("namespace", facts.namespace())
          .addKeyValue("injector", fault.injector())
          .setCause(fault.cause())
          .log("a pod could not be edited and is admitted without");
    }
  }
}
