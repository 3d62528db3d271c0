// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Says of pods what a node would say: a control plane without nodes stores them and waits. */
public final class Kubelet {

  private final KubernetesClient client;

  /** Speaks through the given client. */
  public Kubelet(KubernetesClient client) {
    this.client = client;
  }

  /** The pod runs and is ready. */
  public void ready(Pod pod) {
    say(
        pod,
        "Running",
        true,
        new ContainerStateBuilder().withNewRunning().withStartedAt(now()).endRunning().build());
  }

  /** The pod's container has ended. */
  public void ended(Pod pod, int exitCode, String lastWords) {
    say(
        pod,
        exitCode == 0 ? "Succeeded" : "Failed",
        false,
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(exitCode == 0 ? "Completed" : "Error")
            .withMessage(lastWords)
            .endTerminated()
            .build());
  }

  /** The pod's container waits. */
  public void waiting(Pod pod, String reason, String message) {
    say(
        pod,
        "Pending",
        false,
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(message)
            .endWaiting()
            .build());
  }

  private void say(Pod pod, String phase, boolean isReady, ContainerState state) {
    client
        .resource(pod)
        .editStatus(
            live ->
                new PodBuilder(live)
                    .editOrNewStatus()
                    .withPhase(phase)
                    .withConditions()
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus(isReady ? "True" : "False")
                    .endCondition()
                    .withContainerStatuses(status(pod, isReady, state))
                    .endStatus()
                    .build());
  }

  private static ContainerStatus status(Pod pod, boolean isReady, ContainerState state) {
    var container = pod.getSpec().getContainers().getFirst();
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID(container.getImage())
        .withReady(isReady)
        .withRestartCount(0)
        .withState(state)
        .build();
  }

  private static String now() {
    return java.time.Instant.now().toString();
  }
}
