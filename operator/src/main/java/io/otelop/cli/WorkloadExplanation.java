// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Why a workload's pods are, or are not, instrumented. This is what {@code explain -o json} prints.
 *
 * @param asks what asks for something, at the workload, its namespace, or an Instrumentation
 * @param remarks annotations that nobody reads
 * @param today what would become of a pod that is made now
 * @param pods those that run
 * @param restart why it is, or is not, restarted by the operator
 * @param commands what would mend it, in the order in which to do it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record WorkloadExplanation(
    String kind,
    String namespace,
    String name,
    List<Ask> asks,
    List<Note> remarks,
    List<Outcome> today,
    List<RunningPod> pods,
    List<Note> restart,
    List<String> commands) {

  /**
   * An annotation, or the selector of an Instrumentation, that has a say.
   *
   * @param at the object that has it: pod, namespace, or an Instrumentation with its name
   * @param annotation its key; the field's path for a selector
   * @param value of the annotation; the language that a selector gives
   */
  record Ask(String at, String annotation, String value) {}

  /**
   * One decision.
   *
   * @param container empty for the whole pod
   * @param by the custom resource that says how; empty where nothing is injected
   * @param notes a reason and its sentence each
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Outcome(String injection, String container, String result, String by, List<Note> notes) {}

  /** A reason in this case. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Note(String reason, String severity, String message) {}

  /**
   * A pod that runs.
   *
   * @param standings state by language, or of the sidecar: instrumented, outdated, missed or failed
   * @param note what the pod noted when it was made
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record RunningPod(String name, List<State> standings, String note) {}

  /** How a pod stands to what it would be if it were made now. */
  record State(String language, String state) {}
}
