// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.pod.PodFeatures.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What API server and nodes have in common. */
class PodFeaturesTest {

  private static final Node NEW = new Node("v1.36.0", "containerd://2.1.0");

  @ParameterizedTest
  @CsvSource({
    "v1.28.9, v1.28.9, containerd://2.1.0, false, false",
    "v1.29.0, v1.29.0, containerd://1.7.2, true, false",
    "v1.36.0, v1.28.4, containerd://2.1.0, false, false",
    "v1.36.0, v1.35.0, containerd://2.1.0, true, true",
    "v1.35.0-eks-a1, v1.35.1+k3s1, containerd://2.2.1-k3s1, true, true",
    "v1.35.0, v1.35.0, containerd://2.0.9, true, false",
    "v1.35.0, v1.35.0, cri-o://1.31.0, true, true",
    "v1.35.0, v1.35.0, cri-o://1.30.8, true, false",
    "v1.35.0, v1.34.0, cri-o://1.34.0, true, false",
    "v1.35.0, v1.35.0, docker://28.1.0, true, false",
    "v2.0.0, v1.37.0, containerd://3.0.0, true, true",
    "unknown, v1.36.0, containerd://2.1.0, false, false",
  })
  void theLeastCounts(
      String server, String kubelet, String runtime, boolean sidecars, boolean images) {
    assertThat(PodFeatures.of(server, List.of(NEW, new Node(kubelet, runtime))))
        .isEqualTo(new PodFeatures(sidecars, images));
  }

  @Test
  void nodesThatNobodyMaySeeMountNoImages() {
    assertThat(PodFeatures.of("v1.36.0", List.of())).isEqualTo(new PodFeatures(true, false));
  }
}
