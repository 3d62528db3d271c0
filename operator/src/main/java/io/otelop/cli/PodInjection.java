// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.KnownLimits;
import io.otelop.cluster.KnownNamespaces;
import io.otelop.cluster.KnownOwners;
import io.otelop.cluster.KnownPodFeatures;
import io.otelop.cluster.MetadataReads;
import io.otelop.cluster.MountedObjects;
import io.otelop.cluster.MountedObjects.Presence;
import io.otelop.cluster.PodReads;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.SidecarInjector;
import io.otelop.collector.SidecarProvision;
import io.otelop.collector.SidecarUpkeep;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.instrumentation.FiledInstrumentation;
import io.otelop.instrumentation.InstrumentationAdmission;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.InstrumentationInjector;
import io.otelop.instrumentation.InstrumentationLife;
import io.otelop.instrumentation.Instrumentations;
import io.otelop.instrumentation.KnownInstrumentations;
import io.otelop.instrumentation.RunningPods;
import io.otelop.instrumentation.Survey;
import io.otelop.instrumentation.TlsObjects;
import io.otelop.pod.PodAdmission;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import io.otelop.telemetry.Metrics;
import io.otelop.webhook.Admission;
import io.otelop.webhook.PodInterest;
import io.otelop.webhook.PodWebhook;
import io.otelop.webhook.Webhook;
import io.otelop.webhook.WebhookConfigurations;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the injection into pods needs to know of the cluster, watched, and its webhooks. */
final class PodInjection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PodInjection.class);

  private final Parts parts = new Parts();
  private final KnownNamespaces namespaces;
  private final Map<Webhook, Admission> admissions;
  private final InstrumentationLife life;
  private final SidecarUpkeep upkeep;
  private final PodInterest selectors;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private boolean knowsThoseOfTheCluster;

  private PodInjection(
      Settings settings,
      KubernetesClient client,
      Supplier<CollectorFacts> collectors,
      EventSink events,
      Metrics metrics) {
    var facts = InstrumentationFacts.of(settings);
    var instrumentations = new KnownInstrumentations(facts);
    var fromCluster = settings.get(InstrumentationSettings.FROM_CLUSTER);
    if (fromCluster) {
      informables(settings, client)
          .map(informable -> informable.inform(new Teller<>(instrumentations, listeners)))
          .forEach((SharedIndexInformer<Instrumentation> it) -> parts.started(it::stop));
      watchThoseOfTheCluster(settings, client, instrumentations);
    }
    var fresh = FreshInstrumentations.of(instrumentations, client, facts);
    selectors = (namespace, metadata) -> instrumentations.selectIn(namespace, metadata.labels());
    namespaces = KnownNamespaces.watch(client, settings.get(ClusterSettings.WATCH_NAMESPACE));
    parts.started(namespaces::close);
    var limits = KnownLimits.watch(client, settings.get(ClusterSettings.WATCH_NAMESPACE));
    parts.started(limits::close);
    var features = KnownPodFeatures.watch(client);
    parts.started(features::close);
    var metadata = new MetadataReads(client);
    metadata.warmUp();
    var mounted = new MountedObjects(metadata);
    TlsObjects tlsObjects =
        (kind, namespace, name) -> mounted.find(kind, namespace, name) == Presence.ABSENT;
    var sidecars =
        WatchedSidecars.start(client, settings.get(ClusterSettings.WATCH_NAMESPACE), collectors);
    parts.started(sidecars::close);
    var provision = new SidecarProvision(client, Clock.systemUTC());
    parts.started(provision::close);
    upkeep =
        new SidecarUpkeep(
            client,
            sidecars,
            settings.get(ClusterSettings.WATCH_NAMESPACE),
            () -> collectors.get().cluster().grantsRoles(),
            Clock.systemUTC());
    parts.started(upkeep::close);
    var injector =
        new InstrumentationInjector(
            facts, fromCluster ? fresh : ofFile(settings, facts, fresh), tlsObjects);
    var survey =
        new Survey(
            new PodReads(client),
            new RunningPods(facts, instrumentations, tlsObjects),
            namespaces,
            scope(settings),
            Survey.Pace.STANDARD);
    parts.started(survey::close);
    life =
        new InstrumentationLife(
            client,
            facts,
            survey,
            mounted,
            events,
            Clock.systemUTC(),
            settings.get(InstrumentationSettings.RESTARTS));
    var pods =
        new PodWebhook(
            new PodAdmission(List.of(new SidecarInjector(sidecars, provision), injector)),
            limits.of(namespaces),
            new KnownOwners(metadata),
            features,
            events,
            InjectionReport.to(metrics)
                .andThen(
                    answer -> {
                      if (!answer.decisions().isEmpty()) {
                        survey.hint();
                      }
                    }));
    var own = new InstrumentationAdmission(facts);
    var all = new HashMap<Webhook, Admission>();
    all.put(Webhook.POD, pods);
    if (fromCluster) {
      all.put(Webhook.INSTRUMENTATION_DEFAULTS, own.defaults());
      all.put(Webhook.INSTRUMENTATION_CHECKS, own.checks());
    }
    if (knowsThoseOfTheCluster) {
      all.put(Webhook.CLUSTER_INSTRUMENTATION_DEFAULTS, own.defaults());
      all.put(Webhook.CLUSTER_INSTRUMENTATION_CHECKS, own.checks());
    }
    admissions = Map.copyOf(all);
  }

  /** Watches from now on; when it returns, all that exists is known. */
  static PodInjection start(
      Settings settings,
      KubernetesClient client,
      Supplier<CollectorFacts> collectors,
      EventSink events,
      Metrics metrics) {
    return new PodInjection(settings, client, collectors, events, metrics);
  }

  /** What is behind its webhooks. */
  Map<Webhook, Admission> admissions() {
    return admissions;
  }

  /** What becomes of Instrumentations themselves, where this replica leads. */
  InstrumentationLife life() {
    return life;
  }

  /** This replica leads from now on. */
  void lead() {
    upkeep.start();
  }

  /** The namespaces whose pods may be injected into. */
  KnownNamespaces namespaces() {
    return namespaces;
  }

  /** In which namespaces pods without an annotation of their own matter. */
  PodInterest interest() {
    return PodInterest.byAnnotation().or(selectors);
  }

  @Override
  public void close() {
    parts.close();
  }

  /** One that cannot be used stops nothing: pods that ask for it hear why. */
  private static Instrumentations ofFile(
      Settings settings, InstrumentationFacts facts, Instrumentations named) {
    var filed = FiledInstrumentation.of(settings, facts, named);
    filed
        .one()
        .findings()
        .forEach(
            finding ->
                LOG.atWarn()
                    .addKeyValue("reason", finding.reason().code())
                    .log("instrumentations of the config file: " + finding.sentence()));
    return filed;
  }

  private static Stream<Informable<Instrumentation>> informables(
      Settings settings, KubernetesClient client) {
    var resources = client.resources(Instrumentation.class);
    var namespaces = settings.get(ClusterSettings.WATCH_NAMESPACE);
    return namespaces.isEmpty()
        ? Stream.of(resources.inAnyNamespace())
        : namespaces.stream().map(resources::inNamespace);
  }

  /** Whether there can be ClusterInstrumentations that this operator looks after. */
  boolean knowsThoseOfTheCluster() {
    return knowsThoseOfTheCluster;
  }

  /** Calls back when the interest in namespaces may be another one. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Who looks after some namespaces leaves alone what is for all of them. */
  private void watchThoseOfTheCluster(
      Settings settings, KubernetesClient client, KnownInstrumentations instrumentations) {
    if (!settings.get(ClusterSettings.WATCH_NAMESPACE).isEmpty()) {
      return;
    }
    var resources = client.resources(ClusterInstrumentation.class);
    try {
      resources.list(new ListOptionsBuilder().withLimit(1L).build());
      var informer = resources.inform(new Teller<>(instrumentations, listeners));
      parts.started(informer::stop);
      knowsThoseOfTheCluster = true;
    } catch (KubernetesClientException refused) {
      LOG.atWarn()
          .addKeyValue("code", refused.getCode())
          .log("ClusterInstrumentations cannot be read and are not used");
    }
  }

  /** Pods that never reach the webhook cannot be missed. */
  private static Survey.Scope scope(Settings settings) {
    var excluded = new HashSet<>(WebhookConfigurations.SYSTEM);
    excluded.add(settings.get(ClusterSettings.NAMESPACE));
    return new Survey.Scope(settings.get(ClusterSettings.WATCH_NAMESPACE), excluded);
  }

  private record Teller<R extends CustomResource<InstrumentationSpec, InstrumentationStatus>>(
      KnownInstrumentations known, List<Runnable> listeners) implements ResourceEventHandler<R> {

    @Override
    public void onAdd(R added) {
      known.put(added);
      listeners.forEach(Runnable::run);
    }

    @Override
    public void onUpdate(R before, R after) {
      onAdd(after);
    }

    @Override
    public void onDelete(R gone, boolean isUnknown) {
      known.remove(
          Objects.requireNonNullElse(gone.getMetadata().getNamespace(), ""),
          gone.getMetadata().getName());
      listeners.forEach(Runnable::run);
    }
  }
}
