// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.otelop.child.ApiKind;
import io.otelop.child.ClusterFacts;
import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.ApiServerPorts;
import io.otelop.cluster.ClusterEvents;
import io.otelop.cluster.ClusterKinds;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.GrantedRoles;
import io.otelop.cluster.Leadership;
import io.otelop.cluster.Leadership.Terms;
import io.otelop.cluster.OperatorClient;
import io.otelop.cluster.Permissions;
import io.otelop.clusterobservability.ObservabilityFacts;
import io.otelop.clusterobservability.ObservabilityReconciler;
import io.otelop.collector.CollectorAdmission;
import io.otelop.collector.CollectorConversion;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorReconciler;
import io.otelop.instrumentation.ClusterInstrumentationReconciler;
import io.otelop.instrumentation.InstrumentationReconciler;
import io.otelop.opampbridge.BridgeAdmission;
import io.otelop.opampbridge.BridgeReconciler;
import io.otelop.reason.Finding;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.InstrumentationSettings;
import io.otelop.settings.Settings;
import io.otelop.settings.TelemetrySettings;
import io.otelop.settings.WebhookSettings;
import io.otelop.targetallocator.AllocatorAdmission;
import io.otelop.targetallocator.AllocatorFacts;
import io.otelop.targetallocator.AllocatorReconciler;
import io.otelop.telemetry.ApiCalls;
import io.otelop.telemetry.HealthServer;
import io.otelop.telemetry.Metrics;
import io.otelop.telemetry.ProcessFigures;
import io.otelop.telemetry.Reconciles;
import io.otelop.telemetry.Telemetry;
import io.otelop.webhook.Admission;
import io.otelop.webhook.HttpServerLimits;
import io.otelop.webhook.QuietNamespaces;
import io.otelop.webhook.Webhook;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: every part, built and started in order, stopped in the opposite order. */
final class OperatorProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  private final Parts parts = new Parts();
  private final Telemetry telemetry;
  private final Metrics metrics;
  private volatile String waitsFor = "starting";
  private volatile BooleanSupplier isOtherThere = () -> false;
  private volatile Consumer<Finding> told = _ -> {};
  private int healthPort;

  private OperatorProcess(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.metrics = telemetry.metrics();
  }

  /**
   * Starts all that the settings ask for; when it returns, the operator is ready.
   *
   * @param telemetry what it counts and traces with; not closed by this
   * @param instance which replica this is: the pod's or the machine's name
   * @param lost called where another replica may reconcile by now, and this one must end
   * @throws IOException where an address cannot be had
   */
  static OperatorProcess start(
      Settings settings, OperandFacts facts, Telemetry telemetry, String instance, Runnable lost)
      throws IOException {
    var process = new OperatorProcess(telemetry);
    try {
      process.open(settings, facts, instance, lost);
      return process;
    } catch (IOException | RuntimeException failed) {
      process.close();
      throw failed;
    }
  }

  private void open(Settings settings, OperandFacts facts, String instance, Runnable lost)
      throws IOException {
    var started = System.nanoTime();
    HttpServerLimits.apply();
    ProcessFigures.show(metrics);
    serveHealth(settings);
    var calls = new ApiCalls(metrics, telemetry.tracer(), length -> told.accept(away(length)));
    var client = OperatorClient.open(clientConfig(settings), Map.of("telemetry", calls));
    parts.started(client::close);
    parts.started(MetricsPage.serve(settings, client, metrics)::close);
    metrics.gauge(
        "otelop_other_operator",
        "Whether another operator has the webhooks, or has taken them",
        () -> isOtherThere.getAsBoolean() ? 1 : 0);
    var events = ClusterEvents.start(client, instance, Clock.systemUTC());
    parts.started(events::close);
    var incidents =
        Incidents.to(metrics, events, settings.get(ClusterSettings.NAMESPACE), instance);
    told = incidents;
    SoleOperator.await(
        settings,
        client,
        missing -> waitsFor = missing,
        isThere -> isOtherThere = () -> isThere,
        incidents);
    waitsFor = "starting";
    metrics.gauge(
        "otelop_events_dropped",
        "Events that were never sent because there were too many",
        events::dropped);
    var kinds = ClusterKinds.watch(client, OperandFacts.followedKinds());
    parts.started(kinds::close);
    var roles = GrantedRoles.watch(client);
    parts.started(roles::close);
    Supplier<ClusterFacts> offered = () -> new ClusterFacts(roles.isGranted(), kinds.known());
    Supplier<CollectorFacts> current = () -> facts.collectors().in(offered.get());
    var ports = new ApiServerPorts(client, Clock.systemUTC());
    Supplier<AllocatorFacts> allocatorFacts =
        () -> facts.allocators().in(offered.get(), ports.known());
    var reconciles = new Reconciles(metrics, telemetry.tracer());
    var controllers = new Controllers(client, reconciles, settings);
    var operator = controllers.operator();
    var collectors =
        new CollectorReconciler(
            client,
            kinds,
            current,
            events,
            Clock.systemUTC(),
            Permissions.makesPods(client, settings.get(ClusterSettings.WATCH_NAMESPACE)));
    roles.onChange(collectors::lookAtAll);
    controllers.registerCollectors(operator, collectors);
    var allocators = new AtomicReference<AllocatorReconciler>();
    var onDemand =
        new ArrayList<>(
            List.of(
                controllers.onDemand(
                    kinds,
                    ApiKind.TARGET_ALLOCATOR,
                    () -> {
                      var reconciler =
                          new AllocatorReconciler(
                              client, kinds, allocatorFacts, events, Clock.systemUTC());
                      allocators.set(reconciler);
                      return reconciler;
                    }),
                controllers.onDemand(
                    kinds,
                    ApiKind.OPAMP_BRIDGE,
                    () ->
                        new BridgeReconciler(client, facts.bridges(), events, Clock.systemUTC()))));
    roles.onChange(
        () -> Optional.ofNullable(allocators.get()).ifPresent(AllocatorReconciler::lookAtAll));
    if (ClusterSettings.isOpen(settings, ClusterSettings.CLUSTER_OBSERVABILITY_GATE)) {
      onDemand.add(
          controllers.onDemand(
              kinds,
              ApiKind.CLUSTER_OBSERVABILITY,
              () ->
                  new ObservabilityReconciler(
                      client,
                      kinds,
                      () -> new ObservabilityFacts(facts.observabilities(), offered.get()),
                      events,
                      Clock.systemUTC())));
    }
    CacheFigures.show(
        metrics,
        () ->
            Stream.concat(
                    Stream.of(operator), onDemand.stream().flatMap(it -> it.running().stream()))
                .toList(),
        collectors.counts());
    var ofLeader = new ArrayList<Runnable>();
    onDemand.forEach(it -> ofLeader.add(it::lead));
    ofLeader.add(
        () -> {
          if (roles.isGranted()) {
            RoleLeftovers.remove(settings, client);
          }
        });
    if (settings.get(WebhookSettings.ENABLED)) {
      var ofOperands =
          Map.<Webhook, Admission>of(
              Webhook.COLLECTOR_CHECKS,
              new CollectorAdmission(current, new AccessReviews(client)),
              Webhook.TARGET_ALLOCATOR_CHECKS,
              new AllocatorAdmission(allocatorFacts, new AccessReviews(client)),
              Webhook.OPAMP_BRIDGE_CHECKS,
              new BridgeAdmission(new AccessReviews(client)));
      ofLeader.add(serveWebhooks(controllers, operator, current, ofOperands, events, incidents));
    }
    var work = new LeadersWork(operator, () -> ofLeader.forEach(Runnable::run));
    metrics.gauge(
        "otelop_reconciling", "Whether this replica reconciles", () -> work.isRunning() ? 1 : 0);
    reconcile(work, settings, client, instance, lost);
    onDemand.forEach(it -> parts.started(it::close));
    waitsFor = "";
    LOG.atInfo()
        .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
        .log("the operator is ready");
  }

  /**
   * Watches what the webhooks have to know, and serves them.
   *
   * @param operator gets the reconcilers of what is injected
   * @param ofOperands what is asked besides about what the operator deploys
   * @return what the leader does beside
   */
  private Runnable serveWebhooks(
      Controllers controllers,
      Operator operator,
      Supplier<CollectorFacts> collectors,
      Map<Webhook, Admission> ofOperands,
      EventSink events,
      Consumer<Finding> incidents)
      throws IOException {
    var settings = controllers.settings();
    var client = controllers.client();
    var injection = PodInjection.start(settings, client, collectors, events, metrics);
    parts.started(injection::close);
    if (settings.get(InstrumentationSettings.FROM_CLUSTER)) {
      controllers.register(operator, new InstrumentationReconciler(injection.life()));
    }
    if (injection.knowsThoseOfTheCluster()) {
      operator.register(new ClusterInstrumentationReconciler(injection.life()));
    }
    var admissions = new HashMap<>(injection.admissions());
    admissions.putAll(ofOperands);
    var pods =
        new QuietNamespaces(
            injection.namespaces(),
            injection.interest(),
            Clock.systemUTC(),
            QuietNamespaces.Pace.STANDARD);
    parts.started(pods::close);
    injection.onChange(pods::refresh);
    var webhooks =
        Webhooks.start(
            settings,
            client,
            admissions,
            new CollectorConversion(),
            pods,
            telemetry,
            incidents,
            missing -> waitsFor = missing);
    parts.started(webhooks::close);
    var watch =
        ClockWatch.start(
            Clock.systemUTC(),
            jump -> {
              incidents.accept(jumped(jump));
              webhooks.refreshCertificates();
            });
    parts.started(watch::close);
    isOtherThere = () -> !webhooks.other().isEmpty();
    return injection::lead;
  }

  private static Finding away(Duration length) {
    LOG.atWarn().addKeyValue("seconds", length.toSeconds()).log("the API server answers again");
    return Finding.of(
        OperatorReason.ApiServerUnreachable,
        "",
        "",
        "the API server did not answer for " + length.toSeconds() + " seconds");
  }

  private static Finding jumped(Duration jump) {
    return Finding.of(
        OperatorReason.ClockJumped,
        "",
        "",
        "the clock went %s by %d seconds at once"
            .formatted(jump.isNegative() ? "back" : "forward", jump.abs().toSeconds()));
  }

  /** Reconciles at once, or as soon as this replica leads; the webhooks are for all of them. */
  private void reconcile(
      LeadersWork work,
      Settings settings,
      KubernetesClient client,
      String instance,
      Runnable lost) {
    var namespace = settings.get(ClusterSettings.NAMESPACE);
    if (!settings.get(ClusterSettings.LEADER_ELECTION) || namespace.isEmpty()) {
      work.start();
      parts.started(work::stop);
      return;
    }
    Runnable lead =
        () -> {
          try {
            work.start();
          } catch (RuntimeException failed) {
            // The edge of its thread: a leader that cannot lead makes room for another.
            LOG.atError().setCause(failed).log("this replica cannot reconcile");
            lost.run();
          }
        };
    var leadership = Leadership.seek(client, terms(settings, namespace, instance), lead, lost);
    parts.started(leadership::close);
    parts.started(work::stop);
  }

  private static Terms terms(Settings settings, String namespace, String instance) {
    return new Terms(
        namespace,
        settings.get(ClusterSettings.LEASE),
        instance,
        Duration.ofSeconds(settings.get(ClusterSettings.LEASE_SECONDS)),
        Duration.ofSeconds(settings.get(ClusterSettings.LEASE_RENEW_SECONDS)),
        Duration.ofSeconds(settings.get(ClusterSettings.LEASE_RETRY_SECONDS)));
  }

  private void serveHealth(Settings settings) throws IOException {
    var health = settings.get(TelemetrySettings.HEALTH_ADDRESS);
    if (health.isWanted()) {
      HealthServer.Check ready = () -> Optional.of(waitsFor).filter(Predicate.not(String::isEmpty));
      var server = HealthServer.start(health, Map.of("operator", ready));
      healthPort = server.port();
      parts.started(server::close);
    }
  }

  /** Port of the health server; 0 where there is none. */
  int healthPort() {
    return healthPort;
  }

  /** Stops every part, the last one first. */
  @Override
  public void close() {
    waitsFor = "stopping";
    parts.close();
  }

  /** Where the API server is that the settings mean. */
  static String address(Settings settings) {
    return clientConfig(settings).getMasterUrl();
  }

  private static Config clientConfig(Settings settings) {
    var file = settings.get(ClusterSettings.KUBECONFIG);
    var config =
        file.isEmpty() ? Config.autoConfigure(null) : Config.fromKubeconfig(new File(file));
    return new ConfigBuilder(config).withUserAgent("opentelemetry-operator").build();
  }
}
