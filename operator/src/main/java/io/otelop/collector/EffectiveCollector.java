// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.otelop.child.ApiKind;
import io.otelop.child.Operand;
import io.otelop.child.ScrapeGrants;
import io.otelop.collector.admission.Candidate;
import io.otelop.collector.admission.CollectorChecks;
import io.otelop.collector.config.CollectorConfig;
import io.otelop.collector.config.ConfigGraph;
import io.otelop.collector.config.ConfigReason;
import io.otelop.collector.config.ConfigText;
import io.otelop.collector.config.Grants;
import io.otelop.collector.config.TargetAllocation;
import io.otelop.collector.conversion.Versions;
import io.otelop.collector.upgrade.Upgrade;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.collector.OpenTelemetryCollectorSpec;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import io.otelop.naming.OperandLabels;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A collector after defaults: what its children are computed from.
 *
 * @param namespace where it lives
 * @param name of the custom resource
 * @param uid of the custom resource
 * @param mode how it runs
 * @param image of the collector container
 * @param replicas wanted, for the modes that have replicas
 * @param labels of the custom resource that children inherit
 * @param annotations of the custom resource that children inherit
 * @param config with the operator's defaults in it
 * @param configHash full hex SHA-256 of the config
 * @param hasNetworkPolicy whether its pods get a NetworkPolicy
 * @param hasOwnClusterNames whether the usual names of its ClusterRole and binding are another
 *     collector's
 * @param marks what its pods get beyond what the Go operator gives them
 * @param spec for what is passed on to Kubernetes as the user wrote it
 * @param facts of the operator and the cluster
 */
