// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Skipped;
import java.util.List;

/**
 * The decisions as the value of an annotation, for example {@code
 * {"java":{"app":"injected"},"instrumentation":"shop/default@3"}}: outcome or reason code for each
 * injection and container, and the custom resources that said how.
 */
final class InjectionNote {

  private static final String INJECTED = "injected";

  /** A name as long as a container's may be. */
  private static final int MAX_NAME = 63;

  /** Keeps the note short for a pod that names hundreds of containers. */
  private static final int MAX_CONTAINERS = 32;

  private InjectionNote() {}

  static String of(List<Decision> decisions) {
    var note = JsonNodeFactory.instance.objectNode();
    for (var decision : decisions) {
      switch (decision) {
        case Injected _ -> put(note, decision, INJECTED);
        case Skipped skipped -> put(note, decision, skipped.finding().reason().code());
      }
    }
    for (var decision : decisions) {
      if (decision instanceof Injected injected) {
        putSource(note, injected.source());
      }
    }
    return note.toString();
  }

  private static void put(ObjectNode note, Decision decision, String outcome) {
    var subject = decision.subject();
    if (subject.container().isEmpty()) {
      note.put(subject.injection(), outcome);
      return;
    }
    var containers =
        note.get(subject.injection()) instanceof ObjectNode existing
            ? existing
            : note.putObject(subject.injection());
    if (containers.size() < MAX_CONTAINERS) {
      var name = subject.container();
      containers.put(name.substring(0, Math.min(name.length(), MAX_NAME)), outcome);
    }
  }

  /** Several resources of a kind stand in one text. */
  private static void putSource(ObjectNode note, Decision.Source source) {
    var before = note.path(source.kind()).asText("");
    if (before.isEmpty()) {
      note.put(source.kind(), source.name());
    } else if (!List.of(before.split(",", -1)).contains(source.name())) {
      note.put(source.kind(), before + "," + source.name());
    }
  }
}
