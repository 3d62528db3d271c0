// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.Instrumentations;
import io.otelop.instrumentation.KnownInstrumentations;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Instrumentations of a cluster, each namespace read once, when somebody asks for it. */
final class ReadInstrumentations implements Instrumentations {

  private final KubernetesClient client;
  private final KnownInstrumentations known;
  private final Set<String> read = new HashSet<>();

  ReadInstrumentations(KubernetesClient client, InstrumentationFacts facts) {
    this.client = client;
    this.known = new KnownInstrumentations(facts);
  }

  @Override
  public Optional<Result> find(String namespace, String name) {
    return of(namespace).find(namespace, name);
  }

  @Override
  public List<Result> in(String namespace) {
    return of(namespace).in(namespace);
  }

  private KnownInstrumentations of(String namespace) {
    if (!namespace.isEmpty() && read.add(namespace)) {
      client
          .resources(Instrumentation.class)
          .inNamespace(namespace)
          .list()
          .getItems()
          .forEach(known::put);
    }
    return known;
  }
}
