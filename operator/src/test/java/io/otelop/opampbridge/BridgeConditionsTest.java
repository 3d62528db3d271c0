// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.otelop.child.OperandDefaults;
import io.otelop.cluster.AccessReviews.Answer;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Unanswered;
import io.otelop.cluster.SyncReport;
import io.otelop.crds.opampbridge.BridgeStatus;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.testing.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the status of an OpAMP bridge says, from what was found. */
class BridgeConditionsTest {

  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
  private static final OperandDefaults DEFAULTS =
      new OperandDefaults("bridge.test/bridge:1", "1", List.of(), _ -> true, _ -> true);

  private final OpAMPBridge resource =
      Yaml.as(
          Yaml.document(
              """
              apiVersion: opentelemetry.io/v1alpha1
              kind: OpAMPBridge
              metadata: {name: fleet, namespace: shop, uid: u, generation: 2}
              spec: {endpoint: "wss://opamp.test", capabilities: {}}
              """),
          OpAMPBridge.class);

  @Test
  void whatIsAsBeforeIsTheSameStatus() {
    var before = status(new Denied(BridgeAccess.NEEDED), deployment(1, 2), THEN);
    resource.setStatus(before);

    assertThat(status(new Denied(BridgeAccess.NEEDED), deployment(1, 2), NOW)).isEqualTo(before);
  }

  @Test
  void permissionsAreAsBeforeWhereNobodyAnswers() {
    assertThat(status(new Unanswered(), deployment(1, 2), THEN).conditions())
        .extracting(Condition::getType)
        .containsExactly("Ready");
    resource.setStatus(status(new Denied(List.of()), deployment(1, 2), THEN));

    var after = status(new Unanswered(), deployment(1, 2), NOW);

    assertThat(after).isEqualTo(resource.getStatus());
    assertThat(condition(after, "Permitted").getStatus()).isEqualTo("True");
  }

  @Test
  void missingPermissionsAreNewsOnce() {
    var lacking = status(new Denied(BridgeAccess.NEEDED), deployment(0, 2), THEN);
    assertThat(BridgeConditions.isPermissionNews(resource, lacking)).isTrue();
    resource.setStatus(lacking);

    assertThat(BridgeConditions.isPermissionNews(resource, lacking)).isFalse();
    assertThat(
            BridgeConditions.isPermissionNews(
                resource,
                status(new Denied(BridgeAccess.NEEDED.subList(0, 1)), deployment(0, 2), NOW)))
        .isTrue();
  }

  @Test
  void aPodOfAnOlderTemplateIsNotReady() {
    var old = status(new Denied(List.of()), deployment(1, 1), NOW);
    var none = status(new Denied(List.of()), List.of(), NOW);

    assertThat(condition(old, "Ready").getStatus()).isEqualTo("False");
    assertThat(condition(none, "Ready").getMessage())
        .isEqualTo("0 of 1 pods are ready and of the newest template");
    assertThat(condition(status(new Denied(List.of()), deployment(1, 2), NOW), "Ready").getStatus())
        .isEqualTo("True");
  }

  @Test
  void aRefusedSpecKeepsWhatIsKnownOfWhatRuns() {
    resource.setStatus(status(new Denied(List.of()), deployment(1, 2), THEN));

    var rejected = BridgeConditions.failed(resource, BridgeReason.InvalidBridge, "no", NOW);

    assertThat(rejected.image()).isEqualTo("bridge.test/bridge:1");
    assertThat(condition(rejected, "Ready").getReason()).isEqualTo("InvalidBridge");
    assertThat(condition(rejected, "Permitted").getLastTransitionTime()).isEqualTo(THEN.toString());
  }

  private BridgeStatus status(Answer permissions, List<HasMetadata> objects, Instant now) {
    return EffectiveBridge.of(resource, DEFAULTS) instanceof EffectiveBridge.Resolved(var bridge, _)
        ? BridgeConditions.of(resource, bridge, SyncReport.nothing(), permissions, objects, now)
        : BridgeConditions.rejected(resource, List.of(), now);
  }

  /**
   * With one pod.
   *
   * @param ready how many are
   * @param seen the generation that the cluster has dealt with, of 2
   */
  private static List<HasMetadata> deployment(int ready, int seen) {
    return List.of(
        Yaml.as(
            Yaml.document(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fleet-opamp-bridge, generation: 2}
                status: {observedGeneration: %d, replicas: 1, updatedReplicas: 1, readyReplicas: %d}
                """
                    .formatted(seen, ready)),
            Deployment.class));
  }

  private static Condition condition(BridgeStatus status, String type) {
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(it -> it.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
