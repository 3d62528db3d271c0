// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.cluster.EventSink;
import io.otelop.cluster.MountedObjects;
import io.otelop.cluster.StatusWrites;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.instrumentation.Affected.Result;
import io.otelop.instrumentation.EffectiveInstrumentation.Resolved;
import io.otelop.instrumentation.admission.ImageUpgrade;
import io.otelop.instrumentation.restart.Wave;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to an Instrumentation, of a namespace or of the cluster, after it is stored: its
 * images are upgraded, its pods counted, its status told, and workloads restarted where it says so.
 * All state is in the cluster; what is remembered here only spares a look at a cache that lags.
 */
public final class InstrumentationLife {

  private static final Logger LOG = LoggerFactory.getLogger(InstrumentationLife.class);

  private static final Duration WHILE_ROLLING = Duration.ofSeconds(2);
  private static final Duration WHILE_WAITING = Duration.ofSeconds(15);
  private static final Duration WHILE_FORBIDDEN = Duration.ofMinutes(5);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final InstrumentationFacts facts;
  private final Survey survey;
  private final MountedObjects mounted;
  private final EventSink events;
  private final Clock clock;
  private final boolean mayRestart;
  private final Workloads workloads;

  /** What was last written of a restart, by uid. */
  private final Map<String, RestartStatus> restarts = new ConcurrentHashMap<>();

  /**
   * Nothing happens yet.
   *
   * @param mayRestart whether workloads may be restarted at all
   */
  public InstrumentationLife(
      KubernetesClient client,
      InstrumentationFacts facts,
      Survey survey,
      MountedObjects mounted,
      EventSink events,
      Clock clock,
      boolean mayRestart) {
    this.client = client;
    this.facts = facts;
    this.survey = survey;
    this.mounted = mounted;
    this.events = events;
    this.clock = clock;
    this.mayRestart = mayRestart;
    this.workloads = new Workloads(client);
  }

  /** What the pods are counted by. */
  Survey survey() {
    return survey;
  }

  /**
   * One step.
   *
   * @param empty makes an object of the kind
   * @return after which time there should be another one; empty where a change will tell
   */
  <R extends CustomResource<InstrumentationSpec, InstrumentationStatus>> Optional<Duration> step(
      R resource, Supplier<R> empty) {
    if (resource.isMarkedForDeletion()) {
      restarts.remove(resource.getMetadata().getUid());
      survey.request();
      return Optional.empty();
    }
    var upgrade =
        ImageUpgrade.of(annotations(resource), EffectiveInstrumentation.spec(resource), facts);
    var result = EffectiveInstrumentation.of(resource, facts);
    if (!upgrade.images().isEmpty() && isWritable(result)) {
      upgrade(resource, upgrade);
      return Optional.empty();
    }
    var generation = Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
    var status = resource.getStatus();
    if (survey.latest().isEmpty()
        || status == null
        || !generation.equals(status.observedGeneration())) {
      survey.request();
    }
    var wave = wave(resource, result);
    var now =
        StatusReport.of(
            new StatusReport.Inputs(
                generation,
                result,
                survey.latest(),
                references(result),
                upgrade.blocked(),
                wave.map(Wave::status)),
            status,
            clock.instant());
    if (!now.equals(status)) {
      tell(resource, status, now);
      StatusWrites.apply(client, resource, empty.get(), now);
    }
    wave.ifPresent(it -> restart(resource, empty, now, it));
    return wave.flatMap(InstrumentationLife::pause);
  }

  /** The operator's own webhook refuses a changed spec with an error, whoever writes it. */
  private static boolean isWritable(EffectiveInstrumentation.Result result) {
    return result.findings().stream()
        .noneMatch(finding -> finding.reason().severity() == Severity.ERROR);
  }

  private <R extends CustomResource<InstrumentationSpec, InstrumentationStatus>> void upgrade(
      R resource, ImageUpgrade upgrade) {
    var patch = JsonNodeFactory.instance.objectNode();
    var annotations = patch.putObject("metadata").putObject("annotations");
    upgrade.annotations().forEach(annotations::put);
    var spec = patch.putObject("spec");
    upgrade.images().forEach((field, image) -> spec.putObject(field).put("image", image));
    client.resource(resource).patch(MERGE, patch.toString());
    LOG.atInfo()
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("name", resource.getMetadata().getName())
        .log("images of agents are the operator's own again");
    upgrade
        .images()
        .forEach(
            (field, image) ->
                events.send(
                    resource,
                    Finding.of(
                        LifeReason.ImageUpgraded,
                        "spec." + field + ".image",
                        image,
                        "is the operator's image now, as before it was that of an earlier one or"
                            + " none")));
  }

