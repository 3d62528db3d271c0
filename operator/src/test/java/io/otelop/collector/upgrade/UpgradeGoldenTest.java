// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.crds.collector.OpenTelemetryCollectorSpec;
import io.otelop.crds.collector.OpenTelemetryCollectorStatus;
import io.otelop.testing.Golden;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each folder of {@code golden/upgrade} is a case: {@code in.yaml} becomes {@code out.yaml}. */
class UpgradeGoldenTest {

  private static final String TODAY = "0.158.0";

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return Golden.cases("upgrade", UpgradeGoldenTest::check);
  }

  @Test
  void aSpecIsReadAsOneForAnotherVersionOnlyWhereItIsOlder() {
    assertThat(from(null, "0.90.0", null)).isEqualTo("0.90.0");
    assertThat(from(null, TODAY, "0.90.0")).isEqualTo("0.90.0");
    assertThat(from(null, TODAY, null)).isNull();
    assertThat(from(null, "0.200.0", null)).isNull();
    assertThat(from(null, "latest", null)).isNull();
    assertThat(from("none", "0.90.0", null)).isNull();
  }

  private static @Nullable String from(
      @Nullable String strategy, String version, @Nullable String upgradedFrom) {
    var spec =
        Yaml.as(
            Yaml.tree(strategy == null ? Map.of() : Map.of("upgradeStrategy", strategy)),
            OpenTelemetryCollectorSpec.class);
    var status =
        new OpenTelemetryCollectorStatus(null, version, null, null, null, null, null, upgradedFrom);
    return Upgrade.from(spec, status, TODAY).orElse(null);
  }

  private static void check(Path folder) throws IOException {
    var in = Yaml.documents(folder.resolve("in.yaml")).getFirst();
    var spec = Yaml.as(in.get("spec"), OpenTelemetryCollectorSpec.class);
    var made = Upgrade.of(spec, in.get("from").asText(), in.get("to").asText());
    var text = Yaml.text(List.of(Yaml.tree(made)));
    var out = folder.resolve("out.yaml");
    Golden.compare(text, out);
    assertThat(Upgrade.of(made, in.get("from").asText(), in.get("to").asText())).isEqualTo(made);
  }
}
