// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.otelop.child.DeploymentProgress;
import io.otelop.cluster.AccessReviews.Answer;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.cluster.SyncReport;
import io.otelop.crds.opampbridge.BridgeStatus;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.reason.Conditions;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status of an OpAMP bridge. Pure: equal inputs give an equal status, so no write. {@code
 * Ready} means that the wanted pod is of the newest template and is ready; {@code Permitted}, that
 * its ServiceAccount has what the bridge checks at its start.
 */
final class BridgeConditions {

  static final String READY = "Ready";
  static final String PERMITTED = "Permitted";

  private BridgeConditions() {}

  /**
   * The status after the children were made.
   *
   * @param permissions what its ServiceAccount lacks
   * @param objects that it owns, the newest first
   */
  static BridgeStatus of(
      OpAMPBridge resource,
      EffectiveBridge bridge,
      SyncReport report,
      Answer permissions,
      List<HasMetadata> objects,
      Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var conditions = new ArrayList<Condition>();
    conditions.add(ready(bridge, report, objects, generation));
    permitted(resource, bridge, permissions).ifPresent(conditions::add);
    var isOurImage = bridge.image().equals(bridge.defaults().image());
    return new BridgeStatus(
        generation,
        Conditions.merge(previous(resource), conditions, now),
        isOurImage ? bridge.defaults().version() : null,
        bridge.image());
  }

  /** The status where the custom resource cannot be made; what runs stays. */
  static BridgeStatus rejected(OpAMPBridge resource, List<Finding> findings, Instant now) {
    return failed(
        resource,
        BridgeReason.InvalidBridge,
        findings.stream()
            .filter(it -> it.reason().severity() == Severity.ERROR)
            .map(Finding::sentence)
            .collect(Collectors.joining(". ")),
        now);
  }

  /** The status where it is not as it is wanted. */
  static BridgeStatus failed(
      OpAMPBridge resource, BridgeReason reason, String message, Instant now) {
    var generation = resource.getMetadata().getGeneration();
    var before = resource.getStatus();
    var conditions = new ArrayList<Condition>();
    conditions.add(Conditions.of(READY, false, reason, message, generation));
    previous(resource).stream()
        .filter(it -> it.getType().equals(PERMITTED))
        .forEach(conditions::add);
    return new BridgeStatus(
        generation,
        Conditions.merge(previous(resource), conditions, now),
        before == null ? null : before.version(),
        before == null ? null : before.image());
  }

  private static Condition ready(
      EffectiveBridge bridge, SyncReport report, List<HasMetadata> objects, long generation) {
    if (!report.foreign().isEmpty()) {
      return Conditions.of(
          READY,
          false,
          BridgeReason.BridgeObjectTaken,
          report.foreign().getFirst() + " exists already and is not this bridge's",
          generation);
    }
    var wanted = bridge.replicas();
    var progress = DeploymentProgress.of(objects, wanted);
    if (!progress.isDone()) {
      return Conditions.of(
          READY, false, BridgeReason.BridgeNotReady, progress.sentence(), generation);
    }
    return wanted == 0
        ? Conditions.of(READY, true, BridgeReason.NoBridgeWanted, "no pod is wanted", generation)
        : Conditions.of(READY, true, BridgeReason.BridgeReady, "the pod is ready", generation);
  }

  /** As before where nobody answered. */
  private static Optional<Condition> permitted(
      OpAMPBridge resource, EffectiveBridge bridge, Answer permissions) {
    var generation = resource.getMetadata().getGeneration();
    if (!(permissions instanceof Denied(var lacking))) {
      return previous(resource).stream().filter(it -> it.getType().equals(PERMITTED)).findFirst();
    }
    var pods = Identity.ofServiceAccount(bridge.namespace(), bridge.serviceAccount());
    return Optional.of(
        lacking.isEmpty()
            ? Conditions.of(
                PERMITTED,
                true,
                BridgeReason.BridgePermitted,
                bridge.serviceAccount() + " has the permissions that the bridge checks",
                generation)
            : Conditions.of(
                PERMITTED,
                false,
                BridgeReason.BridgePermissionsMissing,
                pods.lacks(lacking) + "; " + BridgeReason.BridgePermissionsMissing.remedy(),
                generation));
  }

  /** Whether the status does not speak of this spec yet. */
  static boolean isNewSpec(OpAMPBridge resource) {
    var status = resource.getStatus();
    return status == null
        || !Objects.equals(status.observedGeneration(), resource.getMetadata().getGeneration());
  }

  /** Whether a status says something else of the permissions than the one that is stored. */
  static boolean isPermissionNews(OpAMPBridge resource, BridgeStatus status) {
    return !permission(resource.getStatus()).equals(permission(status));
  }

  private static Optional<String> permission(@Nullable BridgeStatus status) {
    return conditions(status).stream()
        .filter(it -> it.getType().equals(PERMITTED))
        .map(Condition::getMessage)
        .findFirst();
  }

  /** Since when the permissions are as a status says; empty where it says nothing of them. */
  static Optional<Instant> permittedSince(BridgeStatus status) {
    return conditions(status).stream()
        .filter(it -> it.getType().equals(PERMITTED))
        .map(it -> Instant.parse(it.getLastTransitionTime()))
        .findFirst();
  }

  private static List<Condition> previous(OpAMPBridge resource) {
    return conditions(resource.getStatus());
  }

  private static List<Condition> conditions(@Nullable BridgeStatus status) {
    return status == null ? List.of() : Objects.requireNonNullElse(status.conditions(), List.of());
  }
}
