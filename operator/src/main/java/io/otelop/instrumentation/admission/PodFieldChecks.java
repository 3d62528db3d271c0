// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.instrumentation.Agent;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.language.AgentProfile;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a spec no pod can have: the API server would refuse each pod that gets it. Source: the
 * reference of the Kubernetes API, "Pod" and "PersistentVolumeClaim".
 */
final class PodFieldChecks {

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

  private static final Pattern SLASHES = Pattern.compile("/+");

  private static final Set<String> NO_FILE = Set.of("", ".", "..");

  private final List<Finding> findings = new ArrayList<>();

  private PodFieldChecks() {}

  /** What is wrong for every language. */
  static List<Finding> ofAll(JsonNode spec) {
    var checks = new PodFieldChecks();
    checks.addEnv(spec.path("env"), "spec.env");
    checks.addSecurity(
        spec.path("initContainerSecurityContext"), "spec.initContainerSecurityContext");
    var tls = spec.path("exporter").path("tls");
    for (var field : List.of("secretName", "configMapName")) {
      checks.addName(tls.path(field).asText(""), "spec.exporter.tls." + field);
    }
    return List.copyOf(checks.findings);
  }

  /** What is wrong for one language. */
  static List<Finding> of(AgentProfile agent, JsonNode section) {
    var checks = new PodFieldChecks();
    var field = "spec." + agent.field();
    if (!section.path("image").asText("").isEmpty()) {
      checks.addImage(section.path("image").asText(""), field + ".image");
    }
    for (var extension : section.path("extensions")) {
      checks.addImage(extension.path("image").asText(""), field + ".extensions.image");
      checks.addFolder(extension.path("dir").asText(""), field + ".extensions.dir");
    }
    checks.addEnv(section.path("env"), field + ".env");
    checks.addSecurity(section.path("securityContext"), field + ".securityContext");
    checks.addResources(section.path(agent.resources()), field + "." + agent.resources());
    checks.addVolume(section, field);
    checks.addConfigPath(section, field);
    return List.copyOf(checks.findings);
  }

  private void addEnv(JsonNode env, String field) {
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

  private void addName(String name, String field) {
    if (!name.isEmpty() && !OBJECT_NAME.matcher(name).matches()) {
      add(field, name, "is no name of an object");
    }
  }

  private void addImage(String image, String field) {
    if (image.isBlank() || !image.equals(image.strip())) {
      add(field, image, "is no image");
    }
  }

  private void addSecurity(JsonNode context, String field) {
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

  /** A request above its limit is no error: it is lowered, as the operator may have given it. */
  private void addResources(JsonNode resources, String field) {
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

  private void addVolume(JsonNode section, String field) {
    var limit = section.path("volumeLimitSize").asText("");
    if (limit.startsWith("-")) {
      add(field + ".volumeLimitSize", limit, "is less than nothing");
    }
    if (Agent.hasClaim(section)) {
      var claim = section.path("volumeClaimTemplate").path("spec");
      if (claim.path("accessModes").isEmpty()) {
        add(field + ".volumeClaimTemplate.spec.accessModes", "", "is missing");
      }
      if (!claim.path("resources").path("requests").hasNonNull("storage")) {
        add(field + ".volumeClaimTemplate.spec.resources.requests.storage", "", "is missing");
      }
    }
  }

  /** The folder is mounted, and the root of a container cannot be. */
  private void addConfigPath(JsonNode section, String field) {
    var path = section.path("configPath").asText("");
    if (!path.isEmpty() && !path.startsWith("/")) {
      add(field + ".configPath", path, "is not the whole path, which begins with /");
    } else if (!path.isEmpty() && isRoot(path)) {
      add(field + ".configPath", path, "is the root, which cannot be mounted");
    }
    var file = section.path("configFile").asText("");
    var slash = file.lastIndexOf('/');
    if (!file.isEmpty()
        && (slash < 1
            || file.startsWith("-")
            || NO_FILE.contains(file.substring(slash + 1))
            || isRoot(file.substring(0, slash)))) {
      add(field + ".configFile", file, "is no file in a folder that can be mounted");
    }
  }

  private static boolean isRoot(String folder) {
    var depth = 0;
    for (var part : SLASHES.split(folder, -1)) {
      if (part.equals("..")) {
        depth = Math.max(0, depth - 1);
      } else if (!part.isEmpty() && !part.equals(".")) {
        depth++;
      }
    }
    return depth == 0;
  }

  /** A folder that the copying program takes for an option, or all of the image. */
  private void addFolder(String folder, String field) {
    if (folder.startsWith("-") || isRoot(folder)) {
      add(field, folder, "is no folder of the image");
    }
  }

  private void add(String field, String value, String problem) {
    findings.add(Finding.of(InstrumentationReason.PodsWouldBeRefused, field, value, problem));
  }
}
