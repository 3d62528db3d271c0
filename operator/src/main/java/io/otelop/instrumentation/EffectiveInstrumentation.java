// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.CustomResource;
import io.otelop.crds.instrumentation.InstrumentationSpec;
import io.otelop.instrumentation.admission.InstrumentationChecks;
import io.otelop.instrumentation.admission.InstrumentationDefaults;
import io.otelop.instrumentation.language.Languages;
import io.otelop.instrumentation.restart.RestartPolicy;
import io.otelop.instrumentation.select.PodSelector;
import io.otelop.pod.ContainerResources;
import io.otelop.pod.EnvEntry;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * An Instrumentation after defaults: what the edits of pods are computed from. What goes into pods
 * unchanged is a tree.
 *
 * @param namespace where it lives
 * @param name of the custom resource
 * @param generation of its spec
 * @param exporter where telemetry goes
 * @param resource what telemetry says about its source
 * @param propagators joined by commas; empty where the SDK decides
 * @param sampler which traces are kept
 * @param env variables for all containers
 * @param imagePullPolicy of injected containers; empty where Kubernetes decides
 * @param securityContext of injected init containers; a missing node where that of the instrumented
 *     container counts
 * @param delivery how an agent's files get into the pod
 * @param pullSecrets names of secrets with which the agents' images are pulled
 * @param skipsOtherAgents whether a container with an agent of another maker is left alone
 * @param agents by the name of the language
 * @param contents hash of all that is said about a language, by its name
 * @param restart whether running pods follow
 * @param selector pods that get it unasked
 */
