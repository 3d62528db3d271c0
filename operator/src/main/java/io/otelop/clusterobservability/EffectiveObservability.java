// SPDX-License-Identifier: Apache-2.0
package io.otelop.clusterobservability;

import io.otelop.child.ApiKind;
import io.otelop.child.Operand;
import io.otelop.crds.clusterobservability.ClusterObservability;
import io.otelop.crds.clusterobservability.OtlpHttpExporterSpec;
import io.otelop.naming.Labels;
import io.otelop.naming.OperandLabels;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of a cluster after its checks: what is made for it is computed from this.
 *
 * @param namespace where it and all that is made for it lives
 * @param name of the custom resource
 * @param uid of the custom resource
 * @param labels of the custom resource that are passed on
 * @param annotations of the custom resource that are passed on
 * @param exporter where everything is sent
 * @param facts of the operator and the cluster
 */
public record EffectiveObservability(
    String namespace,
    String name,
    String uid,
    Map<String, String> labels,
    Map<String, String> annotations,
    OtlpHttpExporterSpec exporter,
    ObservabilityFacts facts)
    implements Operand {

  /** What can be made, or the reasons why not. */
  public sealed interface Result {}

  /** It is complete. */
  public record Resolved(EffectiveObservability observability) implements Result {}

  /** Nothing can be made of the custom resource; at least one finding. */
  public record Rejected(List<Finding> findings) implements Result {}

  /** Checks a custom resource. Nothing that it returns is null. */
  public static Result of(ClusterObservability resource, ObservabilityFacts facts) {
    var metadata = resource.getMetadata();
    var exporter = exporter(resource).orElse(null);
    if (exporter == null) {
      return new Rejected(
          List.of(
              Finding.of(
                      ObservabilityReason.InvalidObservability,
                      "spec.exporter",
                      "",
                      "is not there, so nothing can be sent")
                  .withRemedy("give spec.exporter.endpoint")));
    }
    var findings = new ArrayList<Finding>();
    if (!hasAddresses(exporter)) {
      findings.add(
          Finding.of(
                  ObservabilityReason.InvalidObservability,
                  "spec.exporter.endpoint",
                  "",
                  "is not there, so nothing can be sent")
              .withRemedy("give it, or traces_endpoint, metrics_endpoint and logs_endpoint"));
    }
    var retry = exporter.retryOnFailure();
    if (retry != null) {
      number("randomization_factor", retry.randomizationFactor()).ifPresent(findings::add);
      number("multiplier", retry.multiplier()).ifPresent(findings::add);
    }
    return findings.isEmpty()
        ? new Resolved(
            new EffectiveObservability(
                metadata.getNamespace(),
                metadata.getName(),
                Objects.requireNonNullElse(metadata.getUid(), ""),
                OperandLabels.kept(metadata.getLabels(), facts.defaults().isLabelKept()),
                OperandLabels.kept(metadata.getAnnotations(), facts.defaults().isAnnotationKept()),
                exporter,
                facts))
        : new Rejected(List.copyOf(findings));
  }

  /** An object that was stored before its schema said more may lack anything. */
  private static Optional<OtlpHttpExporterSpec> exporter(ClusterObservability resource) {
    return Optional.ofNullable(resource.getSpec()).map(spec -> spec.exporter());
  }

  private static boolean hasAddresses(OtlpHttpExporterSpec exporter) {
    return isGiven(exporter.endpoint())
        || (isGiven(exporter.tracesEndpoint())
            && isGiven(exporter.metricsEndpoint())
            && isGiven(exporter.logsEndpoint()));
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isEmpty();
  }

  private static Optional<Finding> number(String field, @Nullable String value) {
    return value == null || value.isEmpty() || value.matches("[0-9]+([.][0-9]+)?")
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                    ObservabilityReason.InvalidObservability,
                    "spec.exporter.retry_on_failure." + field,
                    value,
                    "is no number")
                .withRemedy("give one such as 1.5"));
  }

  @Override
  public ApiKind kind() {
    return ApiKind.CLUSTER_OBSERVABILITY;
  }

  /** It names none. */
  @Override
  public String givenImage() {
    return "";
  }

  @Override
  public Map<String, String> selector() {
    return OperandLabels.selector(Labels.OPENTELEMETRY_CLUSTER_OBSERVABILITY, namespace, name);
  }

  /**
   * Whether targets of the Prometheus operator's resources are scraped: where the cluster has them,
   * and target allocators.
   */
  public boolean takesMonitors() {
    return facts
        .cluster()
        .kinds()
        .containsAll(List.of(ApiKind.TARGET_ALLOCATOR, ApiKind.SERVICE_MONITOR));
  }
}
