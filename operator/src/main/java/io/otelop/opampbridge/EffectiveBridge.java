// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.child.ApiKind;
import io.otelop.child.Operand;
import io.otelop.child.OperandDefaults;
import io.otelop.crds.opampbridge.BridgeSpec;
import io.otelop.crds.opampbridge.OpAMPBridge;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import io.otelop.naming.OperandLabels;
import io.otelop.opampbridge.child.BridgeConfig;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An OpAMP bridge after defaults: what its children are computed from.
 *
 * @param namespace where it lives
 * @param name of the custom resource
 * @param uid of the custom resource
 * @param image of its container
 * @param replicas wanted
 * @param labels of the custom resource that children inherit
 * @param annotations of the custom resource that children inherit
 * @param file the text of the file that its pod reads
 * @param spec for what is passed on as the user wrote it
 * @param defaults of the operator
 */
public record EffectiveBridge(
    String namespace,
    String name,
    String uid,
    String image,
    int replicas,
    Map<String, String> labels,
    Map<String, String> annotations,
    String file,
    BridgeSpec spec,
    OperandDefaults defaults)
    implements Operand {

  private static final BridgeSpec NOTHING =
      JsonMapper.builder().build().convertValue(Map.of(), BridgeSpec.class);

  /** A bridge that can be made, or the reasons why not. */
  public sealed interface Result {

    /** What was found on the way; for {@link Rejected} at least one error is among them. */
    List<Finding> findings();
  }

  /** The bridge is complete; the findings are warnings. */
  public record Resolved(EffectiveBridge bridge, List<Finding> findings) implements Result {}

  /** The custom resource cannot become a bridge. */
  public record Rejected(List<Finding> findings) implements Result {}

  /** Adds the defaults to a custom resource and checks it. Nothing that it returns is null. */
  public static Result of(OpAMPBridge resource, OperandDefaults defaults) {
    var spec = Objects.requireNonNullElse(resource.getSpec(), NOTHING);
    var findings = List.copyOf(BridgeChecks.of(spec));
    if (findings.stream().anyMatch(it -> it.reason().severity() == Severity.ERROR)) {
      return new Rejected(findings);
    }
    var metadata = resource.getMetadata();
    var capabilities = new HashMap<>(spec.capabilities());
    capabilities.put(BridgeChecks.REPORTS_STATUS, true);
    return new Resolved(
        new EffectiveBridge(
            metadata.getNamespace(),
            metadata.getName(),
            Objects.requireNonNullElse(metadata.getUid(), ""),
            orElse(spec.image(), defaults.image()),
            Objects.requireNonNullElse(spec.replicas(), 1),
            OperandLabels.kept(metadata.getLabels(), defaults.isLabelKept()),
            OperandLabels.kept(metadata.getAnnotations(), defaults.isAnnotationKept()),
            BridgeConfig.of(spec, capabilities),
            spec,
            defaults),
        findings);
  }

  /** The name of its Deployment and of all that it owns. */
  public String objectName() {
    return ObjectNames.opampBridge(name);
  }

  @Override
  public ApiKind kind() {
    return ApiKind.OPAMP_BRIDGE;
  }

  @Override
  public Map<String, String> selector() {
    return OperandLabels.selector(Labels.OPENTELEMETRY_OPAMP_BRIDGE, namespace, name);
  }

  @Override
  public String givenImage() {
    return orElse(spec.image(), "");
  }

  /** The name of the ServiceAccount that its pod uses. */
  public String serviceAccount() {
    return serviceAccount(name, spec);
  }

  /** The same where there is no more than a spec. */
  static String serviceAccount(String name, BridgeSpec spec) {
    return orElse(spec.serviceAccount(), ObjectNames.opampBridge(name));
  }

  /** Whether its pod uses a ServiceAccount that the user made. */
  public boolean bringsServiceAccount() {
    return !orElse(spec.serviceAccount(), "").isEmpty();
  }

  private static String orElse(@Nullable String value, String fallback) {
    return value == null || value.isEmpty() ? fallback : value;
  }
}
