// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.instrumentation.Agent;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.language.AgentProfile;
import io.otelop.pod.ContainerFields;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a spec no pod can have: the API server would refuse each pod that gets it. Source: the
 * reference of the Kubernetes API, "Pod" and "PersistentVolumeClaim".
 */
final class PodFieldChecks {

  private static final Pattern SLASHES = Pattern.compile("/+");

  private static final Set<String> CLAIM_METADATA = Set.of("labels", "annotations");

  private static final Set<String> NO_FILE = Set.of("", ".", "..");

  private final ContainerFields fields =
      new ContainerFields(InstrumentationReason.PodsWouldBeRefused);

  private PodFieldChecks() {}

  /** What is wrong for every language. */
  static List<Finding> ofAll(JsonNode spec) {
    var checks = new PodFieldChecks();
    checks.fields.addEnv(spec.path("env"), "spec.env");
    checks.fields.addSecurity(
        spec.path("initContainerSecurityContext"), "spec.initContainerSecurityContext");
    var tls = spec.path("exporter").path("tls");
    for (var field : List.of("secretName", "configMapName")) {
      checks.fields.addName(tls.path(field).asText(""), "spec.exporter.tls." + field);
    }
    return checks.fields.findings();
  }

  /** What is wrong for one language. */
  static List<Finding> of(AgentProfile agent, JsonNode section) {
    var checks = new PodFieldChecks();
    var field = "spec." + agent.field();
    if (!section.path("image").asText("").isEmpty()) {
      checks.fields.addImage(section.path("image").asText(""), field + ".image");
    }
    for (var extension : section.path("extensions")) {
      checks.fields.addImage(extension.path("image").asText(""), field + ".extensions.image");
      checks.addFolder(extension.path("dir").asText(""), field + ".extensions.dir");
    }
    checks.fields.addEnv(section.path("env"), field + ".env");
    checks.fields.addSecurity(section.path("securityContext"), field + ".securityContext");
    checks.fields.addResources(section.path(agent.resources()), field + "." + agent.resources());
    checks.addVolume(section, field);
    checks.addConfigPath(section, field);
    return checks.fields.findings();
  }

  private void addVolume(JsonNode section, String place) {
    var limit = section.path("volumeLimitSize").asText("");
    if (limit.startsWith("-")) {
      fields.add(place + ".volumeLimitSize", limit, "is less than nothing");
    }
    if (Agent.hasClaim(section)) {
      for (var field : section.path("volumeClaimTemplate").path("metadata").properties()) {
        if (!CLAIM_METADATA.contains(field.getKey()) && !field.getValue().isNull()) {
          fields.add(
              place + ".volumeClaimTemplate.metadata." + field.getKey(),
              field.getValue().asText(""),
              "cannot be set, since each pod has a claim of its own");
        }
      }
      var claim = section.path("volumeClaimTemplate").path("spec");
      if (claim.path("accessModes").isEmpty()) {
        fields.add(place + ".volumeClaimTemplate.spec.accessModes", "", "is missing");
      }
      if (!claim.path("resources").path("requests").hasNonNull("storage")) {
        fields.add(
            place + ".volumeClaimTemplate.spec.resources.requests.storage", "", "is missing");
      }
    }
  }

  /** The folder is mounted, and the root of a container cannot be. */
  private void addConfigPath(JsonNode section, String field) {
    var path = section.path("configPath").asText("");
    if (!path.isEmpty() && !path.startsWith("/")) {
      fields.add(field + ".configPath", path, "is not the whole path, which begins with /");
    } else if (!path.isEmpty() && isRoot(path)) {
      fields.add(field + ".configPath", path, "is the root, which cannot be mounted");
    }
    var file = section.path("configFile").asText("");
    var slash = file.lastIndexOf('/');
    if (!file.isEmpty()
        && (slash < 1
            || file.startsWith("-")
            || NO_FILE.contains(file.substring(slash + 1))
            || isRoot(file.substring(0, slash)))) {
      fields.add(field + ".configFile", file, "is no file in a folder that can be mounted");
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
      fields.add(field, folder, "is no folder of the image");
    }
  }
}
