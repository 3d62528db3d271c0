// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.otelop.cluster.KnownNamespaces.Known;
import io.otelop.crds.UserAnnotations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which pods the API server sends to us: those with an annotation that asks, and those of every
 * namespace that is not known to ask for nothing. An expression of the API server cannot see what a
 * namespace says, so the names of such quiet namespaces stand in it. They are listed, and not the
 * others, because of what a list is worth that is a moment old: the pods of a namespace that nobody
 * has told us of yet are sent, and none is missed that is applied together with its namespace.
 *
 * @param quiet namespaces whose pods ask by their own annotations or not at all
 * @param asking namespaces that are known to ask, which must not be among the quiet ones
 */
public record PodTarget(SortedSet<String> quiet, Set<String> asking) {

  /** Every pod is sent. */
  public static final PodTarget ALL = new PodTarget(new TreeSet<>(), Set.of());

  /** How old a namespace is before it counts as quiet: scripts make it first and annotate then. */
  public static final Duration SETTLED = Duration.ofMinutes(1);

  /** Names in all; pods of any further namespace are sent, as they would be without a list. */
  static final int MOST = 5_000;

  /** Names in one expression, which may have 100,000 characters (a limit of CEL's parser). */
  private static final int MOST_IN_ONE = 1_000;

  static final String CONDITION = "may-ask-for-something";

  private static final Pattern QUIET = Pattern.compile("request\\.namespace in \\[([^]]*)]");
  private static final Pattern NAME = Pattern.compile("'([a-z0-9-]+)'");

  private static final String ASKS =
      "(has(object.metadata.annotations) && object.metadata.annotations.exists(key,"
          + " key.startsWith('%s') || key == '%s'))"
              .formatted(UserAnnotations.INJECT_PREFIX, UserAnnotations.INJECT_SIDECAR);

  /** Copies the sets. */
  public PodTarget {
    quiet = Collections.unmodifiableSortedSet(new TreeSet<>(quiet));
    asking = Set.copyOf(asking);
  }

  /**
   * The target that these namespaces make.
   *
   * @param settled how old a namespace must be to count as quiet
   */
  static PodTarget of(
      Collection<Known> namespaces, PodInterest interest, Duration settled, Instant now) {
    Predicate<Known> asks = one -> interest.isIn(one.name(), one.metadata());
    var quiet =
        namespaces.stream()
            .filter(asks.negate())
            .filter(one -> !now.isBefore(one.created().plus(settled)))
            .sorted(Comparator.comparing(Known::created).thenComparing(Known::name))
            .limit(MOST)
            .map(Known::name)
            .collect(Collectors.toCollection(TreeSet::new));
    return new PodTarget(
        quiet,
        namespaces.stream().filter(asks).map(Known::name).collect(Collectors.toUnmodifiableSet()));
  }

  /** What the API server asks itself about a pod before it calls; all must hold. */
  List<MatchCondition> conditions() {
    var names = List.copyOf(quiet);
    return IntStream.range(0, (names.size() + MOST_IN_ONE - 1) / MOST_IN_ONE)
        .mapToObj(
            part -> {
              var begin = part * MOST_IN_ONE;
              var end = Math.min(begin + MOST_IN_ONE, names.size());
              return condition(part, names.subList(begin, end));
            })
        .toList();
  }

  private static MatchCondition condition(int part, List<String> names) {
    var list = names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(","));
    return new MatchCondition(
        ASKS + " || !(request.namespace in [" + list + "])",
        part == 0 ? CONDITION : CONDITION + "-" + (part + 1));
  }

  /** The namespaces that stand in conditions as {@link #conditions()} writes them. */
  static SortedSet<String> quietIn(Collection<MatchCondition> conditions) {
    return conditions.stream()
        .filter(condition -> condition.getName().startsWith(CONDITION))
        .flatMap(condition -> QUIET.matcher(condition.getExpression()).results())
        .flatMap(PodTarget::names)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> names(MatchResult list) {
    return NAME.matcher(list.group(1)).results().map(name -> name.group(1));
  }

  /** Whether it does no harm that these are the ones that count as quiet. */
  boolean tolerates(Set<String> others) {
    return Collections.disjoint(asking, others);
  }

  /** The same knowledge with another list. */
  PodTarget withQuiet(SortedSet<String> others) {
    return new PodTarget(others, asking);
  }
}
