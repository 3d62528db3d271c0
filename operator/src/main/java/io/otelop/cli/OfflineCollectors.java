// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.child.ApiKind;
import io.otelop.child.ClusterFacts;
import io.otelop.collector.CollectorConversion;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorObjects;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Collectors in files, and the cluster that they are meant for as far as options tell of it.
 *
 * @param facts of that cluster and the operator in it
 * @param namespace of collectors that name none
 */
record OfflineCollectors(CollectorFacts facts, String namespace) {

  private static final String KINDS = "--kinds";
  private static final String NONE = "none";

  /** The option that says what the cluster knows beyond Kubernetes. */
  static OptionSpec kinds() {
    return OptionSpec.builder(KINDS)
        .paramLabel("KIND,...")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .splitRegex(",")
        .description(
            "Kinds that the cluster knows beyond those of Kubernetes: %s, or none; all, without it"
                .formatted(String.join(", ", names())))
        .build();
  }

  static OfflineCollectors of(ParseResult line) {
    var facts = RunCommand.collectorFacts(Options.settings(line), List.of());
    return new OfflineCollectors(
        facts.in(new ClusterFacts(true, known(line))),
        Options.text(line, Options.NAMESPACE).orElse("default"));
  }

  /** What the operator would make of a collector, in whatever version it is written. */
  CollectorObjects render(JsonNode document) {
    return CollectorObjects.of(read(document, namespace), facts);
  }

  /**
   * A collector, in whatever version it is written.
   *
   * @param namespace of one that names none
   */
  static OpenTelemetryCollector read(JsonNode document, String namespace) {
    var converted = new CollectorConversion().convert(document, "opentelemetry.io/v1beta1");
    return Manifests.as(converted, OpenTelemetryCollector.class, namespace);
  }

  private static Set<ApiKind> known(ParseResult line) {
    var given = line.matchedOptionValue(KINDS, List.<String>of());
    if (given.isEmpty()) {
      return OperandFacts.optionalKinds();
    }
    var unknown = new HashSet<>(given);
    unknown.removeAll(names());
    unknown.remove(NONE);
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          line.commandSpec().commandLine(),
          "%s: the operator makes nothing of the kind %s".formatted(KINDS, unknown));
    }
    return OperandFacts.optionalKinds().stream()
        .filter(kind -> given.contains(kind.kind()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> names() {
    return OperandFacts.optionalKinds().stream().map(ApiKind::kind).sorted().toList();
  }
}
