// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.otelop.child.ApiKind;
import io.otelop.child.Operand;
import io.otelop.child.ScrapeGrants;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.collector.MutualTlsSpec;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.targetallocator.AllocatorSpec;
import io.otelop.crds.targetallocator.TargetAllocator;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import io.otelop.naming.OperandLabels;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import io.otelop.targetallocator.child.AllocatorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A target allocator after defaults: what its children are computed from.
 *
 * @param namespace where it lives
 * @param name of the custom resource
 * @param uid of the custom resource
 * @param image of its container
 * @param replicas wanted
 * @param strategy how it shares out targets
 * @param labels of the custom resource that children inherit
 * @param annotations of the custom resource that children inherit
 * @param collector whose pods get the targets
 * @param hasNetworkPolicy whether its pods get a NetworkPolicy
 * @param file the text of the file that its pods read
 * @param spec for what is passed on as the user wrote it
 * @param facts of the operator and the cluster
 */
public record EffectiveAllocator(
    String namespace,
    String name,
    String uid,
    String image,
    int replicas,
    String strategy,
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<ServedCollector> collector,
    boolean hasNetworkPolicy,
    String file,
    AllocatorSpec spec,
    AllocatorFacts facts)
    implements Operand {

  private static final AllocatorSpec NOTHING =
      JsonMapper.builder().build().convertValue(Map.of(), AllocatorSpec.class);

  /** Modes of collectors that have a target allocator inside. */
  private static final Set<String> INSIDE = Set.of("statefulset", "daemonset");

  /** The strategy of one that names none. */
  public static final String CONSISTENT_HASHING = "consistent-hashing";

  /** A target allocator that can be made, or the reasons why not. */
  public sealed interface Result {

    /** What was found on the way; for {@link Rejected} at least one error is among them. */
    List<Finding> findings();
  }

  /** The target allocator is complete; the findings are warnings. */
  public record Resolved(EffectiveAllocator allocator, List<Finding> findings) implements Result {}

  /** The custom resource cannot become a target allocator. */
  public record Rejected(List<Finding> findings) implements Result {}

  /**
   * Adds the defaults to a custom resource and checks it. Nothing that it returns is null.
   *
   * @param collectors that own it or name it
   */
  public static Result of(
      TargetAllocator resource, List<OpenTelemetryCollector> collectors, AllocatorFacts facts) {
    var spec = spec(resource);
    var findings = new ArrayList<>(AllocatorChecks.of(spec, facts.cluster()));
    if (collectors.size() > 1) {
      findings.add(several(collectors));
    }
    if (findings.stream().anyMatch(it -> it.reason().severity() == Severity.ERROR)) {
      return new Rejected(List.copyOf(findings));
    }
    var metadata = resource.getMetadata();
    var policy = spec.networkPolicy() == null ? null : spec.networkPolicy().enabled();
    var allocator =
        new EffectiveAllocator(
            metadata.getNamespace(),
            metadata.getName(),
            Objects.requireNonNullElse(metadata.getUid(), ""),
            orElse(spec.image(), facts.defaults().image()),
            Objects.requireNonNullElse(spec.replicas(), 1),
            orElse(spec.allocationStrategy(), CONSISTENT_HASHING),
            OperandLabels.kept(metadata.getLabels(), facts.defaults().isLabelKept()),
            OperandLabels.kept(
                metadata.getAnnotations(),
                facts.defaults().isAnnotationKept().and(Predicate.not(Labels::isOfAllocatorAlone))),
            collectors.stream()
                .findFirst()
                .map(it -> ServedCollector.of(it, isInside(resource, it))),
            Objects.requireNonNullElse(policy, facts.networkPolicyByDefault()),
            "",
            spec,
            facts);
    return new Resolved(allocator.withFile(AllocatorConfig.of(allocator)), List.copyOf(findings));
  }

  private EffectiveAllocator withFile(String text) {
    return new EffectiveAllocator(
        namespace,
        name,
        uid,
        image,
        replicas,
        strategy,
        labels,
        annotations,
        collector,
        hasNetworkPolicy,
        text,
        spec,
        facts);
  }

  /** What a custom resource wants; one without a spec wants nothing in particular. */
  static AllocatorSpec spec(TargetAllocator resource) {
    return Objects.requireNonNullElse(resource.getSpec(), NOTHING);
  }

  /**
   * Whether it is what the operator makes of a collector, whose author was asked for the
   * permissions that come of its scrape configs. A reference alone says nothing: anybody can write
   * one.
   */
  private static boolean isInside(TargetAllocator resource, OpenTelemetryCollector collector) {
    var metadata = resource.getMetadata();
    var owner = collector.getMetadata();
    var inside = collector.getSpec().targetAllocator();
    return metadata.getOwnerReferences().stream().anyMatch(it -> it.getUid().equals(owner.getUid()))
        && metadata.getName().equals(owner.getName())
        && inside != null
        && Boolean.TRUE.equals(inside.enabled())
        && INSIDE.contains(orElse(collector.getSpec().mode(), ""))
        && orElse(inside.serviceAccount(), "").equals(orElse(spec(resource).serviceAccount(), ""))
        && asksForRoles(metadata.getAnnotations()) == asksForRoles(owner.getAnnotations());
  }

  private static boolean asksForRoles(@Nullable Map<String, String> annotations) {
    return annotations != null && "true".equals(annotations.get(UserAnnotations.GENERATE_RBAC));
  }

  private static Finding several(List<OpenTelemetryCollector> collectors) {
    var names = collectors.stream().map(it -> it.getMetadata().getName()).sorted().toList();
    return Finding.of(
        AllocatorReason.SeveralCollectors,
        "",
        "",
        "found multiple OpenTelemetry collectors that name the same target allocator: "
            + String.join(", ", names));
  }

  /** The name of its Deployment and of most of what it owns. */
  public String objectName() {
    return ObjectNames.targetAllocator(name);
  }

  @Override
  public ApiKind kind() {
    return ApiKind.TARGET_ALLOCATOR;
  }

  @Override
  public String givenImage() {
    return orElse(spec.image(), "");
  }

  @Override
  public Map<String, String> selector() {
    return OperandLabels.selector(Labels.OPENTELEMETRY_TARGET_ALLOCATOR, namespace, name);
  }

  /** The selector of its Deployment, Service, budget and monitor: with the label of the name. */
  public Map<String, String> namedSelector() {
    var selector = new TreeMap<>(selector());
    selector.put(Labels.NAME, labels.getOrDefault(Labels.NAME, objectName()));
    return selector;
  }

  /** The name of the ServiceAccount that its pods use. */
  public String serviceAccount() {
    return orElse(spec.serviceAccount(), objectName());
  }

  /** Whether its pods use a ServiceAccount that the user made. */
  public boolean bringsServiceAccount() {
    return spec.serviceAccount() != null && !spec.serviceAccount().isEmpty();
  }

  /**
   * The permissions that its pods need, by namespace; empty where the user brought a ServiceAccount
   * and did not ask for more.
   */
  public Map<String, List<PolicyRule>> grants() {
    return grants(namespace, spec, annotations, collector);
  }

  /**
   * The same for one that is not stored yet.
   *
   * @param annotations of the custom resource
   */
  static Map<String, List<PolicyRule>> grants(
      String namespace,
      AllocatorSpec spec,
      Map<String, String> annotations,
      Optional<ServedCollector> collector) {
    return orElse(spec.serviceAccount(), "").isEmpty() || asksForRoles(annotations)
        ? needs(namespace, spec, collector)
        : Map.of();
  }

  /**
   * The permissions that its pods need, whoever gives them. What a collector scrapes that merely
   * names it is not among them: who may make collectors would give permissions to pods that are not
   * his.
   */
  static Map<String, List<PolicyRule>> needs(
      String namespace, AllocatorSpec spec, Optional<ServedCollector> collector) {
    var own = Objects.requireNonNullElse(spec.scrapeConfigs(), List.<JsonNode>of()).stream();
    var ofOwner =
        collector.filter(ServedCollector::isOwner).map(ServedCollector::scraping).stream()
            .flatMap(it -> StreamSupport.stream(it.path("scrape_configs").spliterator(), false));
    return ScrapeGrants.ofAllocator(namespace, spec.prometheusCR(), Stream.concat(own, ofOwner));
  }

  /** The certificates with which both sides prove who they are, where they do. */
  public Optional<MutualTlsSpec> mutualTls() {
    return Optional.ofNullable(spec.mtls()).filter(it -> Boolean.TRUE.equals(it.enabled()));
  }

  /** Whether cert-manager makes its certificates. */
  public boolean usesCertManager() {
    return mutualTls().filter(it -> !Boolean.FALSE.equals(it.useCertManager())).isPresent()
        && facts.cluster().kinds().contains(ApiKind.CERTIFICATE);
  }

  private static String orElse(@Nullable String value, String fallback) {
    return value == null || value.isEmpty() ? fallback : value;
  }
}
