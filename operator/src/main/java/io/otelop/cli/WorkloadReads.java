// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.cluster.ObjectReads;
import io.otelop.cluster.ObjectReads.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Finds what people deployed from a pod, and its pods from what they deployed. */
final class WorkloadReads {

  private static final int MAX_DEPTH = 3;

  private final ObjectReads reads;

  WorkloadReads(ObjectReads reads) {
    this.reads = reads;
  }

  /** The topmost owner that is a workload, or the object itself. */
  JsonNode top(JsonNode object, String namespace) {
    var top = object;
    for (var depth = 0; depth < MAX_DEPTH; depth++) {
      var above = owner(top, namespace);
      if (above.isEmpty()) {
        return top;
      }
      top = above.get();
    }
    return top;
  }

  /** The pods that a workload has now. */
  List<JsonNode> pods(JsonNode workload, String namespace) {
    if (workload.path("kind").asText().equals(Kinds.POD.kind())) {
      return List.of(workload);
    }
    var owners = new HashSet<String>();
    owners.add(uid(workload));
    for (var between : List.of(Kinds.REPLICA_SET, Kinds.JOB)) {
      if (isAbove(workload, between)) {
        reads.each(between, namespace, selector(workload), it -> addIfOwned(it, owners));
      }
    }
    var pods = new ArrayList<JsonNode>();
    reads.each(
        Kinds.POD,
        namespace,
        selector(workload),
        pod -> {
          if (isOwned(pod, owners)) {
            pods.add(pod);
          }
        });
    return pods;
  }

  private Optional<JsonNode> owner(JsonNode object, String namespace) {
    return StreamSupport.stream(object.at("/metadata/ownerReferences").spliterator(), false)
        .filter(reference -> reference.path("controller").asBoolean())
        .findFirst()
        .flatMap(
            reference ->
                Kinds.workload(reference.path("kind").asText())
                    .flatMap(kind -> reads.get(kind, namespace, reference.path("name").asText())));
  }

  private static boolean isAbove(JsonNode workload, Kind between) {
    var kind = workload.path("kind").asText();
    return between.equals(Kinds.JOB)
        ? kind.equals(Kinds.CRON_JOB.kind())
        : kind.equals(Kinds.DEPLOYMENT.kind());
  }

  private static void addIfOwned(JsonNode object, Set<String> owners) {
    if (isOwned(object, owners)) {
      owners.add(uid(object));
    }
  }

  private static boolean isOwned(JsonNode object, Set<String> owners) {
    return StreamSupport.stream(object.at("/metadata/ownerReferences").spliterator(), false)
        .anyMatch(reference -> owners.contains(reference.path("uid").asText()));
  }

  /** The labels that are sure to be at the pods; a CronJob tells none. */
  private static String selector(JsonNode workload) {
    var pairs = new ArrayList<String>();
    workload
        .at("/spec/selector/matchLabels")
        .properties()
        .forEach(label -> pairs.add(label.getKey() + "=" + label.getValue().asText()));
    return String.join(",", pairs);
  }

  private static String uid(JsonNode object) {
    return object.at("/metadata/uid").asText();
  }
}
