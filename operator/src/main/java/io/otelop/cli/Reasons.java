// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.clusterobservability.ObservabilityAdvice;
import io.otelop.clusterobservability.ObservabilityReason;
import io.otelop.collector.CollectorAdvice;
import io.otelop.collector.SidecarAdvice;
import io.otelop.collector.SidecarReason;
import io.otelop.instrumentation.InstrumentationAdvice;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.LifeAdvice;
import io.otelop.instrumentation.LifeReason;
import io.otelop.opampbridge.BridgeAdvice;
import io.otelop.opampbridge.BridgeReason;
import io.otelop.pod.PodReason;
import io.otelop.reason.Advice;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import io.otelop.settings.SettingReason;
import io.otelop.targetallocator.AllocatorAdvice;
import io.otelop.targetallocator.AllocatorReason;
import io.otelop.webhook.WebhookReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every reason that the operator gives to people, and what to do about it. */
final class Reasons {

  private static final String LOG =
      "kubectl -n opentelemetry-operator-system logs deployment/opentelemetry-operator";

  private static final String EVENTS = "kubectl -n opentelemetry-operator-system get events";

  private Reasons() {}

  /** Those of pods and Instrumentations, in the order in which they are shown. */
  static List<Reason> ofInjection() {
    return Stream.<Reason>concat(
            Arrays.stream(InstrumentationReason.values()), Arrays.stream(PodReason.values()))
        .toList();
  }

  /** Those of pods that ask for a collector beside them. */
  static List<Reason> ofSidecars() {
    return List.of(SidecarReason.values());
  }

  /** Those of Instrumentations and running pods. */
  static List<Reason> ofLife() {
    return List.of(LifeReason.values());
  }

  /** Those of collectors. */
  static List<Reason> ofCollectors() {
    return CollectorAdvice.reasons();
  }

  /** Those of target allocators. */
  static List<Reason> ofAllocators() {
    return List.of(AllocatorReason.values());
  }

  /** Those of OpAMP bridges. */
  static List<Reason> ofBridges() {
    return List.of(BridgeReason.values());
  }

  /** Those of the telemetry of clusters. */
  static List<Reason> ofObservabilities() {
    return List.of(ObservabilityReason.values());
  }

  /** Those that the operator and its tools give to who starts them, and nobody else. */
  static List<Reason> ofTools() {
    return Stream.<Reason>concat(
            Arrays.stream(SettingReason.values()),
            Stream.concat(
                Arrays.stream(SchemaReason.values()), Arrays.stream(AnnotationReason.values())))
        .toList();
  }

  /** The reason of that code; empty for one that is none of ours. */
  static Optional<Reason> of(String code) {
    return Stream.of(
            ofInjection(),
            ofSidecars(),
            ofLife(),
            ofCollectors(),
            ofAllocators(),
            ofBridges(),
            ofObservabilities(),
            ofTools())
        .flatMap(List::stream)
        .filter(reason -> reason.code().equals(code))
        .findFirst();
  }

  /** The command that helps in one case; empty where there is none. */
  static String command(Finding finding, Advice.Place place) {
    return advice(finding.reason()).command(finding, place);
  }

  /** The commands that help where conditions are not as they should be. */
  static List<String> commands(
      List<CollectorExplanation.Condition> conditions, Advice.Place place) {
    return conditions.stream()
        .flatMap(it -> of(it.reason()).stream())
        .map(reason -> command(Finding.of(reason, "", "", ""), place))
        .filter(command -> !command.isEmpty())
        .distinct()
        .toList();
  }

  /** Those of what others, or time, did to the operator. */
  static List<Reason> ofOperator() {
    return Stream.<Reason>concat(
            Arrays.stream(WebhookReason.values()), Arrays.stream(OperatorReason.values()))
        .toList();
  }

