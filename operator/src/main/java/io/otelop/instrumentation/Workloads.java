// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.instrumentation.restart.WorkloadState;
import io.otelop.naming.Labels;
import io.otelop.pod.LabelMatch;
import io.otelop.reason.Finding;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and restarts Deployments, StatefulSets and DaemonSets. A restart is what {@code kubectl
 * rollout restart} does, a new annotation on the template and nothing else, by a field manager of
 * its own: tools that apply manifests leave alone what stands in none of them.
 */
final class Workloads {

  private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "DaemonSet");
  private static final int STANDARD_PERCENT = 25;
  private static final PatchContext PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("opentelemetry-operator-restart")
          .build();

  private final KubernetesClient client;

  Workloads(KubernetesClient client) {
    this.client = client;
  }

  /** Whether pods of such a workload can be made anew by a change of its template. */
  static boolean hasRollout(Workload workload) {
    return KINDS.contains(workload.kind());
  }

  /** How it is now. */
  WorkloadState read(Workload workload) {
    var object = resource(workload).map(Resource::get).orElse(null);
    return switch (object) {
      case Deployment deployment -> of(deployment, workload);
      case StatefulSet set -> of(set, workload);
      case DaemonSet set -> of(set, workload);
      case null, default -> WorkloadState.GONE;
    };
  }

  /** Lets all its pods be made anew, in the way and at the pace that it says itself. */
  void restart(Workload workload, String target, Instant now) {
    var patch =
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\",\"%s\":\"%s\"}}}}}"
            .formatted(Labels.RESTARTED_AT, now, Labels.RESTARTED_FOR, target);
    resource(workload).ifPresent(it -> it.patch(PATCH, patch));
  }

  /** For Events at it. */
  static ObjectReference reference(Workload workload) {
    return new ObjectReferenceBuilder()
        .withApiVersion("apps/v1")
        .withKind(workload.kind())
        .withNamespace(workload.namespace())
        .withName(workload.name())
        .build();
  }

  private Optional<Resource<?>> resource(Workload workload) {
    var apps = client.apps();
    var namespace = workload.namespace();
    var name = workload.name();
    return switch (workload.kind()) {
      case "Deployment" -> Optional.of(apps.deployments().inNamespace(namespace).withName(name));
      case "StatefulSet" -> Optional.of(apps.statefulSets().inNamespace(namespace).withName(name));
      case "DaemonSet" -> Optional.of(apps.daemonSets().inNamespace(namespace).withName(name));
      default -> Optional.empty();
    };
  }

  private WorkloadState of(Deployment deployment, Workload workload) {
    var spec = deployment.getSpec();
    var status = deployment.getStatus();
    var wanted = or(spec.getReplicas(), 1);
    var isComplete =
        status != null
            && isObserved(deployment.getMetadata().getGeneration(), status.getObservedGeneration())
            && or(status.getUpdatedReplicas(), 0) == wanted
            && or(status.getReplicas(), 0) == wanted
            && or(status.getAvailableReplicas(), 0) == wanted;
    var failure =
        status == null
            ? Optional.<Finding>empty()
            : status.getConditions().stream()
                .filter(it -> "ProgressDeadlineExceeded".equals(it.getReason()))
                .findFirst()
                .map(it -> finding(LifeReason.RestartTimedOut, String.valueOf(it.getMessage())));
    var hindrance =
        Boolean.TRUE.equals(spec.getPaused())
            ? Optional.of(finding(LifeReason.WorkloadUnhealthy, "is paused"))
            : budget(workload, spec.getTemplate(), taken(deployment, wanted));
    return new WorkloadState(true, isComplete, note(spec.getTemplate()), hindrance, failure);
  }

  private WorkloadState of(StatefulSet set, Workload workload) {
    var spec = set.getSpec();
    var status = set.getStatus();
    var wanted = or(spec.getReplicas(), 1);
    var isComplete =
        status != null
            && isObserved(set.getMetadata().getGeneration(), status.getObservedGeneration())
            && Objects.equals(status.getCurrentRevision(), status.getUpdateRevision())
            && or(status.getReadyReplicas(), 0) == wanted;
    var strategy = spec.getUpdateStrategy();
    var waits =
        strategy != null
            && ("OnDelete".equals(strategy.getType())
                || (strategy.getRollingUpdate() != null
                    && or(strategy.getRollingUpdate().getPartition(), 0) > 0));
    return new WorkloadState(
        true,
        isComplete,
        note(spec.getTemplate()),
        waits ? heldBack() : budget(workload, spec.getTemplate(), 1),
        Optional.empty());
  }

  private WorkloadState of(DaemonSet set, Workload workload) {
    var status = set.getStatus();
    var isComplete =
        status != null
            && isObserved(set.getMetadata().getGeneration(), status.getObservedGeneration())
            && Objects.equals(
                or(status.getUpdatedNumberScheduled(), 0), status.getDesiredNumberScheduled())
            && Objects.equals(
                or(status.getNumberAvailable(), 0), status.getDesiredNumberScheduled());
    var strategy = set.getSpec().getUpdateStrategy();
    var template = set.getSpec().getTemplate();
    return new WorkloadState(
        true,
        isComplete,
        note(template),
        strategy != null && "OnDelete".equals(strategy.getType())
            ? heldBack()
            : budget(workload, template, 1),
        Optional.empty());
  }

  private static Optional<Finding> heldBack() {
    return Optional.of(finding(LifeReason.NoRollout, "keeps its pods when its template changes"));
  }

  /** A rollout is no eviction, so nobody else asks the budget. */
  private Optional<Finding> budget(Workload workload, PodTemplateSpec template, int taken) {
    if (taken == 0) {
      return Optional.empty();
    }
    var labels =
        template.getMetadata() == null
            ? Map.<String, String>of()
            : Objects.requireNonNullElse(
                template.getMetadata().getLabels(), Map.<String, String>of());
    return client
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(workload.namespace())
        .list()
        .getItems()
        .stream()
        .filter(
            budget ->
                budget.getSpec() != null
                    && budget.getSpec().getSelector() != null
                    && LabelMatch.of(budget.getSpec().getSelector(), labels))
        .filter(
            budget ->
                budget.getStatus() == null
                    || or(budget.getStatus().getDisruptionsAllowed(), 0) < taken)
        .findFirst()
        .map(
            budget ->
                finding(
                    LifeReason.DisruptionBudgetExhausted,
                    "takes %d pods away at a time, and PodDisruptionBudget %s allows %d"
                        .formatted(
                            taken,
                            budget.getMetadata().getName(),
                            budget.getStatus() == null
                                ? 0
                                : or(budget.getStatus().getDisruptionsAllowed(), 0))));
  }

  /** Pods that its rollout takes away before others have come. */
  private static int taken(Deployment deployment, int wanted) {
    var strategy = deployment.getSpec().getStrategy();
    if (strategy != null && "Recreate".equals(strategy.getType())) {
      return wanted;
    }
    var rolling = strategy == null ? null : strategy.getRollingUpdate();
    var unavailable = rolling == null ? null : rolling.getMaxUnavailable();
    return unavailable == null ? wanted * STANDARD_PERCENT / 100 : share(unavailable, wanted);
  }

  private static int share(IntOrString value, int of) {
    var text = value.getStrVal();
    return text == null
        ? or(value.getIntVal(), 0)
        : of * Integer.parseInt(text.replace("%", "")) / 100;
  }

  private static String note(PodTemplateSpec template) {
    var metadata = template.getMetadata();
    return metadata == null || metadata.getAnnotations() == null
        ? ""
        : metadata.getAnnotations().getOrDefault(Labels.RESTARTED_FOR, "");
  }

  private static boolean isObserved(@Nullable Long generation, @Nullable Long observed) {
    return generation != null && observed != null && observed >= generation;
  }

  private static int or(@Nullable Integer value, int other) {
    return value == null ? other : value;
  }

  private static Finding finding(LifeReason reason, String problem) {
    return Finding.of(reason, "", "", problem);
  }
}