  private Optional<Wave> wave(
      CustomResource<InstrumentationSpec, InstrumentationStatus> resource,
      EffectiveInstrumentation.Result result) {
    var status = resource.getStatus();
    var uid = resource.getMetadata().getUid();
    var stored = status == null ? null : status.restart();
    var previous = restarts.getOrDefault(uid, stored);
    if (!(result instanceof Resolved(var instrumentation, _))
        || !instrumentation.restart().isOn()) {
      restarts.remove(uid);
      return Optional.empty();
    }
    var pods = survey.latest().filter(Survey.Report::isComplete);
    if (pods.isEmpty() && previous == null) {
      return Optional.empty();
    }
    var candidates = candidates(pods.map(it -> it.of(result.fullName())).orElse(Summary.EMPTY));
    var fixed = new TreeSet<Workload>();
    candidates.keySet().stream().filter(it -> !Workloads.hasRollout(it)).forEach(fixed::add);
    var inputs =
        new Wave.Inputs(
            instrumentation.restart(),
            instrumentation.fullName() + "@" + instrumentation.generation(),
            candidates,
            fixed,
            annotations(resource).getOrDefault(UserAnnotations.CONTINUE_RESTART, ""),
            clock.instant());
    var wave =
        mayRestart
            ? Wave.next(inputs, previous, workloads::read)
            : Wave.notPermitted(inputs, previous);
    restarts.put(uid, wave.status());
    if (!wave.ended().isEmpty()) {
      survey.request();
    }
    return Optional.of(wave);
  }

  private static SortedMap<Workload, Set<String>> candidates(Summary pods) {
    var candidates = new TreeMap<Workload, Set<String>>();
    pods.affected().stream()
        .filter(affected -> affected.result() != Result.FAILED)
        .forEach(
            affected ->
                candidates
                    .computeIfAbsent(affected.workload(), _ -> new HashSet<>())
                    .addAll(affected.restartedFor()));
    return candidates;
  }

  private <R extends CustomResource<InstrumentationSpec, InstrumentationStatus>> void restart(
      R resource, Supplier<R> empty, InstrumentationStatus status, Wave wave) {
    for (var workload : wave.start()) {
      try {
        workloads.restart(workload, wave.note(workload), clock.instant());
        events.send(
            Workloads.reference(workload),
            Finding.of(
                LifeReason.WorkloadRestarted,
                "",
                "",
                "is restarted for Instrumentation " + wave.note(workload)));
        LOG.atInfo()
            .addKeyValue("workload", workload)
            .addKeyValue("target", wave.note(workload))
            .log("restarted");
      } catch (KubernetesClientException refused) {
        if (refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
          var without = Wave.refused(wave.status(), workload);
          events.send(resource, Wave.notPermitted(workload));
          restarts.put(resource.getMetadata().getUid(), without);
          StatusWrites.apply(
              client, resource, empty.get(), StatusReport.withRestart(status, without));
          return;
        }
        if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
          throw refused;
        }
      }
    }
  }

  private static Optional<Duration> pause(Wave wave) {
    return switch (Wave.Phase.valueOf(String.valueOf(wave.status().phase()))) {
      case Rolling -> Optional.of(WHILE_ROLLING);
      case Stopped ->
          wave.status().rolling() == null ? Optional.empty() : Optional.of(WHILE_ROLLING);
      case Waiting -> Optional.of(WHILE_WAITING);
      case NotPermitted -> Optional.of(WHILE_FORBIDDEN);
      case Idle -> Optional.empty();
    };
  }

  private References references(EffectiveInstrumentation.Result result) {
    if (!(result instanceof Resolved(var instrumentation, _))) {
      return References.NONE;
    }
    var tls = instrumentation.exporter().tls();
    var named =
        Map.of(
            "Secret", tls.path("secretName").asText(""),
            "ConfigMap", tls.path("configMapName").asText(""));
    var namespaces =
        survey
            .latest()
            .map(report -> report.of(result.fullName()).namespaces())
            .orElse(Summary.EMPTY.namespaces());
    var places = new TreeSet<>(namespaces);
    if (places.isEmpty() && !instrumentation.namespace().isEmpty()) {
      places.add(instrumentation.namespace());
    }
    var present = new ArrayList<String>();
    var absent = new ArrayList<String>();
    var unknown = new ArrayList<String>();
    for (var kind : List.of("Secret", "ConfigMap")) {
      var name = named.getOrDefault(kind, "");
      if (!name.isEmpty()) {
        for (var place : places) {
          var text = kind + " " + place + "/" + name;
          switch (mounted.look(kind, place, name)) {
            case PRESENT -> present.add(text);
            case ABSENT -> absent.add(text);
            case UNKNOWN -> unknown.add(text);
          }
        }
      }
    }
    return new References(present, absent, unknown);
  }

  /** Events of what is new in a status. */
  private void tell(
      CustomResource<InstrumentationSpec, InstrumentationStatus> resource,
      @Nullable InstrumentationStatus before,
      InstrumentationStatus now) {
    var blocked =
        Objects.requireNonNullElse(now.upgradeBlockedVersions(), Map.<String, String>of());
    var known =
        before == null || before.upgradeBlockedVersions() == null
            ? Map.<String, String>of()
            : before.upgradeBlockedVersions();
    blocked.forEach(
        (language, why) -> {
          if (!why.equals(known.get(language))) {
            events.send(resource, Finding.of(InstrumentationReason.UpgradeBlocked, "", "", why));
          }
        });
    if (isStopped(now) && (before == null || !isStopped(before))) {
      events.send(
          resource,
          // The message has the remedy in it.
          new Finding(
              LifeReason.RestartStopped,
              "",
              "",
              "the restart of workloads "
                  + Objects.requireNonNullElse(now.restart(), Wave.NOTHING).message(),
              ""));
    }
  }

  private static boolean isStopped(InstrumentationStatus status) {
    return status.restart() != null && Wave.Phase.Stopped.name().equals(status.restart().phase());
  }

  private static Map<String, String> annotations(CustomResource<?, ?> resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.of());
  }
}
