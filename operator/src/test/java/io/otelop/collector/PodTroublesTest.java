// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodTroublesTest {

  static Stream<Arguments> troubles() {
    return Stream.of(
        Arguments.of(
            "an image that is not there",
            waiting("ErrImagePull", "no.test/image:1: not found"),
            "container otc-container waits, ErrImagePull: no.test/image:1: not found"),
        Arguments.of(
            "an image that is waited for",
            waiting("ImagePullBackOff", "Back-off pulling image"),
            "container otc-container waits, ImagePullBackOff: Back-off pulling image"),
        Arguments.of(
            "an image that has no possible name",
            waiting("InvalidImageName", "couldn't parse image name"),
            "container otc-container waits, InvalidImageName: couldn't parse image name"),
        Arguments.of(
            "a Secret that is not there",
            waiting("CreateContainerConfigError", "secret \"token\" not found"),
            "container otc-container waits, CreateContainerConfigError: secret \"token\" not found"),
        Arguments.of(
            "a command that is not there",
            waiting("RunContainerError", "exec: \"/no\": no such file"),
            "container otc-container waits, RunContainerError: exec: \"/no\": no such file"),
        Arguments.of(
            "a crash, while its container waits for its next start",
            waiting("CrashLoopBackOff", "back-off 10s")
                + ", lastState: {terminated: {exitCode: 1, reason: Error, message: 'bad config'}}",
            "container otc-container ends again and again with code 1 (Error): bad config"),
        Arguments.of(
            "a crash, as long as nobody has said how it ended",
            waiting("CrashLoopBackOff", "back-off 10s"),
            "container otc-container waits, CrashLoopBackOff: back-off 10s"),
        Arguments.of(
            "a crash, while its container has just ended",
            "state: {terminated: {exitCode: 1, reason: Error, message: 'bad config'}}",
            "container otc-container ended with code 1 (Error): bad config"),
        Arguments.of(
            "a crash, while its container runs again",
            "state: {running: {}}, ready: false,"
                + " lastState: {terminated: {exitCode: 1, reason: Error, message: 'bad config'}}",
            "container otc-container ends again and again with code 1 (Error): bad config"),
        Arguments.of(
            "too little memory",
            waiting("CrashLoopBackOff", "back-off 10s")
                + ", lastState: {terminated: {exitCode: 137, reason: OOMKilled}}",
            "container otc-container ends again and again with code 137 (OOMKilled)"),
        Arguments.of(
            "a probe that fails, so that the collector is asked to end",
            "state: {running: {}}, ready: false,"
                + " lastState: {terminated: {exitCode: 0, reason: Completed}}",
            "container otc-container ends again and again with code 0 (Completed)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void whatAContainerSuffersFromIsTold(String what, String container, String told) {
    var status = "containerStatuses: [{name: otc-container, %s}]".formatted(container);

    assertThat(told(pod("one", "2026-01-01T00:00:00Z", status))).containsExactly(told);
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void aContainerThatOnlyTakesItsTimeIsNoTrouble(String container) {
    var status = "containerStatuses: [{name: otc-container, %s}]".formatted(container);

    assertThat(told(pod("one", "2026-01-01T00:00:00Z", status))).isEmpty();
  }

  static Stream<String> harmless() {
    return Stream.of(
        waiting("ContainerCreating", ""),
        waiting("PodInitializing", ""),
        "state: {waiting: {}}",
        "state: {running: {}}, ready: false",
        "state: {running: {}}, ready: true,"
            + " lastState: {terminated: {exitCode: 1, reason: Error, message: long ago}}");
  }

  @Test
  void aPodThatNoNodeTakesIsTold() {
    assertThat(
            told(
                pod(
                    "one",
                    "2026-01-01T00:00:00Z",
                    """
                    phase: Pending
                    conditions:
                      - {type: PodScheduled, status: "False", reason: Unschedulable, message: no room}
                    """)))
        .containsExactly("Unschedulable: no room");
  }

  @Test
  void aPodThatItsNodeHasThrownOutIsTold() {
    assertThat(
            told(
                pod(
                    "one",
                    "2026-01-01T00:00:00Z",
                    "{phase: Failed, reason: Evicted, message: the node was low on memory}")))
        .containsExactly("Evicted: the node was low on memory");
  }

  @Test
  void anInitContainerThatFailsIsToldAndThoseThatWaitForItAreNot() {
    assertThat(
            told(
                pod(
                    "one",
                    "2026-01-01T00:00:00Z",
                    """
                    initContainerStatuses:
                      - {name: done, state: {terminated: {exitCode: 0, reason: Completed}}}
                      - {name: next, state: {terminated: {exitCode: 2, reason: Error, message: no}}}
                    containerStatuses:
                      - {name: otc-container, state: {waiting: {reason: PodInitializing}}}
                    """)))
        .containsExactly("container next ended with code 2 (Error): no");
  }

  @Test
  void theNewestPodsComeFirstTheSameIsToldOnceAndWhatIsOnItsWayOutNotAtAll() {
    var bad = "containerStatuses: [{name: otc-container, %s}]";
    var leaving = pod("leaving", "2026-01-05T00:00:00Z", bad.formatted(waiting("E0", "gone")));
    leaving.getMetadata().setDeletionTimestamp("2026-01-05T00:00:01Z");

    assertThat(
            told(
                pod("a", "2026-01-01T00:00:00Z", bad.formatted(waiting("E1", "old"))),
                pod("b", "2026-01-03T00:00:00Z", bad.formatted(waiting("E3", "new"))),
                pod("c", "2026-01-02T00:00:00Z", bad.formatted(waiting("E2", "between"))),
                pod("d", "2026-01-02T00:00:00Z", bad.formatted(waiting("E2", "between"))),
                pod("e", "2025-01-01T00:00:00Z", bad.formatted(waiting("E4", "too many"))),
                leaving))
        .containsExactly(
            "container otc-container waits, E3: new",
            "container otc-container waits, E2: between",
            "container otc-container waits, E1: old");
  }

  @Test
  void ofALongLogTheEndIsTold() {
    var log = "x".repeat(5_000) + "the last word";

    assertThat(
            told(
                pod(
                    "one",
                    "2026-01-01T00:00:00Z",
                    "containerStatuses: [{name: otc-container, state: {terminated: {exitCode: 1,"
                        + " reason: Error, message: '%s'}}}]".formatted(log))))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it).endsWith("the last word");
              assertThat(it.length()).isLessThan(1_100);
            });
  }

  @Test
  void aPodThatHasNoStatusYetIsNoTrouble() {
    assertThat(told(pod("one", "2026-01-01T00:00:00Z", "{}"))).isEmpty();
  }

  private static String waiting(String reason, String message) {
    return "state: {waiting: {reason: %s, message: '%s'}}"
        .formatted(reason, message.replace("'", "''"));
  }

  private static List<String> told(Pod... pods) {
    return PodTroubles.of(List.of(pods)).stream().map(Finding::problem).toList();
  }

  private static Pod pod(String name, String created, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, creationTimestamp: "%s"}
        status:
        %s
        """
            .formatted(name, created, status.indent(2)),
        Pod.class);
  }
}