  /** What to do about a reason. */
  static Advice advice(Reason reason) {
    return switch (reason) {
      case InstrumentationReason ofInstrumentation -> InstrumentationAdvice.of(ofInstrumentation);
      case PodReason ofPod -> advice(ofPod);
      case SidecarReason ofSidecar -> SidecarAdvice.of(ofSidecar);
      case LifeReason ofLife -> LifeAdvice.of(ofLife);
      case AllocatorReason ofAllocator -> AllocatorAdvice.of(ofAllocator);
      case BridgeReason ofBridge -> BridgeAdvice.of(ofBridge);
      case ObservabilityReason ofObservability -> ObservabilityAdvice.of(ofObservability);
      case SettingReason ofSetting -> advice(ofSetting);
      case SchemaReason ofSchema -> advice(ofSchema);
      case AnnotationReason ofAnnotation -> advice(ofAnnotation);
      case WebhookReason ofWebhooks -> advice(ofWebhooks);
      case OperatorReason ofOperator -> advice(ofOperator);
      default -> CollectorAdvice.of(reason);
    };
  }

  private static Advice advice(PodReason reason) {
    return switch (reason) {
      case InternalError ->
          new Advice("A pod gets nothing, and its owner has an Event InternalError", LOG);
      case LimitsExceeded ->
          new Advice(
              "A pod gets no container beside its own in a namespace with a small quota or limit range",
              "kubectl -n {namespace} get limitranges,resourcequotas -o yaml");
      case WindowsPod -> Advice.none("A pod for Windows gets nothing injected");
      case NamespaceUnknown ->
          new Advice("A pod does not get what its new namespace asks for", "{restart}");
    };
  }

  private static Advice advice(SettingReason reason) {
    return switch (reason) {
      case SettingNotAllowed -> new Advice("The operator ends at its start", LOG);
      case SettingsFileUnreadable ->
          new Advice("The operator ends at its start, and its config file is named", LOG);
      case SettingUnknown -> new Advice("A flag or a key of the config file does nothing", LOG);
      case SettingWithoutEffect ->
          Advice.none("A flag that the Go operator has is accepted and does nothing");
      case SettingNotConfirmed ->
          new Advice("Pods are let in without an answer, though a flag says otherwise", LOG);
    };
  }

  private static Advice advice(SchemaReason reason) {
    return switch (reason) {
      case UnknownField -> Advice.none("kubectl otel validate names a field that the kind lacks");
      case MissingField -> Advice.none("kubectl otel validate names a field that must be there");
      case UnfitValue -> Advice.none("kubectl otel validate names a value of a wrong type");
      case UnknownKind -> Advice.none("kubectl otel validate does not know a kind of our group");
    };
  }

  private static Advice advice(AnnotationReason reason) {
    return switch (reason) {
      case AnnotationAtWorkload ->
          new Advice(
              "A Deployment has the annotation, but its pods get no agent and nothing says why",
              "{set true}");
      case UnknownAnnotation ->
          Advice.none("Pods have an annotation of the operator's group, but nothing comes of it");
    };
  }

  private static Advice advice(WebhookReason reason) {
    return switch (reason) {
      case CertificateSecretDeleted ->
          new Advice("Somebody deleted the Secret with the webhooks' certificate", EVENTS);
      case CertificateSecretSpoiled ->
          new Advice(
              "Somebody wrote nonsense into the Secret with the webhooks' certificate", EVENTS);
      case AuthorityReplaced ->
          new Advice("Somebody put another authority into the Secret of the webhooks", EVENTS);
      case CertificateEnded ->
          new Advice("The webhooks' certificate was not valid, and was made anew", EVENTS);
      case CertificateFilesUnusable ->
          new Advice(
              "New files of a certificate of your own, or cert-manager's, are not used", LOG);
      case WebhooksChanged ->
          new Advice(
              "A webhook configuration, or the conversion, was changed and put right", EVENTS);
      case WebhooksLeftBehind ->
          new Advice(
              "A webhook configuration of the operator is left under an older name",
              "kubectl delete mutatingwebhookconfiguration NAME");
      case OtherOperator ->
          new Advice("The operator is not ready, or does not answer, beside another one", EVENTS);
    };
  }

  private static Advice advice(OperatorReason reason) {
    return switch (reason) {
      case ApiServerUnreachable -> new Advice("The API server did not answer for a while", EVENTS);
      case ClockJumped -> new Advice("The clock of the operator's node jumped", EVENTS);
    };
  }
}
