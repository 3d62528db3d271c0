// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The security context of a container that is put into a pod, so that the pod is let in and starts
 * as it would without. Source: the page "Pod Security Standards" of the Kubernetes documentation.
 */
public final class ContainerSecurity {

  /** A user that no image and no node gives anything to. */
  private static final int NOBODY = 65532;

  /** OpenShift chooses the user of each namespace, and refuses another one. */
  private static final String CHOSEN_USERS = "openshift.io/sa.scc.uid-range";

  private static final Set<String> BASELINE_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  private static final Set<String> RESTRICTED_CAPABILITIES = Set.of("NET_BIND_SERVICE");

  private static final Set<String> SELINUX_TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

  private static final Set<String> RESTRICTED_VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private final PodFacts facts;
  private final SecurityLevel level;

  /** For containers that are put into a pod. */
  public ContainerSecurity(PodFacts facts) {
    this.facts = facts;
    level = SecurityLevel.of(facts);
  }

  /**
   * What is given, with what the namespace's level and the pod itself need beside it. Where the
   * image is an agent's, which may well run as root, and the pod asks for another user without
   * naming one, the user is given by number.
   *
   * @param given a missing node where nobody gives anything
   * @param isOfAgent whether the image is an agent's; false for one of the pod's own
   * @return the given one itself where it is enough
   */
  public JsonNode complete(JsonNode given, boolean isOfAgent) {
    if (facts.pod().path("spec").path("os").path("name").asText("").equals("windows")) {
      // The level asks for nothing there, and the API server refuses fields of Linux.
      return given;
    }
    var added = JsonNodeFactory.instance.objectNode();
    if (level == SecurityLevel.RESTRICTED) {
      addRestrictions(given, added);
    }
    var isNonRoot = added.has("runAsNonRoot") || effective(given, "runAsNonRoot").asBoolean();
    var user = effective(given, "runAsUser");
    // The kubelet starts no container as root that says it is none, whoever says so.
    if (isOfAgent
        && isNonRoot
        && (user.isMissingNode() || (isRoot(user) && !given.hasNonNull("runAsUser")))
        && !facts.namespaceAnnotations().containsKey(CHOSEN_USERS)) {
      added.put("runAsUser", NOBODY);
    }
    if (added.isEmpty()) {
      return given;
    }
    var complete = JsonNodeFactory.instance.objectNode();
    given.properties().forEach(field -> complete.set(field.getKey(), field.getValue()));
    return complete.setAll(added);
  }

  /**
   * What of a context the pod itself cannot have, so that the API server would refuse it or the
   * kubelet would not start the container.
   *
   * @return the path of the first such field, and why; empty where there is none
   */
  public Optional<Misfit> misfit(JsonNode context) {
    var spec = facts.pod().path("spec");
    var isUnmasked = context.path("procMount").asText("Default").equals("Unmasked");
    if (isUnmasked && spec.path("hostUsers").asBoolean(true)) {
      return Optional.of(new Misfit("procMount", "needs a pod with hostUsers: false"));
    }
    if (context.path("windowsOptions").isObject()
        && spec.path("os").path("name").asText("").equals("linux")) {
      return Optional.of(new Misfit("windowsOptions", "is for pods of Windows"));
    }
    if (isRoot(context.path("runAsUser")) && effective(context, "runAsNonRoot").asBoolean()) {
      return Optional.of(new Misfit("runAsUser", "is root, which the pod does not want"));
    }
    return Optional.empty();
  }

  /**
   * A field of a context that a pod cannot have.
   *
   * @param problem why, as people say it
   */
  public record Misfit(String field, String problem) {}

  /**
   * What of a context the namespace's level forbids, so that the API server would refuse the pod.
   *
   * @return the path of the first such field; empty where there is none
   */
  public Optional<String> forbidden(JsonNode context) {
    return switch (level) {
      case PRIVILEGED -> Optional.empty();
      case BASELINE -> forbiddenByBaseline(context).findFirst();
      case RESTRICTED ->
          Stream.concat(forbiddenByBaseline(context), forbiddenByRestricted(context)).findFirst();
    };
  }

  /**
   * What of a container or its volumes, beside security contexts, the namespace's level forbids.
   *
   * @return what it is, as people say it; empty where there is nothing
   */
  public Optional<String> forbidden(JsonNode container, Collection<JsonNode> volumes) {
    if (level == SecurityLevel.PRIVILEGED) {
      return Optional.empty();
    }
    var ports =
        container
            .path("ports")
            .valueStream()
            .filter(port -> port.path("hostPort").asInt() != 0)
            .map(port -> "host port " + port.path("hostPort").asInt());
    var mounts =
        volumes.stream()
            .filter(volume -> !isAllowed(volume))
            .map(volume -> "volume " + volume.path("name").asText(""));
    return Stream.of(ports, mounts, hosts(container)).flatMap(found -> found).findFirst();
  }

