// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant SOON = CREATED.plusSeconds(10);
  private static final Instant LATE = CREATED.plusSeconds(600);

  @Test
  void aPodThatHasSaidNothingIsWaitedFor() {
    assertThat(Verdict.of(pod("{}"), SOON)).isEqualTo(new Verdict.Pending());
    assertThat(verdict("waiting: {reason: ContainerCreating}")).isEqualTo(new Verdict.Pending());
    assertThat(verdict("running: {}")).isEqualTo(new Verdict.Pending());
  }

  @Test
  void theCollectorsOwnWordsAreKept() {
    assertThat(verdict("terminated: {exitCode: 0, reason: Completed}"))
        .isEqualTo(new Verdict.Valid());
    assertThat(verdict("terminated: {exitCode: 1, reason: Error, message: 'Error: bad'}"))
        .isEqualTo(new Verdict.Invalid("Error: bad"));
    assertThat(verdict("terminated: {exitCode: 1, reason: Error}"))
        .isEqualTo(new Verdict.Invalid("it ended with code 1"));
  }

  @Test
  void theVerdictCountsThoughAnotherContainerGoesOn() {
    var pod =
        pod(
            """
            phase: Running
            containerStatuses:
              - {name: proxy, state: {running: {}}}
              - {name: otc-container, state: {terminated: {exitCode: 0, reason: Completed}}}
            """);

    assertThat(Verdict.of(pod, SOON)).isEqualTo(new Verdict.Valid());
  }

  @Test
  void whatIsNotTheCollectorsFaultIsNotItsVerdict() {
    assertThat(verdict("terminated: {exitCode: 137, reason: OOMKilled}"))
        .isInstanceOf(Verdict.Impossible.class);
    assertThat(verdict("terminated: {exitCode: 128, reason: StartError}"))
        .isInstanceOf(Verdict.Impossible.class);
    assertThat(verdict("waiting: {reason: ErrImagePull, message: no such image}"))
        .isEqualTo(new Verdict.Impossible("ErrImagePull: no such image", false));
    assertThat(
            verdict(
                "terminated: {exitCode: 1, reason: Error,"
                    + " message: 'unknown command \"validate\" for \"x\"'}"))
        .isInstanceOf(Verdict.Impossible.class);
    assertThat(Verdict.of(pod("{phase: Failed, reason: Evicted, message: no room}"), SOON))
        .isEqualTo(new Verdict.Impossible("its pod failed: Evicted no room", true));
  }

  @Test
  void aPodThatNoNodeTakesIsNotWaitedForForEver() {
    var unscheduled =
        pod(
            """
            phase: Pending
            conditions:
              - {type: PodScheduled, status: "False", reason: Unschedulable, message: no node}
            """);

    assertThat(Verdict.of(unscheduled, SOON)).isEqualTo(new Verdict.Pending());
    assertThat(Verdict.of(unscheduled, LATE))
        .isEqualTo(new Verdict.Impossible("Unschedulable: no node", false));
  }

  private static Verdict verdict(String state) {
    return Verdict.of(
        pod("containerStatuses: [{name: otc-container, state: {%s}}]".formatted(state)), SOON);
  }

  private static Pod pod(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: check, creationTimestamp: "%s"}
        status:
        %s
        """
            .formatted(CREATED, status.indent(2)),
        Pod.class);
  }
}
