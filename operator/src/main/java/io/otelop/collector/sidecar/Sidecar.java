// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.child.SidecarParts;
import io.otelop.naming.EnvNames;
import io.otelop.naming.InjectedNames;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import io.otelop.pod.ContainerResources;
import io.otelop.pod.ContainerSecurity;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddContainer;
import io.otelop.pod.PodEdit.AddEnv;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.AddVolume;
import io.otelop.pod.PodEdit.Label;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A collector as every pod gets it that asks for it; computed once, and only what tells about the
 * pod is computed for each. Trees are shared between pods and are never changed. Rules:
 * collector.md 2.7.
 *
 * @param collector that it is
 * @param generation of its spec
 * @param container that runs beside the pod's containers and keeps a Job from ending
 * @param nativeContainer the same as an init container that ends with the pod
 * @param initContainers that the collector's spec has
 * @param volumes that both mount
 * @param tellsOrigin whether the pod's own names are still to be told to the collector
 */
public record Sidecar(
    EffectiveCollector collector,
    long generation,
    JsonNode container,
    JsonNode nativeContainer,
    List<JsonNode> initContainers,
    List<JsonNode> volumes,
    boolean tellsOrigin) {

  private static final String SECURITY_CONTEXT = "securityContext";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Copies the lists. */
  public Sidecar {
    initContainers = List.copyOf(initContainers);
    volumes = List.copyOf(volumes);
  }

  /** What pods get of a collector. */
  public static Sidecar of(EffectiveCollector collector, long generation) {
    var parts = SidecarParts.of(collector);
    ObjectNode container = JSON.valueToTree(parts.container());
    return new Sidecar(
        collector,
        generation,
        container,
        nativeOf(container),
        parts.initContainers().stream().<JsonNode>map(JSON::valueToTree).toList(),
        parts.volumes().stream().<JsonNode>map(JSON::valueToTree).toList(),
        parts.container().getEnv().stream()
            .noneMatch(variable -> variable.getName().equals(EnvNames.RESOURCE_ATTRIBUTES)));
  }

  /** Namespace and name, as annotations write them. */
  public String fullName() {
    return collector.namespace() + "/" + collector.name();
  }

  /** What a pod gets, in the compatible order. */
  public List<PodEdit> edits(PodFacts pod) {
    var edits = new ArrayList<PodEdit>();
    var security = new ContainerSecurity(pod);
    var resources = new ContainerResources(pod);
    for (var init : initContainers) {
      var runsAlone = !init.has("restartPolicy");
      edits.add(
          new AddInitContainer(resources.fitted(secured(init, security, false), runsAlone), ""));
    }
    edits.add(
        pod.features().nativeSidecars()
            ? new AddInitContainer(
                resources.fitted(secured(nativeContainer, security, true), false), "")
            : new AddContainer(resources.fitted(secured(container, security, true), false)));
    if (tellsOrigin) {
      edits.add(new AddEnv(InjectedNames.COLLECTOR, PodOrigin.of(pod)));
    }
    volumes.forEach(it -> edits.add(new AddVolume(it)));
    edits.add(
        new Label(
            Labels.SIDECAR_INJECTED,
            ObjectNames.instance(collector.namespace(), collector.name())));
    return edits;
  }

  /** Whether the pod's account needs permissions for what the config tells the collector to do. */
  public boolean needsPermissions() {
    return !collector.needs().isEmpty();
  }

  /**
   * Whether the operator gives them. An account of another namespace gets nothing: an annotation
   * must not be a way to permissions.
   */
  public boolean isGranted(PodFacts pod) {
    return collector.facts().cluster().grantsRoles()
        && !collector.grants().isEmpty()
        && pod.namespace().equals(collector.namespace());
  }

  /**
   * What of it the namespace's Pod Security level forbids, or the pod itself cannot have, so that
   * the API server would refuse the pod; empty where there is nothing.
   */
  public Optional<String> forbidden(PodFacts pod) {
    var security = new ContainerSecurity(pod);
    var byLevel =
        ", which the level %s of namespace %s forbids"
            .formatted(security.level().label(), pod.namespace());
    return Stream.concat(Stream.of(container), initContainers.stream())
        .flatMap(
            it ->
                security
                    .forbidden(it.path(SECURITY_CONTEXT))
                    .map(field -> SECURITY_CONTEXT + "." + field + byLevel)
                    .or(() -> security.forbidden(it, volumes).map(what -> what + byLevel))
                    .or(() -> misfit(it, security))
                    .stream())
        .findFirst();
  }

  private static Optional<String> misfit(JsonNode container, ContainerSecurity security) {
    return security
        .misfit(container.path(SECURITY_CONTEXT))
        .map(it -> SECURITY_CONTEXT + "." + it.field() + ", which " + it.problem());
  }

  /** A container as the pod and its namespace need it. */
  private static JsonNode secured(
      JsonNode container, ContainerSecurity security, boolean isOfCollector) {
    var given = container.path(SECURITY_CONTEXT);
    var complete = security.complete(given, isOfCollector);
    if (complete.equals(given)) {
      return container;
    }
    ObjectNode secured = container.deepCopy();
    return secured.set(SECURITY_CONTEXT, complete);
  }

  /** The name of a volume for which the pod has another one of that name. */
  public Optional<String> takenVolume(PodFacts pod) {
    for (var own : pod.pod().path("spec").path("volumes")) {
      for (var wanted : volumes) {
        if (wanted.path("name").equals(own.path("name")) && !wanted.equals(own)) {
          return Optional.of(own.path("name").asText());
        }
      }
    }
    return Optional.empty();
  }

  /** The name of an init container of the collector's that the pod has as well. */
  public Optional<String> takenContainer(PodFacts pod) {
    return initContainers.stream()
        .map(container -> container.path("name").asText(""))
        .filter(name -> pod.container(name).isPresent())
        .findFirst();
  }

  /** The name of a volume that is mounted and that nobody has. */
  public Optional<String> missingVolume(PodFacts pod) {
    var known = new HashSet<JsonNode>();
    volumes.forEach(volume -> known.add(volume.path("name")));
    pod.pod().path("spec").path("volumes").forEach(volume -> known.add(volume.path("name")));
    return Stream.concat(Stream.of(container), initContainers.stream())
        .flatMap(
            it ->
                Stream.concat(
                    it.path("volumeMounts").valueStream(), it.path("volumeDevices").valueStream()))
        .map(mount -> mount.path("name"))
        .filter(name -> !known.contains(name))
        .map(JsonNode::asText)
        .findFirst();
  }

  /** What it would take beyond what the namespace lets a pod have; empty where it fits. */
  public Optional<Finding> excess(PodFacts pod) {
    var resources = new ContainerResources(pod);
    return resources.excess(resources.fitted(container, false));
  }

  /** The application starts when the collector is ready for it. */
  private static JsonNode nativeOf(ObjectNode container) {
    var copy = container.deepCopy().put("restartPolicy", "Always");
    if (!copy.hasNonNull("startupProbe") && copy.hasNonNull("readinessProbe")) {
      copy.set("startupProbe", copy.get("readinessProbe"));
    }
    return copy;
  }
}
