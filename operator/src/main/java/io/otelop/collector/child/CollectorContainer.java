// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.otelop.child.OperandPod;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.PodMarks;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import io.otelop.collector.config.TargetAllocation;
import io.otelop.naming.EnvNames;
import io.otelop.naming.InjectedNames;
import io.otelop.naming.ObjectNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The container that runs the collector, in pods of its own and in those of others. Rules:
 * collector.md 2.3 and 2.7.
 */
final class CollectorContainer {

  static final String NAME = InjectedNames.COLLECTOR;
  static final String CONFIG_VOLUME = "otc-internal";
  private static final String CONFIG_DIRECTORY = "/conf";
  private static final String CONFIG_FILE = CONFIG_DIRECTORY + "/" + CollectorConfigMap.ENTRY;
  private static final Pattern SLASH = Pattern.compile("/");

  private CollectorContainer() {}

  /** With its config in a file. */
  static Container of(EffectiveCollector collector) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(mount(CONFIG_VOLUME, CONFIG_DIRECTORY));
    CollectorCertificates.volume(collector)
        .ifPresent(volume -> mounts.add(mount(volume.getName(), TargetAllocation.CERTIFICATES)));
    return of(collector, CONFIG_FILE, mounts, List.of());
  }

  /**
   * As a sidecar that reads its config from a variable. The kubelet makes one dollar sign of two in
   * the value of a variable, so that two of them have to be four.
   */
  static Container withConfigInEnv(EffectiveCollector collector) {
    var config =
        new EnvVarBuilder()
            .withName(EnvNames.COLLECTOR_CONFIG)
            .withValue(collector.config().yaml().replace("$$", "$$$$"))
            .build();
    return of(collector, "env:" + EnvNames.COLLECTOR_CONFIG, List.of(), List.of(config));
  }

  private static Container of(
      EffectiveCollector collector,
      String config,
      List<VolumeMount> ownMounts,
      List<EnvVar> lastEnv) {
    var spec = collector.spec();
    var probes = CollectorProbes.of(collector);
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(collector.image())
        .withImagePullPolicy(spec.imagePullPolicy())
        .withCommand(spec.command())
        .withArgs(args(collector, config))
        .withPorts(CollectorPorts.ofContainer(collector))
        .withVolumeMounts(mounts(collector, ownMounts))
        .withEnv(
            Stream.concat(
                    OperandPod.env(collector.spec().env(), inferred(collector)).stream(),
                    lastEnv.stream())
                .toList())
        .withEnvFrom(spec.envFrom())
        .withResources(spec.resources())
        .withSecurityContext(spec.securityContext())
        .withLifecycle(spec.lifecycle())
        .withTerminationMessagePolicy(
            collector.marks().tellsLastWords() ? PodMarks.LAST_WORDS : null)
        .withLivenessProbe(probes.liveness())
        .withReadinessProbe(probes.readiness())
        .withStartupProbe(probes.startup())
        .build();
  }

  /** A sidecar may read more configs than its own, which then comes last and so wins. */
  private static List<String> args(EffectiveCollector collector, String config) {
    var own = "--config=" + config;
    var args = new ArrayList<String>();
    new TreeMap<>(Objects.requireNonNullElse(collector.spec().args(), Map.<String, String>of()))
        .forEach(
            (key, value) -> {
              if (!collector.hasWorkload() || !key.equals("config")) {
                args.add("--" + key + "=" + value);
              }
            });
    args.add(collector.hasWorkload() ? 0 : args.size(), own);
    return args;
  }

  private static List<VolumeMount> mounts(
      EffectiveCollector collector, List<VolumeMount> ownMounts) {
    var mounts = new ArrayList<>(ownMounts);
    mounts.addAll(Objects.requireNonNullElse(collector.spec().volumeMounts(), List.of()));
    for (var extra : CollectorVolumes.extraConfigMaps(collector)) {
      mounts.add(
          mount(
              ObjectNames.extraConfigMapVolume(extra.name()),
              joined("/var/conf", extra.mountpath(), "configmap-" + extra.name())));
    }
    return mounts;
  }

  /** The parts as one path, without empty, {@code .} and {@code ..} segments. */
  private static String joined(String... parts) {
    var segments = new ArrayDeque<String>();
    for (var segment : SLASH.split(String.join("/", parts), -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return "/" + String.join("/", segments);
  }

  private static VolumeMount mount(String name, String path) {
    return new VolumeMountBuilder().withName(name).withMountPath(path).build();
  }

  private static List<EnvVar> inferred(EffectiveCollector collector) {
    var env = new ArrayList<EnvVar>();
    env.add(OperandPod.field("POD_NAME", "metadata.name"));
    env.addAll(OperandPod.goLimits(NAME));
    var ofComponents = new ArrayList<EnvVar>();
    for (var section : Section.values()) {
      collector
          .config()
          .eachEnabled(section, (id, _) -> ofComponents.addAll(Components.of(section, id).env()));
    }
    ofComponents.sort(Comparator.comparing(EnvVar::getName));
    env.addAll(ofComponents);
    env.addAll(collector.facts().defaults().proxyEnv());
    return env;
  }
}
