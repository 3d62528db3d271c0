// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.instrumentation.Affected.Result;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The pods that mean one Instrumentation.
 *
 * @param counts by language
 * @param affected by workload
 * @param namespaces of the pods
 */
public record Summary(
    SortedMap<String, Counts> counts, List<Affected> affected, SortedSet<String> namespaces) {

  /** No pod means it. */
  public static final Summary EMPTY = new Summary(new TreeMap<>(), List.of(), new TreeSet<>());

  /** Copies the collections. */
  public Summary {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    affected = List.copyOf(affected);
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
  }

  /** The workloads with one result. */
  public Stream<Affected> affected(Result result) {
    return affected.stream().filter(it -> it.result() == result);
  }
}
