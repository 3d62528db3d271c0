// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.instrumentation.Affected.Result;
import io.otelop.naming.Labels;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The pods of a cluster, counted one after another. What it keeps grows with the number of
 * workloads that are not as they should be, never with that of the pods.
 */
public final class Census {

  private final Map<String, Counting> bySource = new HashMap<>();
  private int pods;

  private record Key(Workload workload, String language, Result result) {}

  private static final class Counting {
    private final SortedMap<String, Counts> counts = new TreeMap<>();
    private final Map<Key, Affected> affected = new HashMap<>();
    private final TreeSet<String> namespaces = new TreeSet<>();
  }

  /** One more pod, which may ask for nothing. */
  public void add(PodFacts pod, List<Standing> standings) {
    pods++;
    for (var standing : standings) {
      for (var source : standing.sources()) {
        add(pod, standing, bySource.computeIfAbsent(source, _ -> new Counting()));
      }
    }
  }

  /** How many pods were looked at. */
  public int pods() {
    return pods;
  }

  /** What was counted, by the full name of the Instrumentation. */
  public Map<String, Summary> summaries() {
    var summaries = new HashMap<String, Summary>();
    bySource.forEach((source, counting) -> summaries.put(source, summary(counting)));
    return Map.copyOf(summaries);
  }

  private static void add(PodFacts pod, Standing standing, Counting counting) {
    counting.namespaces.add(pod.namespace());
    counting.counts.merge(
        standing.language(), Counts.NONE.plus(standing), (before, _) -> before.plus(standing));
    switch (standing) {
      case Standing.Outdated _ ->
          add(pod, standing, Result.OUTDATED, Optional.empty(), counting.affected);
      case Standing.Missed _ ->
          add(pod, standing, Result.MISSED, Optional.empty(), counting.affected);
      case Standing.Failed(_, _, var finding) ->
          add(pod, standing, Result.FAILED, Optional.of(finding), counting.affected);
      case Standing.Instrumented _, Standing.Unclear _ -> {}
    }
  }

  private static void add(
      PodFacts pod,
      Standing standing,
      Result result,
      Optional<Finding> finding,
      Map<Key, Affected> affected) {
    var note = pod.annotation(Labels.RESTARTED_FOR).asText("");
    var key = new Key(Workload.of(pod), standing.language(), result);
    affected.merge(
        key,
        new Affected(
            key.workload(),
            key.language(),
            result,
            1,
            finding,
            note.isEmpty() ? Set.of() : Set.of(note)),
        Census::together);
  }

  private static Affected together(Affected before, Affected one) {
    var notes = new HashSet<>(before.restartedFor());
    notes.addAll(one.restartedFor());
    return new Affected(
        before.workload(),
        before.language(),
        before.result(),
        before.pods() + one.pods(),
        before.finding(),
        notes);
  }

  private static Summary summary(Counting counting) {
    var affected = new ArrayList<>(counting.affected.values());
    affected.sort(Comparator.comparing(Affected::workload).thenComparing(Affected::language));
    return new Summary(counting.counts, affected, counting.namespaces);
  }
}