public record EffectiveCollector(
    String namespace,
    String name,
    String uid,
    Mode mode,
    String image,
    int replicas,
    Map<String, String> labels,
    Map<String, String> annotations,
    CollectorConfig config,
    String configHash,
    boolean hasNetworkPolicy,
    boolean hasOwnClusterNames,
    PodMarks marks,
    OpenTelemetryCollectorSpec spec,
    CollectorFacts facts)
    implements Operand {

  /** A collector that can be made, or the reasons why not. */
  public sealed interface Result {

    /** What was found on the way; for {@link Rejected} at least one error is among them. */
    List<Finding> findings();
  }

  /**
   * The collector is complete; the findings are warnings, and errors about fields that its mode
   * does not have.
   */
  public record Resolved(EffectiveCollector collector, List<Finding> findings) implements Result {}

  /** The custom resource cannot become a collector. */
  public record Rejected(List<Finding> findings) implements Result {}

  /** Adds the defaults to a custom resource and checks it. Nothing that it returns is null. */
  public static Result of(OpenTelemetryCollector resource, CollectorFacts facts) {
    var written = resource.getSpec();
    if (written == null || !written.config().isObject()) {
      return new Rejected(
          List.of(Finding.of(ConfigReason.WrongType, "spec.config", "", "is not an object")));
    }
    var unreadable = unreadable(resource);
    if (unreadable.isPresent()) {
      return new Rejected(List.of(unreadable.get()));
    }
    var from = Upgrade.from(written, resource.getStatus(), facts.defaults().version());
    if (from.filter(it -> Upgrade.isBeyondRepair(written, it)).isPresent()) {
      return new Rejected(List.of(beyondRepair(from.get())));
    }
    var spec = from.map(it -> Upgrade.of(written, it, facts.defaults().version())).orElse(written);
    var given = CollectorConfig.of(spec.config());
    var mode = Mode.of(orElse(spec.mode(), Mode.DEPLOYMENT.key()));
    var findings = new ArrayList<>(ConfigGraph.check(given));
    from.ifPresent(it -> findings.add(upgraded(it, facts.defaults().version())));
    findings.addAll(CollectorChecks.of(new Candidate(spec, mode, given, facts)));
    if (findings.stream().anyMatch(EffectiveCollector::isInTheWay)) {
      return new Rejected(List.copyOf(findings));
    }
    var config = given.withDefaults();
    if (!config.fitsConfigMap()) {
      findings.add(
          Finding.of(
              ConfigReason.ConfigTooLarge,
              "spec.config",
              "",
              "has more than the 1 MiB of text that a ConfigMap can hold"));
      return new Rejected(List.copyOf(findings));
    }
    var meta = resource.getMetadata();
    var collector =
        new EffectiveCollector(
            meta.getNamespace(),
            meta.getName(),
            Objects.requireNonNullElse(meta.getUid(), ""),
            mode,
            orElse(spec.image(), facts.defaults().image()),
            replicas(spec),
            OperandLabels.kept(meta.getLabels(), facts.defaults().isLabelKept()),
            OperandLabels.kept(
                meta.getAnnotations(),
                facts.defaults().isAnnotationKept().and(Predicate.not(Labels.CONVERSION::equals))),
            config,
            config.hash(),
            hasNetworkPolicy(spec, facts),
            false,
            PodMarks.NONE,
            spec,
            facts);
    return new Resolved(collector, List.copyOf(findings));
  }

  /** That a spec is read as one for another collector than it was written for. */
  static Finding upgraded(String from, String today) {
    return Finding.of(
        CollectorReason.SpecUpgraded,
        "",
        "",
        "the spec was written for collector %s and is read as one for %s".formatted(from, today));
  }

  private static Finding beyondRepair(String version) {
    return Finding.of(
        CollectorReason.InvalidSpec,
        "spec.config.receivers.jaeger.remote_sampling",
        "",
        "was written for collector " + version + " and has been removed from the collector");
  }

  /** A config that came as v1alpha1 text and is none. */
  private static Optional<Finding> unreadable(OpenTelemetryCollector resource) {
    var annotations =
        Objects.requireNonNullElse(
            resource.getMetadata().getAnnotations(), Map.<String, String>of());
    return Versions.unreadableConfig(annotations, resource.getSpec().config())
        .map(
            text ->
                Finding.of(
                    ConfigReason.UnreadableConfig,
                    "spec.config",
                    "",
                    "came as v1alpha1 text that cannot be read: "
                        + (ConfigText.parse(text) instanceof ConfigText.Broken(var problem)
                            ? problem
                            : "it is no map")));
  }

  /**
   * A field that the mode does not have refuses a write. Where it is stored already it stops
   * nothing, since the Go operator has let some of them pass.
   */
  private static boolean isInTheWay(Finding finding) {
    return finding.reason().severity() == Severity.ERROR
        && finding.reason() != CollectorReason.NotInThisMode;
  }

  @Override
  public ApiKind kind() {
    return ApiKind.COLLECTOR;
  }

  @Override
  public String givenImage() {
    return orElse(spec.image(), "");
  }

  @Override
  public Map<String, String> selector() {
    return selector(namespace, name);
  }

  /** The labels that select the pods of the collector of that name. */
  static Map<String, String> selector(String namespace, String name) {
    return OperandLabels.selector(Labels.OPENTELEMETRY_COLLECTOR, namespace, name);
  }

  /**
   * The permissions that its pods need, by namespace; empty where the user brought a ServiceAccount
   * and did not ask for more.
   */
  public Map<String, List<PolicyRule>> grants() {
    return bringsServiceAccount() && !asksForRoles() ? Map.of() : needs();
  }

  /** The permissions that its config needs, by namespace, whoever gives them. */
  public Map<String, List<PolicyRule>> needs() {
    return Grants.of(config, namespace, allocation().isEmpty());
  }

  /**
   * Who shares out its targets: the target allocator that a label names, or its own one. Nobody
   * does where the cluster does not know the kind; each pod scrapes all targets then. Rules:
   * targetallocator-opamp-ops.md A1.2.
   */
  public Optional<TargetAllocation> allocation() {
    if (!asksForAllocator() || !facts.cluster().kinds().contains(ApiKind.TARGET_ALLOCATOR)) {
      return Optional.empty();
    }
    var allocator = spec.targetAllocator();
    var named = namedAllocator();
    var interval = allocator == null ? null : allocator.collectorTargetReloadInterval();
    var mutual = allocator == null ? null : allocator.mtls();
    return Optional.of(
        new TargetAllocation(
            ObjectNames.targetAllocator(named.isEmpty() ? name : named),
            orElse(interval, "30s"),
            named.isEmpty() && mutual != null && Boolean.TRUE.equals(mutual.enabled())));
  }

  /**
   * The permissions that the target allocator inside needs, by namespace; empty where there is
   * none.
   */
  Optional<Map<String, List<PolicyRule>>> allocatorNeeds() {
    var allocator = spec.targetAllocator();
    if (allocator == null
        || !hasAllocatorInside()
        || !facts.cluster().kinds().contains(ApiKind.TARGET_ALLOCATOR)) {
      return Optional.empty();
    }
    var jobs = config.tree().at("/receivers/prometheus/config/scrape_configs");
    return Optional.of(
        ScrapeGrants.ofAllocator(
            namespace, allocator.prometheusCR(), StreamSupport.stream(jobs.spliterator(), false)));
  }

  /** The ServiceAccount of the target allocator inside. */
  String allocatorServiceAccount() {
    var allocator = spec.targetAllocator();
    return orElse(
        allocator == null ? null : allocator.serviceAccount(), ObjectNames.targetAllocator(name));
  }

  /** Whether that one gets its permissions from the operator; annotations reach it too. */
  boolean grantsToAllocator() {
    return allocatorServiceAccount().equals(ObjectNames.targetAllocator(name)) || asksForRoles();
  }

  private boolean asksForRoles() {
    return "true".equals(annotations.get(UserAnnotations.GENERATE_RBAC));
  }

  /** Whether it has a target allocator wherever the cluster knows the kind. */
  boolean asksForAllocator() {
    return mode != Mode.SIDECAR && (hasAllocatorInside() || !namedAllocator().isEmpty());
  }

  /** Whether it has a target allocator inside. */
  public boolean hasAllocatorInside() {
    var allocator = spec.targetAllocator();
    return allocator != null
        && Boolean.TRUE.equals(allocator.enabled())
        && (mode == Mode.STATEFULSET || mode == Mode.DAEMONSET);
  }

  /** The name of the target allocator that its label asks for; empty where it asks for none. */
  String namedAllocator() {
    return labels.getOrDefault(UserAnnotations.TARGET_ALLOCATOR, "");
  }

  /** The config as its pods get it. */
  public CollectorConfig renderedConfig() {
    return allocation().map(config::with).orElse(config);
  }

  /** Whether its pods use a ServiceAccount that the user made. */
  public boolean bringsServiceAccount() {
    return spec.serviceAccount() != null && !spec.serviceAccount().isEmpty();
  }

  /** The name of its ClusterRole. */
  public String clusterRole() {
    return clusterName(ObjectNames.clusterRole(name, namespace));
  }

  /** The name of its ClusterRoleBinding. */
  public String clusterRoleBinding() {
    return clusterName(ObjectNames.clusterRoleBinding(name, namespace));
  }

  private String clusterName(String usual) {
    return hasOwnClusterNames ? ObjectNames.unmistakable(usual, namespace, name) : usual;
  }

  /** The same whose objects of the cluster have names that nobody else's have. */
  public EffectiveCollector withOwnClusterNames() {
    return with(true, marks);
  }

  /** The same whose pods get these marks. */
  EffectiveCollector withMarks(PodMarks more) {
    return with(hasOwnClusterNames, more);
  }

  private EffectiveCollector with(boolean ownClusterNames, PodMarks more) {
    return new EffectiveCollector(
        namespace,
        name,
        uid,
        mode,
        image,
        replicas,
        labels,
        annotations,
        config,
        configHash,
        hasNetworkPolicy,
        ownClusterNames,
        more,
        spec,
        facts);
  }

  /** The name of the ServiceAccount that its pods use. */
  public String serviceAccount() {
    return orElse(spec.serviceAccount(), ObjectNames.collector(name));
  }

  /** The name of the ConfigMap that holds the config. */
  public String configMap() {
    return ObjectNames.collectorConfigMap(name, configHash);
  }

  /** Whether a sidecar reads its config from a ConfigMap, and not from a variable. */
  public boolean readsConfigMap() {
    return "ConfigMap".equals(spec.configFrom());
  }

  /** Whether it has pods of its own. */
  public boolean hasWorkload() {
    return mode != Mode.SIDECAR;
  }

  private static int replicas(OpenTelemetryCollectorSpec spec) {
    var wanted = spec.replicas() == null ? 1 : spec.replicas();
    var autoscaler = spec.autoscaler();
    var least = autoscaler == null ? null : autoscaler.minReplicas();
    return least == null ? wanted : Math.max(least, wanted);
  }

  private static boolean hasNetworkPolicy(OpenTelemetryCollectorSpec spec, CollectorFacts facts) {
    var policy = spec.networkPolicy();
    var enabled = policy == null ? null : policy.enabled();
    return enabled == null ? facts.networkPolicyByDefault() : enabled;
  }

  private static String orElse(@Nullable String value, String fallback) {
    return value == null || value.isEmpty() ? fallback : value;
  }
}
