// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a decision about a pod may use: the pod as it came, its namespace and what is known
 * about its owners.
 *
 * @param pod the tree as it came; never changed
 * @param namespace that of the request; the pod itself need not name one
 * @param features what the pod may ask for wherever it lands
 * @param limits of the resources of its containers
 * @param isDryRun whether nothing comes of it, so that nothing may be made for it
 */
public record PodFacts(
    JsonNode pod,
    String namespace,
    Map<String, String> namespaceAnnotations,
    Map<String, String> namespaceLabels,
    OwnerLookup owners,
    PodFeatures features,
    NamespaceLimits limits,
    boolean isDryRun) {

  private static final String WINDOWS = "windows";
  private static final String OS_LABEL = "kubernetes.io/os";
  private static final JsonPointer NODE_TERMS =
      JsonPointer.compile(
          "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms");

  /** Facts of a pod in a namespace that limits nothing. */
  public PodFacts(
      JsonNode pod,
      String namespace,
      Map<String, String> namespaceAnnotations,
      Map<String, String> namespaceLabels,
      OwnerLookup owners,
      PodFeatures features) {
    this(
        pod,
        namespace,
        namespaceAnnotations,
        namespaceLabels,
        owners,
        features,
        NamespaceLimits.NONE,
        false);
  }

  /** Facts of a pod in a cluster that can do what every cluster can. */
  public PodFacts(
      JsonNode pod,
      String namespace,
      Map<String, String> namespaceAnnotations,
      Map<String, String> namespaceLabels,
      OwnerLookup owners) {
    this(pod, namespace, namespaceAnnotations, namespaceLabels, owners, PodFeatures.NONE);
  }

  /** Facts of a pod about whose owners nothing is known. */
  public static PodFacts of(
      JsonNode pod, String namespace, Map<String, String> namespaceAnnotations) {
    return new PodFacts(pod, namespace, namespaceAnnotations, Map.of(), OwnerLookup.NONE);
  }

  /** The same in a cluster that can do this. */
  public PodFacts in(PodFeatures other) {
    return new PodFacts(
        pod, namespace, namespaceAnnotations, namespaceLabels, owners, other, limits, isDryRun);
  }

  /** The same in a namespace with these limits. */
  public PodFacts under(NamespaceLimits other) {
    return new PodFacts(
        pod, namespace, namespaceAnnotations, namespaceLabels, owners, features, other, isDryRun);
  }

  /** Name of the pod; empty where the API server has yet to generate it. */
  public String name() {
    return metadata("name");
  }

  /** Uid of the pod; empty where the API server has yet to give it one. */
  public String uid() {
    return metadata("uid");
  }

  /** Node that the pod is bound to; empty as a rule. */
  public String nodeName() {
    return pod.path("spec").path("nodeName").asText("");
  }

  /** Whether it is to run on Windows, as it says by its own field or by the node that it wants. */
  public boolean isWindows() {
    return !windowsField().isEmpty();
  }

  /** The field that says that the pod is to run on Windows; empty for a pod of Linux. */
  public String windowsField() {
    var spec = pod.path("spec");
    if (spec.path("os").path("name").asText("").equals(WINDOWS)) {
      return "spec.os.name";
    }
    if (spec.path("nodeSelector").path(OS_LABEL).asText("").equals(WINDOWS)) {
      return "spec.nodeSelector[" + OS_LABEL + "]";
    }
    var terms = spec.at(NODE_TERMS);
    return !terms.isEmpty() && terms.valueStream().allMatch(PodFacts::wantsWindows)
        ? "spec.affinity.nodeAffinity"
        : "";
  }

  /** Whether a term of a node affinity, of which one is enough, leaves no nodes but of Windows. */
  private static boolean wantsWindows(JsonNode term) {
    return term.path("matchExpressions")
        .valueStream()
        .filter(it -> it.path("key").asText("").equals(OS_LABEL))
        .filter(it -> it.path("operator").asText("").equals("In"))
        .map(it -> it.path("values"))
        .anyMatch(
            values ->
                !values.isEmpty()
                    && values.valueStream().allMatch(it -> it.asText("").equals(WINDOWS)));
  }

  /** An annotation of the pod; a missing node where it is not there. */
  public JsonNode annotation(String key) {
    return pod.path("metadata").path("annotations").path(key);
  }

  /** All annotations of the pod, in their order. */
  public Iterable<Map.Entry<String, JsonNode>> annotations() {
    return pod.path("metadata").path("annotations").properties();
  }

  /** A label of the pod; empty where it is not there. */
  public String label(String key) {
    return pod.path("metadata").path("labels").path(key).asText("");
  }

  /** The pod's direct owners. */
  public List<Owner> ownerReferences() {
    var owners = new ArrayList<Owner>();
    for (var reference : pod.path("metadata").path("ownerReferences")) {
      owners.add(
          new Owner(
              reference.path("kind").asText(""),
              reference.path("name").asText(""),
              reference.path("uid").asText("")));
    }
    return List.copyOf(owners);
  }

  /**
   * An annotation that can be given on the pod and on its namespace. Rules: instrumentation.md 2.2.
   *
   * @return empty where nobody gives it
   */
  public String merged(String key) {
    var ofPod = annotation(key).asText("");
    var ofNamespace = namespaceAnnotations.getOrDefault(key, "");
    if (ofNamespace.isEmpty()) {
      return ofPod;
    }
    if (ofPod.isEmpty()) {
      return ofNamespace;
    }
    if (!ofPod.equalsIgnoreCase("true") || ofNamespace.equalsIgnoreCase("false")) {
      return ofPod;
    }
    return ofNamespace;
  }

  /** The pod's containers, in their order. */
  public List<PodContainer> containers() {
    return containers("containers", false);
  }

  /** The pod's init containers, in their order. */
  public List<PodContainer> initContainers() {
    return containers("initContainers", true);
  }

  /** A container of a name; containers come before init containers. */
  public Optional<PodContainer> container(String name) {
    return containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .or(
            () ->
                initContainers().stream()
                    .filter(container -> container.name().equals(name))
                    .findFirst());
  }

  private List<PodContainer> containers(String field, boolean areInit) {
    var containers = new ArrayList<PodContainer>();
    for (var tree : pod.path("spec").path(field)) {
      containers.add(PodContainer.of(tree, areInit));
    }
    return List.copyOf(containers);
  }

  private String metadata(String field) {
    return pod.path("metadata").path(field).asText("");
  }
}
