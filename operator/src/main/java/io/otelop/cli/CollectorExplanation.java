// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.otelop.cli.WorkloadExplanation.Note;
import java.util.ArrayList;
import java.util.List;

/**
 * How a collector is, and why. This is what {@code explain collector NAME -o json} prints.
 *
 * @param wantedRevision ConfigMap of the config that its spec says; empty where that cannot be used
 * @param runningRevisions ConfigMaps that its pods read
 * @param findings what is wrong or odd about its spec, as of today
 * @param conditions what the operator said last
 * @param workloads what runs its pods, and how many are ready
 * @param unhealthy containers that do not run, with what they said last
 * @param ports of its Services
 * @param permissions that its config needs, and which component needs each
 * @param roles what gives them
 * @param events what the operator told of it lately
 * @param unread what could not be looked at
 * @param commands what would mend it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record CollectorExplanation(
    String namespace,
    String name,
    String mode,
    String wantedRevision,
    List<String> runningRevisions,
    List<Note> findings,
    List<Condition> conditions,
    List<String> workloads,
    List<String> unhealthy,
    List<String> ports,
    List<String> permissions,
    List<String> roles,
    List<Note> events,
    List<String> unread,
    List<String> commands) {

  /** A condition of the custom resource. */
  record Condition(String type, String status, String reason, String message) {

    String line() {
      return "%s is %s, %s%s"
          .formatted(type, status, reason, message.isEmpty() ? "" : ": " + message);
    }
  }

  /** As lines for a person. */
  List<String> lines(Terminal terminal) {
    var lines = new ArrayList<String>();
    lines.add("OpenTelemetryCollector %s/%s (%s)".formatted(namespace, name, mode));
    lines.add(
        "Config wanted: " + (wantedRevision.isEmpty() ? "none that can be used" : wantedRevision));
    lines.add(
        "Config running: "
            + (runningRevisions.isEmpty() ? "none" : String.join(", ", runningRevisions)));
    Sections.add("What its spec says", Sections.notes(findings, terminal), lines);
    Sections.add("Conditions", conditions.stream().map(Condition::line).toList(), lines);
    Sections.add("Workload", workloads, lines);
    Sections.add("Unhealthy", unhealthy, lines);
    Sections.add("Ports", ports, lines);
    Sections.add("Permissions that its config needs", permissions, lines);
    Sections.add("Given by", roles, lines);
    Sections.add("Told lately", Sections.notes(events, terminal), lines);
    Sections.add("Could not be looked at", unread, lines);
    Sections.add("What to do", commands, lines);
    return lines;
  }
}
