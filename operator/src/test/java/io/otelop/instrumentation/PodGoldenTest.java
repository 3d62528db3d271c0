// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.zjsonpatch.JsonPatch;
import io.otelop.testing.Golden;
import io.otelop.testing.UpstreamComparison;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden/pod} is a case: the pod and the Instrumentations of {@code in.yaml}
 * become the decisions and the pod of {@code out.yaml}, and the pod is what the Go operator makes
 * of it where there is an {@code upstream.yaml}. Run with {@code -Dgolden.update} to write the
 * outputs anew.
 */
class PodGoldenTest {

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("pod", PodGoldenTest::check);
  }

  private static void check(Path folder) throws IOException {
    var example = new PodCase(folder);
    var pod = example.pod();
    var untouched = pod.deepCopy();
    var answer = example.answer(pod);

    var text =
        Yaml.text(List.of(Map.of("decisions", PodCase.shown(answer.decisions())), answer.pod()));
    var out = folder.resolve("out.yaml");
    Golden.compare(text, out);
    assertThat(answer.faults()).isEmpty();
    assertThat(pod).as("the pod that came").isEqualTo(untouched);
    assertThat(JsonPatch.apply(answer.patch(), pod)).as("patched").isEqualTo(answer.pod());
    assertThat(example.answer(answer.pod()).patch()).as("a second time").isEmpty();
    var upstream = folder.resolve("upstream.yaml");
    if (Files.exists(upstream)) {
      assertThat(UpstreamComparison.differences(List.of(answer.pod()), upstream)).isEmpty();
    }
  }
}
