// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of the fields that users give for a container no pod can have: the API server would refuse
 * each pod that gets it. Collects findings. Source: the reference of the Kubernetes API, "Pod".
 */
public final class ContainerFields {

  private static final Pattern OBJECT_NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private static final Pattern VARIABLE = Pattern.compile("[ -~&&[^=]]+");

  private static final Pattern POD_FIELD =
      Pattern.compile(
          "metadata\\.(name|namespace|uid|(labels|annotations)\\['.+'])"
              + "|spec\\.(nodeName|serviceAccountName)|status\\.(hostIP|podIP)s?");

  private static final Pattern RESOURCE_FIELD =
      Pattern.compile("(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.+)");

  /** Resources of which a node can give more than it has. */
  private static final Set<String> SHARED = Set.of("cpu", "memory", "ephemeral-storage");

  private static final Set<String> PROC_MOUNTS = Set.of("", "Default", "Unmasked");

  private static final Set<String> PULL_POLICIES = Set.of("", "Always", "IfNotPresent", "Never");

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private final Reason reason;
  private final List<Finding> findings = new ArrayList<>();

  /** Nothing is wrong yet; what is found wrong has this reason. */
  public ContainerFields(Reason reason) {
    this.reason = reason;
  }

  /** What is wrong. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Something is wrong. */
  public void add(String field, String value, String problem) {
    findings.add(Finding.of(reason, field, value, problem));
  }

  /** Variables. */
  public void addEnv(JsonNode env, String field) {
    for (var entry : env) {
      var name = entry.path("name").asText("");
      var place = field + "[" + name + "]";
      if (!VARIABLE.matcher(name).matches()) {
        add(place + ".name", name, "is no name of a variable");
      }
      var source = entry.path("valueFrom");
      if (source.isObject()) {
        if (!entry.path("value").asText("").isEmpty()) {
          add(place, "", "has a value and valueFrom as well");
        }
        addSource(source, place + ".valueFrom");
      }
    }
  }

  private void addSource(JsonNode source, String place) {
    if (source.valueStream().filter(it -> !it.isNull()).count() != 1) {
      add(place, "", "does not name one source");
    }
    var path = source.path("fieldRef").path("fieldPath").asText("");
    if (source.hasNonNull("fieldRef") && !POD_FIELD.matcher(path).matches()) {
      add(place + ".fieldRef.fieldPath", path, "is no field of a pod that a variable can have");
    }
    var resource = source.path("resourceFieldRef").path("resource").asText("");
    if (source.hasNonNull("resourceFieldRef") && !RESOURCE_FIELD.matcher(resource).matches()) {
      add(place + ".resourceFieldRef.resource", resource, "is no resource of a container");
    }
    for (var kind : List.of("secretKeyRef", "configMapKeyRef")) {
      if (source.hasNonNull(kind)) {
        var name = source.path(kind).path("name").asText("");
        if (name.isEmpty()) {
          add(place + "." + kind + ".name", "", "is missing");
        }
        addName(name, place + "." + kind + ".name");
        var key = source.path(kind).path("key").asText("");
        if (!KEY.matcher(key).matches()) {
          add(place + "." + kind + ".key", key, "is no key");
        }
      }
    }
  }

  /** The name of an object that is referred to; none is right as well. */
  public void addName(String name, String field) {
    if (!name.isEmpty() && !OBJECT_NAME.matcher(name).matches()) {
      add(field, name, "is no name of an object");
    }
  }

  /** The name of a container or a volume. */
  public void addLabel(String name, String field) {
    if (!LABEL.matcher(name).matches()) {
      add(field, name, "is not of small letters, digits and dashes, at most 63");
    }
  }

  /** An image. */
  public void addImage(String image, String field) {
    if (image.isBlank() || !image.equals(image.strip())) {
      add(field, image, "is no image");
    }
  }

  /** When an image is pulled. */
  public void addPullPolicy(String policy, String field) {
    if (!PULL_POLICIES.contains(policy)) {
      add(field, policy, "is none of Always, IfNotPresent and Never");
    }
  }

  /** A security context. */
  public void addSecurity(JsonNode context, String field) {
    for (var id : List.of("runAsUser", "runAsGroup")) {
      var number = context.path(id).asLong();
      if (number < 0 || number > Integer.MAX_VALUE) {
        add(field + "." + id, String.valueOf(number), "is not from 0 to 2147483647");
      }
    }
    if (context.path("runAsNonRoot").asBoolean()
        && context.path("runAsUser").isNumber()
        && context.path("runAsUser").asLong() == 0) {
      add(field + ".runAsUser", "0", "is root, which runAsNonRoot forbids");
    }
    var mount = context.path("procMount").asText("");
    if (!PROC_MOUNTS.contains(mount)) {
      add(field + ".procMount", mount, "is neither Default nor Unmasked");
    }
    var isConfined =
        context.path("allowPrivilegeEscalation").isBoolean()
            && !context.path("allowPrivilegeEscalation").asBoolean();
    var isMighty =
        context.path("privileged").asBoolean()
            || context
                .path("capabilities")
                .path("add")
                .valueStream()
                .anyMatch(it -> it.asText("").equals("CAP_SYS_ADMIN"));
    if (isConfined && isMighty) {
      add(field + ".allowPrivilegeEscalation", "false", "is against its own privileges");
    }
    for (var profile : List.of("seccompProfile", "appArmorProfile")) {
      var type = context.path(profile).path("type").asText("");
      var local = context.path(profile).path("localhostProfile").asText("");
      if (type.equals("Localhost") && local.isEmpty()) {
        add(field + "." + profile + ".localhostProfile", "", "is missing");
      }
    }
  }

  /**
   * Resources. A request above its limit is no error: it is lowered, as the operator may have given
   * it.
   */
  public void addResources(JsonNode resources, String field) {
    for (var list : List.of("limits", "requests")) {
      for (var quantity : resources.path(list).properties()) {
        var name = quantity.getKey();
        var place = field + "." + list + "[" + name + "]";
        if (!SHARED.contains(name) && !name.startsWith("hugepages-") && name.indexOf('/') < 0) {
          add(place, "", "is no resource of a container");
        } else if (!SHARED.contains(name) && !resources.path("limits").has(name)) {
          add(place, "", "needs a limit as well");
        }
        if (quantity.getValue().asText("").startsWith("-")) {
          add(place, quantity.getValue().asText(), "is less than nothing");
        }
      }
    }
  }
}
