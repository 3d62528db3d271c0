// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples of {@code crds/} are what the API server takes, with no field it does not know. */
@ExtendWith(ControlPlane.class)
class SamplesOnApiServerTest {

  private final Cluster cluster;

  SamplesOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theApiServerTakesIt(Path sample) throws IOException {
    try (var text = Files.newInputStream(sample)) {
      var taken =
          cluster
              .client()
              .resource(text)
              .inNamespace(cluster.namespace())
              .dryRun()
              .fieldValidation(FieldValidateable.Validation.STRICT)
              .create();

      assertThat(taken.getMetadata().getUid()).isNotEmpty();
    }
  }

  static List<Path> samples() throws IOException {
    try (var files = Files.list(Path.of("../crds/samples"))) {
      return files.sorted().toList();
    }
  }
}