public record EffectiveInstrumentation(
    String namespace,
    String name,
    long generation,
    Exporter exporter,
    Resource resource,
    String propagators,
    Sampler sampler,
    List<EnvEntry> env,
    String imagePullPolicy,
    JsonNode securityContext,
    Delivery delivery,
    List<String> pullSecrets,
    boolean skipsOtherAgents,
    Map<String, Agent> agents,
    Map<String, String> contents,
    RestartPolicy restart,
    PodSelector selector) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

  /**
   * Where telemetry goes.
   *
   * @param endpoint empty where the SDK decides
   * @param tls a missing node where it is not used
   */
  public record Exporter(String endpoint, JsonNode tls) {}

  /**
   * What telemetry says about its source.
   *
   * @param attributes that give way to all others
   * @param addsUids whether the uids of pod and owners are added
   * @param readsLabels whether the pod's labels name the service
   */
  public record Resource(
      SortedMap<String, String> attributes, boolean addsUids, boolean readsLabels) {}

  /**
   * Which traces are kept.
   *
   * @param type empty where the SDK decides
   * @param argument empty where there is none
   */
  public record Sampler(String type, String argument) {}

  /** An Instrumentation that can be used, or the reasons why not. */
  public sealed interface Result {

    /** Namespace and name, as annotations write them. */
    String fullName();

    /** What was found on the way; for {@link Rejected} at least one error is among them. */
    List<Finding> findings();
  }

  /** The Instrumentation is complete; the findings are warnings, or errors of single languages. */
  public record Resolved(EffectiveInstrumentation instrumentation, List<Finding> findings)
      implements Result {

    @Override
    public String fullName() {
      return instrumentation.fullName();
    }
  }

  /** The custom resource cannot be used. */
  public record Rejected(String fullName, List<Finding> findings) implements Result {}

  /** Adds the defaults to a custom resource and checks it. Nothing that it returns is null. */
  public static Result of(
      CustomResource<InstrumentationSpec, ?> resource, InstrumentationFacts facts) {
    var meta = resource.getMetadata();
    var namespace = Objects.requireNonNullElse(meta.getNamespace(), "");
    var generation = Objects.requireNonNullElse(meta.getGeneration(), 0L);
    var spec = spec(resource);
    InstrumentationDefaults.addTo(spec, facts);
    var findings = InstrumentationChecks.of(spec, facts);
    if (findings.stream().anyMatch(finding -> finding.reason().severity() == Severity.ERROR)) {
      return new Rejected(fullName(namespace, meta.getName()), findings);
    }
    var instrumentation = read(namespace, meta.getName(), generation, spec);
    var all = new ArrayList<>(findings);
    instrumentation.agents().values().forEach(agent -> all.addAll(agent.problems()));
    return new Resolved(instrumentation, List.copyOf(all));
  }

  /** Namespace and name, as annotations write them; the name alone where there is no namespace. */
  public String fullName() {
    return fullName(namespace, name);
  }

  /** Its spec as it was written, as a tree of its own. */
  static ObjectNode spec(CustomResource<InstrumentationSpec, ?> resource) {
    return resource.getSpec() == null
        ? JSON.createObjectNode()
        : JSON.valueToTree(resource.getSpec());
  }

  /** Whether it lets workloads be restarted that are outdated or were missed. */
  public boolean restartsWorkloads() {
    return restart.isOn();
  }

  private static String fullName(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private static EffectiveInstrumentation read(
      String namespace, String name, long generation, JsonNode spec) {
    var exporter = spec.path("exporter");
    var propagators = new StringJoiner(",");
    spec.path("propagators").forEach(propagator -> propagators.add(propagator.asText()));
    return new EffectiveInstrumentation(
        namespace,
        name,
        generation,
        new Exporter(exporter.path("endpoint").asText(""), exporter.path("tls")),
        resource(spec),
        propagators.toString(),
        new Sampler(
            spec.path("sampler").path("type").asText(""),
            spec.path("sampler").path("argument").asText("")),
        env(spec),
        pullPolicy(spec),
        spec.path("initContainerSecurityContext"),
        Delivery.of(spec.path("delivery").asText("")),
        pullSecrets(spec),
        spec.path("otherAgents").asText("").equals("Skip"),
        agents(spec),
        Content.of(spec),
        RestartPolicy.of(spec),
        selector(spec));
  }

  /** One that Kubernetes does not know would keep every pod from being let in. */
  private static String pullPolicy(JsonNode spec) {
    var policy = spec.path("imagePullPolicy").asText("");
    return PULL_POLICIES.contains(policy) ? policy : "";
  }

  private static PodSelector selector(JsonNode spec) {
    var selector = spec.path("selector");
    var languages = new HashSet<String>();
    selector.path("languages").forEach(language -> languages.add(language.asText("")));
    return languages.isEmpty()
        ? PodSelector.NONE
        : new PodSelector(
            labels(selector.path("podSelector")),
            labels(selector.path("namespaceSelector")),
            languages);
  }

  private static LabelSelector labels(JsonNode selector) {
    return selector.isObject()
        ? JSON.convertValue(selector, LabelSelector.class)
        : new LabelSelector();
  }

  private static Resource resource(JsonNode spec) {
    var resource = spec.path("resource");
    var attributes = new TreeMap<String, String>();
    resource
        .path("resourceAttributes")
        .properties()
        .forEach(field -> attributes.put(field.getKey(), field.getValue().asText("")));
    return new Resource(
        Collections.unmodifiableSortedMap(attributes),
        resource.path("addK8sUIDAttributes").asBoolean(),
        spec.path("defaults").path("useLabelsForResourceAttributes").asBoolean());
  }

  private static Map<String, Agent> agents(JsonNode spec) {
    var agents = new HashMap<String, Agent>();
    for (var language : Languages.ALL) {
      language
          .agent()
          .ifPresent(
              profile -> {
                var given = spec.path(profile.field());
                var resources = ContainerResources.withinLimits(given.path(profile.resources()));
                var problems = InstrumentationChecks.of(profile, spec);
                agents.put(language.name(), new Agent(given, resources, env(given), problems));
              });
    }
    return Map.copyOf(agents);
  }

  private static List<String> pullSecrets(JsonNode spec) {
    return StreamSupport.stream(spec.path("imagePullSecrets").spliterator(), false)
        .map(reference -> reference.path("name").asText(""))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static List<EnvEntry> env(JsonNode from) {
    return StreamSupport.stream(from.path("env").spliterator(), false).map(EnvEntry::of).toList();
  }
}
