// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.EffectiveInstrumentation.Result;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.Instrumentations;
import io.otelop.instrumentation.KnownInstrumentations;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.Settings;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The Instrumentations of a cluster, each namespace read once, when somebody asks for it. Those of
 * the cluster are none for an operator that looks after some namespaces.
 */
final class ReadInstrumentations implements Instrumentations {

  private final KubernetesClient client;
  private final KnownInstrumentations known;
  private final boolean usesThoseOfTheCluster;
  private final Consumer<String> remarks;
  private final Set<String> read = new HashSet<>();

  /**
   * Reads nothing yet.
   *
   * @param settings of the operator
   * @param remarks told of what may not be read
   */
  ReadInstrumentations(KubernetesClient client, Settings settings, Consumer<String> remarks) {
    this.client = client;
    this.known = new KnownInstrumentations(InstrumentationFacts.of(settings));
    this.usesThoseOfTheCluster = settings.get(ClusterSettings.WATCH_NAMESPACE).isEmpty();
    this.remarks = remarks;
  }

  @Override
  public Optional<Result> find(String namespace, String name) {
    return of(namespace).find(namespace, name);
  }

  @Override
  public List<Result> in(String namespace) {
    return of(namespace).in(namespace);
  }

  @Override
  public List<EffectiveInstrumentation> selectingIn(String namespace) {
    return of(namespace).selectingIn(namespace);
  }

  @Override
  public List<Result> ofCluster() {
    return of("").ofCluster();
  }

  private KnownInstrumentations of(String namespace) {
    if (!read.add(namespace)) {
      return known;
    }
    if (!namespace.isEmpty()) {
      Permitted.read(
              () ->
                  client.resources(Instrumentation.class).inNamespace(namespace).list().getItems(),
              () ->
                  remarks.accept(
                      "You may not list Instrumentations of namespace %s, so they are not known here."
                          .formatted(namespace)))
          .ifPresent(found -> found.forEach(known::put));
    } else if (usesThoseOfTheCluster) {
      readThoseOfTheCluster();
    }
    return known;
  }

  /** A cluster that was set up for an older operator, or the Go operator, has no such kind. */
  private void readThoseOfTheCluster() {
    try {
      client.resources(ClusterInstrumentation.class).list().getItems().forEach(known::put);
    } catch (KubernetesClientException refused) {
      switch (refused.getCode()) {
        case HttpURLConnection.HTTP_NOT_FOUND -> {}
        case HttpURLConnection.HTTP_FORBIDDEN ->
            remarks.accept(
                "You may not list ClusterInstrumentations, so what they say is not known here.");
        default -> throw refused;
      }
    }
  }
}
