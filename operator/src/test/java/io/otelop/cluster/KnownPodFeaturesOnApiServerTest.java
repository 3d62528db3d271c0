// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.pod.PodFeatures;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Versions as a real API server tells them. */
@ExtendWith(ControlPlane.class)
class KnownPodFeaturesOnApiServerTest {

  private final Cluster cluster;

  KnownPodFeaturesOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void nodesDecideAboutImages() {
    assertThat(features()).isEqualTo(new PodFeatures(true, false));
    register("one", "containerd://2.1.4");
    try {
      assertThat(features()).isEqualTo(new PodFeatures(true, true));
      register("two", "containerd://1.7.27");
      assertThat(features()).isEqualTo(new PodFeatures(true, false));
    } finally {
      cluster.client().nodes().withName("one").delete();
      cluster.client().nodes().withName("two").delete();
    }
  }

  private PodFeatures features() {
    try (var known = KnownPodFeatures.watch(cluster.client())) {
      return known.get();
    }
  }

  private void register(String name, String runtime) {
    var node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewStatus()
            .withNewNodeInfo()
            .withKubeletVersion("v1.36.0")
            .withContainerRuntimeVersion(runtime)
            .endNodeInfo()
            .endStatus()
            .build();
    cluster.client().resource(node).create();
    // Controllers write to a new node as well: an apply names no version that it must still have.
    cluster
        .client()
        .resource(node)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("kubelet")
                .withForce(true)
                .build());
  }
}
