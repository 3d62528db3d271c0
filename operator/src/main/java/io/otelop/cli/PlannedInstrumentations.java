// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.CustomResource;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Resolved;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.Instrumentations;
import io.otelop.instrumentation.KnownInstrumentations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The Instrumentations of a cluster as they will be: those of files come before its own. */
final class PlannedInstrumentations implements Instrumentations {

  private final Instrumentations cluster;
  private final KnownInstrumentations files;

  PlannedInstrumentations(Instrumentations cluster, InstrumentationFacts facts) {
    this.cluster = cluster;
    this.files = new KnownInstrumentations(facts);
  }

  void put(CustomResource<InstrumentationSpec, ?> resource) {
    files.put(resource);
  }

  /** Whether one of a full name lets outdated workloads be restarted. */
  boolean restarts(String fullName) {
    var slash = fullName.indexOf('/');
    return find(fullName.substring(0, Math.max(slash, 0)), fullName.substring(slash + 1))
        .filter(it -> it instanceof Resolved(var found, _) && found.restartsWorkloads())
        .isPresent();
  }

  @Override
  public Optional<Result> find(String namespace, String name) {
    return files.find(namespace, name).or(() -> cluster.find(namespace, name));
  }

  @Override
  public List<Result> in(String namespace) {
    return merged(files.in(namespace), cluster.in(namespace), Result::fullName);
  }

  /** One that stops to select is still among those of the cluster, and so is left out by name. */
  @Override
  public List<EffectiveInstrumentation> selectingIn(String namespace) {
    var replaced = files.in(namespace).stream().map(Result::fullName).collect(Collectors.toSet());
    return merged(
        files.selectingIn(namespace),
        cluster.selectingIn(namespace).stream()
            .filter(it -> !replaced.contains(it.fullName()))
            .toList(),
        EffectiveInstrumentation::fullName);
  }

  @Override
  public List<Result> ofCluster() {
    return merged(files.ofCluster(), cluster.ofCluster(), Result::fullName);
  }

  private static <T> List<T> merged(List<T> first, List<T> rest, Function<T, String> name) {
    var all = new ArrayList<>(first);
    var names = first.stream().map(name).collect(Collectors.toSet());
    rest.stream().filter(it -> !names.contains(name.apply(it))).forEach(all::add);
    return all;
  }
}
