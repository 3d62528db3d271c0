// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cli.WorkloadExplanation.Note;
import io.otelop.cluster.ObjectReads;
import io.otelop.naming.Labels;
import io.otelop.reason.Severity;
import java.util.Comparator;
import java.util.List;

/** The Events that the operator has sent about an object, as far as the cluster still has them. */
final class EventNotes {

  private static final int MOST = 5;

  private EventNotes() {}

  /**
   * The last ones, newest first; the same text is told once.
   *
   * @param namespace of the object; empty for one that is in none
   * @param unread gets what may not be read
   */
  static List<Note> of(
      ObjectReads reads, String namespace, String kind, String name, List<String> unread) {
    try {
      return reads.events(namespace.isEmpty() ? "default" : namespace, kind, name).stream()
          .filter(event -> event.path("reportingComponent").asText().equals(Labels.OPERATOR))
          .sorted(Comparator.comparing(EventNotes::time).reversed())
          .map(EventNotes::note)
          .distinct()
          .limit(MOST)
          .toList();
    } catch (KubernetesClientException refused) {
      unread.add("events: " + CollectorPlanning.message(refused));
      return List.of();
    }
  }

  private static String time(JsonNode event) {
    return event.at("/series/lastObservedTime").asText(event.path("eventTime").asText());
  }

  private static Note note(JsonNode event) {
    var severity = event.path("type").asText().equals("Normal") ? Severity.INFO : Severity.WARNING;
    return new Note(event.path("reason").asText(), severity.name(), event.path("message").asText());
  }
}
