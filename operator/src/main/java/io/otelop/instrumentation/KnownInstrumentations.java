// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.fabric8.kubernetes.client.CustomResource;
import io.otelop.cluster.Known;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.instrumentation.EffectiveInstrumentation.Resolved;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Instrumentations that were told, each made effective once. Whoever watches the cluster tells what
 * came and went; any thread may ask.
 */
public final class KnownInstrumentations implements Instrumentations {

  private final InstrumentationFacts facts;
  private final Known<Result> known = new Known<>();

  /** Knows none. */
  public KnownInstrumentations(InstrumentationFacts facts) {
    this.facts = facts;
  }

  /** One came, or changed. */
  public void put(CustomResource<InstrumentationSpec, ?> resource) {
    var meta = resource.getMetadata();
    known.put(
        Objects.requireNonNullElse(meta.getNamespace(), ""),
        meta.getName(),
        EffectiveInstrumentation.of(resource, facts));
  }

  /** One went. */
  public void remove(String namespace, String name) {
    known.remove(namespace, name);
  }

  @Override
  public Optional<Result> find(String namespace, String name) {
    return known.find(namespace, name);
  }

  @Override
  public List<Result> in(String namespace) {
    return known.in(namespace);
  }

  @Override
  public List<EffectiveInstrumentation> selectingIn(String namespace) {
    return known.in(namespace).stream()
        .<EffectiveInstrumentation>mapMulti(
            (result, sink) -> {
              if (result instanceof Resolved(var instrumentation, _)
                  && instrumentation.selector().isUsed()) {
                sink.accept(instrumentation);
              }
            })
        .toList();
  }

  @Override
  public List<Result> ofCluster() {
    return in("");
  }

  /** Whether selectors may give anything to pods of a namespace with these labels. */
  public boolean selectIn(String namespace, Map<String, String> labels) {
    return Stream.concat(selectingIn(namespace).stream(), selectingIn("").stream())
        .anyMatch(it -> it.selector().reaches(labels));
  }
}
