// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.child.ApiKind;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandObjects;
import io.otelop.clusterobservability.ObservabilityFacts;
import io.otelop.clusterobservability.ObservabilityObjects;
import io.otelop.collector.CollectorConversion;
import io.otelop.collector.CollectorObjects;
import io.otelop.crds.clusterobservability.ClusterObservability;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.opampbridge.BridgeObjects;
import io.otelop.targetallocator.AllocatorObjects;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Custom resources in files of which the operator makes objects, and the cluster that they are
 * meant for as far as options tell of it.
 *
 * @param facts of the operator
 * @param cluster what the cluster offers
 * @param namespace of objects that name none
 */
record OfflineOperands(OperandFacts facts, ClusterFacts cluster, String namespace) {

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

  static OfflineOperands of(ParseResult line) {
    return new OfflineOperands(
        RunCommand.facts(Options.settings(line), List.of()),
        new ClusterFacts(true, known(line)),
        Options.text(line, Options.NAMESPACE).orElse("default"));
  }

  /**
   * What the operator would make of a custom resource, which is nothing where it does not fit its
   * schema; empty for a document that is none of those of which it makes objects.
   *
   * @param all documents, among which a target allocator's collectors may be
   */
  Optional<OperandObjects> render(JsonNode document, List<JsonNode> all) {
    var unfit = SchemaCheck.unfit(document);
    return unfit.isEmpty() || Manifests.isOf(document, "Instrumentation")
        ? made(document, all)
        : Optional.of(new OperandObjects(List.of(), unfit));
  }

  private Optional<OperandObjects> made(JsonNode document, List<JsonNode> all) {
    return switch (Manifests.kind(document)) {
      case "OpenTelemetryCollector" -> {
        var made = CollectorObjects.of(read(document, namespace), facts.collectors().in(cluster));
        yield Optional.of(new OperandObjects(made.objects(), made.findings()));
      }
      case "TargetAllocator" ->
          Optional.of(
              AllocatorObjects.of(
                  Manifests.as(document, TargetAllocator.class, namespace),
                  all.stream()
                      .filter(it -> Manifests.isOf(it, "OpenTelemetryCollector"))
                      .filter(it -> SchemaCheck.unfit(it).isEmpty())
                      .map(it -> read(it, namespace))
                      .toList(),
                  facts.allocators().in(cluster, Set.of())));
      case "OpAMPBridge" ->
          Optional.of(
              BridgeObjects.of(
                  Manifests.as(document, OpAMPBridge.class, namespace), facts.bridges()));
      case "ClusterObservability" ->
          Optional.of(
              ObservabilityObjects.of(
                  Manifests.as(document, ClusterObservability.class, namespace),
                  new ObservabilityFacts(facts.observabilities(), cluster)));
      default -> Optional.empty();
    };
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