  /** Probes and hooks that reach other hosts. */
  private static Stream<String> hosts(JsonNode container) {
    var lifecycle = container.path("lifecycle");
    return Stream.of(
            lifecycle.path("postStart"),
            lifecycle.path("preStop"),
            container.path("livenessProbe"),
            container.path("readinessProbe"),
            container.path("startupProbe"))
        .flatMap(handler -> Stream.of(handler.path("httpGet"), handler.path("tcpSocket")))
        .map(action -> action.path("host").asText(""))
        .filter(host -> !host.isEmpty())
        .map(host -> "probe or hook for host " + host);
  }

  private boolean isAllowed(JsonNode volume) {
    return level == SecurityLevel.BASELINE
        ? !volume.hasNonNull("hostPath")
        : RESTRICTED_VOLUMES.stream().anyMatch(volume::hasNonNull);
  }

  /** The level that the pod is held to. */
  public SecurityLevel level() {
    return level;
  }

  private void addRestrictions(JsonNode given, ObjectNode added) {
    if (!given.hasNonNull("allowPrivilegeEscalation")) {
      added.put("allowPrivilegeEscalation", false);
    }
    if (capabilities(given, "drop").noneMatch("ALL"::equals)) {
      var capabilities = added.putObject("capabilities");
      var add = given.path("capabilities").path("add");
      if (!add.isEmpty()) {
        capabilities.set("add", add);
      }
      capabilities.putArray("drop").add("ALL");
    }
    if (effective(given, "runAsNonRoot").isMissingNode()) {
      added.put("runAsNonRoot", true);
    }
    if (effective(given, "seccompProfile").isMissingNode()) {
      added.putObject("seccompProfile").put("type", "RuntimeDefault");
    }
    if (!added.isEmpty() && !given.hasNonNull("readOnlyRootFilesystem")) {
      added.put("readOnlyRootFilesystem", true);
    }
  }

  private static Stream<String> forbiddenByBaseline(JsonNode context) {
    var adds =
        capabilities(context, "add").allMatch(BASELINE_CAPABILITIES::contains)
            ? ""
            : "capabilities.add";
    return Stream.of(
            context.path("privileged").asBoolean() ? "privileged" : "",
            adds,
            isFreeOfLabels(context.path("seLinuxOptions")) ? "" : "seLinuxOptions",
            context.path("procMount").asText("Default").equals("Default") ? "" : "procMount",
            isUnconfined(context, "seccompProfile"),
            isUnconfined(context, "appArmorProfile"),
            context.path("windowsOptions").path("hostProcess").asBoolean() ? "windowsOptions" : "")
        .filter(field -> !field.isEmpty());
  }

  private static Stream<String> forbiddenByRestricted(JsonNode context) {
    var adds =
        capabilities(context, "add").allMatch(RESTRICTED_CAPABILITIES::contains)
            ? ""
            : "capabilities.add";
    return Stream.of(
            context.path("allowPrivilegeEscalation").asBoolean() ? "allowPrivilegeEscalation" : "",
            adds,
            context.path("runAsNonRoot").asBoolean(true) ? "" : "runAsNonRoot",
            isRoot(context.path("runAsUser")) ? "runAsUser" : "")
        .filter(field -> !field.isEmpty());
  }

  private static boolean isFreeOfLabels(JsonNode options) {
    return SELINUX_TYPES.contains(options.path("type").asText(""))
        && options.path("user").asText("").isEmpty()
        && options.path("role").asText("").isEmpty();
  }

  private static boolean isRoot(JsonNode user) {
    return user.isNumber() && user.asLong() == 0;
  }

  private static String isUnconfined(JsonNode context, String field) {
    return context.path(field).path("type").asText("").equals("Unconfined") ? field : "";
  }

  private static Stream<String> capabilities(JsonNode context, String field) {
    return StreamSupport.stream(context.path("capabilities").path(field).spliterator(), false)
        .map(JsonNode::asText);
  }

  /** What the container says counts; otherwise what the pod says for all. */
  private JsonNode effective(JsonNode context, String field) {
    var of = context.hasNonNull(field) ? context : facts.pod().path("spec").path("securityContext");
    return of.hasNonNull(field) ? of.path(field) : MissingNode.getInstance();
  }
}
