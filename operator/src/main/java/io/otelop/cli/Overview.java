// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.instrumentation.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * The cluster at a glance. This is what {@code status -o json} prints.
 *
 * @param collectors by namespace and name
 * @param instrumentations by namespace and name, with the number of pods by how they stand
 * @param workloads those that ask for something, and how their pods stand
 */
record Overview(
    List<Collector> collectors,
    List<InstrumentationCounts> instrumentations,
    List<WorkloadState> workloads) {

  /** A collector, as its status tells it. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Collector(
      String namespace,
      String name,
      String mode,
      String replicas,
      String ready,
      String reason,
      String message) {

    static Collector of(JsonNode tree) {
      var ready =
          StreamSupport.stream(tree.at("/status/conditions").spliterator(), false)
              .filter(condition -> condition.path("type").asText().equals("Ready"))
              .findFirst()
              .orElse(tree.path("nothing"));
      return new Collector(
          tree.at("/metadata/namespace").asText(),
          tree.at("/metadata/name").asText(),
          tree.at("/spec/mode").asText("deployment"),
          tree.at("/status/scale/statusReplicas").asText(""),
          ready.path("status").asText("Unknown"),
          ready.path("reason").asText(""),
          ready.path("message").asText(""));
    }
  }

  /** The pods that mean an Instrumentation, by how they stand. */
  record InstrumentationCounts(String name, SortedMap<String, Integer> pods) {}

  /**
   * The pods of a workload that stand alike in one language.
   *
   * @param reason why they failed; empty where they did not
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record WorkloadState(
      String namespace,
      String kind,
      String name,
      String language,
      String state,
      int pods,
      String reason,
      String message) {}

  /** Counts pods one by one; what it keeps grows with the workloads. */
  static final class Count {

    private final Predicate<String> isThere;
    private final SortedMap<String, SortedMap<String, Integer>> bySource = new TreeMap<>();
    private final Map<Key, WorkloadState> byWorkload = new TreeMap<>();

    private record Key(Workload workload, String language, String state)
        implements Comparable<Key> {

      @Override
      public int compareTo(Key other) {
        var order = workload.compareTo(other.workload);
        return order != 0
            ? order
            : (language + "/" + state).compareTo(other.language + "/" + other.state);
      }
    }

    /**
     * Nothing is counted yet.
     *
     * @param isThere whether there is an Instrumentation of this full name; pods can ask for others
     */
    Count(Predicate<String> isThere) {
      this.isThere = isThere;
    }

    /** An Instrumentation that may have no pods. */
    void know(String fullName) {
      bySource.putIfAbsent(fullName, new TreeMap<>());
    }

    /** One pod more. */
    void add(Workload workload, List<PodStanding> standings) {
      for (var standing : standings) {
        var state = standing.state();
        for (var source : standing.instrumentations()) {
          if (!bySource.containsKey(source) && isThere.test(source)) {
            know(source);
          }
          bySource.computeIfPresent(
              source,
              (_, pods) -> {
                pods.merge(state, 1, Integer::sum);
                return pods;
              });
        }
        byWorkload.merge(
            new Key(workload, standing.injection(), state),
            new WorkloadState(
                workload.namespace(),
                workload.kind(),
                workload.name(),
                standing.injection(),
                state,
                1,
                standing.reason(),
                standing.message()),
            (before, one) ->
                new WorkloadState(
                    one.namespace(),
                    one.kind(),
                    one.name(),
                    one.language(),
                    one.state(),
                    before.pods() + 1,
                    one.reason(),
                    one.message()));
      }
    }

    Overview with(List<Collector> collectors) {
      var counts = new ArrayList<InstrumentationCounts>();
      bySource.forEach((name, pods) -> counts.add(new InstrumentationCounts(name, pods)));
      return new Overview(collectors, counts, List.copyOf(byWorkload.values()));
    }
  }
}
