// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge.child;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.otelop.child.OperandPod;
import io.otelop.opampbridge.EffectiveBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The container of an OpAMP bridge. Rules: targetallocator-opamp-ops.md B2. */
final class BridgeContainer {

  /** The volume with the file that it reads. */
  static final String CONFIG = "opamp-bridge-internal";

  /** Where collectors reach it. */
  static final int OPAMP = 8080;

  private static final int HEALTH = 8081;
  private static final String HEALTH_NAME = "healthz";
  private static final String NAME = "opamp-bridge-container";

  private BridgeContainer() {}

  static Container of(EffectiveBridge bridge) {
    var spec = bridge.spec();
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(bridge.image())
        .withImagePullPolicy(spec.imagePullPolicy())
        .withPorts(port("opamp", OPAMP), port(HEALTH_NAME, HEALTH))
        .withVolumeMounts(mounts(bridge))
        .withEnv(OperandPod.env(spec.env(), inferred(bridge)))
        .withEnvFrom(spec.envFrom())
        .withResources(spec.resources())
        .withSecurityContext(spec.securityContext())
        .withLivenessProbe(probe())
        .withReadinessProbe(probe())
        .build();
  }

  private static List<VolumeMount> mounts(EffectiveBridge bridge) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(new VolumeMountBuilder().withName(CONFIG).withMountPath("/conf").build());
    mounts.addAll(Objects.requireNonNullElse(bridge.spec().volumeMounts(), List.of()));
    return mounts;
  }

  private static List<EnvVar> inferred(EffectiveBridge bridge) {
    var env = new ArrayList<EnvVar>();
    env.add(OperandPod.field("OTELCOL_NAMESPACE", "metadata.namespace"));
    env.addAll(OperandPod.goLimits(NAME));
    env.addAll(bridge.defaults().proxyEnv());
    return env;
  }

  private static Probe probe() {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath("/healthz")
        .withPort(new IntOrString(HEALTH_NAME))
        .endHttpGet()
        .build();
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }
}
