// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.otelop.child.OperandPod;
import io.otelop.targetallocator.EffectiveAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The container of a target allocator. Rules: targetallocator-opamp-ops.md A2.2. */
final class AllocatorContainer {

  private static final String NAME = "ta-container";

  private AllocatorContainer() {}

  static Container of(EffectiveAllocator allocator) {
    var spec = allocator.spec();
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(allocator.image())
        .withImagePullPolicy(spec.imagePullPolicy())
        .withArgs(args(allocator))
        .withPorts(AllocatorPorts.of(allocator))
        .withVolumeMounts(AllocatorVolumes.mounts(allocator))
        .withEnv(OperandPod.env(allocator.spec().env(), inferred(allocator)))
        .withEnvFrom(spec.envFrom())
        .withResources(spec.resources())
        .withSecurityContext(spec.securityContext())
        .withLifecycle(spec.lifecycle())
        .withLivenessProbe(
            Objects.requireNonNullElseGet(spec.livenessProbe(), () -> probe("/livez")))
        .withReadinessProbe(
            Objects.requireNonNullElseGet(spec.readinessProbe(), () -> probe("/readyz")))
        .build();
  }

  private static List<String> args(EffectiveAllocator allocator) {
    var args = new ArrayList<String>();
    new TreeMap<>(Objects.requireNonNullElse(allocator.spec().args(), Map.<String, String>of()))
        .forEach((key, value) -> args.add("--" + key + "=" + value));
    return args;
  }

  private static Probe probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString(AllocatorPorts.HTTP))
        .endHttpGet()
        .build();
  }

  private static List<EnvVar> inferred(EffectiveAllocator allocator) {
    var env = new ArrayList<EnvVar>();
    env.add(OperandPod.field("OTELCOL_NAMESPACE", "metadata.namespace"));
    env.addAll(OperandPod.goLimits(NAME));
    env.addAll(allocator.facts().defaults().proxyEnv());
    return env;
  }
}
