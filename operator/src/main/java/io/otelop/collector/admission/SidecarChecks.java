// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otelop.collector.CollectorReason;
import io.otelop.collector.Mode;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.ContainerFields;
import io.otelop.pod.ContainerResources;
import io.otelop.reason.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fields of a sidecar that no pod can have. Of a collector with pods of its own the API server
 * refuses the workload, and its status says so; of a sidecar it would refuse the pods of others.
 */
final class SidecarChecks {

  private static final String IMAGE = "image";
  private static final String NAME = "name";
  private static final String SPEC = "spec.";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final ContainerFields fields = new ContainerFields(CollectorReason.InvalidSpec);

  private SidecarChecks() {}

  static Stream<Finding> of(Candidate candidate) {
    if (candidate.mode() != Mode.SIDECAR) {
      return Stream.empty();
    }
    JsonNode spec = JSON.valueToTree(candidate.spec());
    var checks = new SidecarChecks();
    checks.addContainer(spec, SPEC);
    checks.addInitContainers(spec.path("initContainers"));
    checks.addVolumes(spec);
    return checks.fields.findings().stream();
  }

  private void addContainer(JsonNode container, String prefix) {
    if (!container.path(IMAGE).asText("").isEmpty()) {
      fields.addImage(container.path(IMAGE).asText(), prefix + IMAGE);
    }
    fields.addPullPolicy(container.path("imagePullPolicy").asText(""), prefix + "imagePullPolicy");
    fields.addEnv(container.path("env"), prefix + "env");
    fields.addSecurity(container.path("securityContext"), prefix + "securityContext");
    var resources = container.path("resources");
    fields.addResources(resources, prefix + "resources");
    if (!ContainerResources.withinLimits(resources).equals(resources)) {
      fields.add(prefix + "resources.requests", "", "is more than the limits");
    }
    for (var hook : List.of("postStart", "preStop")) {
      var handler = container.path("lifecycle").path(hook);
      if (handler.isObject() && handler.valueStream().noneMatch(JsonNode::isObject)) {
        fields.add(prefix + "lifecycle." + hook, "", "says nothing to do");
      }
    }
  }

  private void addInitContainers(JsonNode containers) {
    var names = new HashSet<>(Set.of(InjectedNames.COLLECTOR));
    for (var container : containers) {
      var name = container.path(NAME).asText("");
      var place = SPEC + "initContainers[" + name + "]";
      fields.addLabel(name, place + "." + NAME);
      if (!names.add(name)) {
        fields.add(place + "." + NAME, name, "is the name of another container");
      }
      if (container.path(IMAGE).asText("").isEmpty()) {
        fields.add(place + "." + IMAGE, "", "is missing");
      }
      addContainer(container, place + ".");
    }
  }

  private void addVolumes(JsonNode spec) {
    var names = new HashSet<String>();
    for (var volume : spec.path("volumes")) {
      var name = volume.path(NAME).asText("");
      var place = SPEC + "volumes[" + name + "]." + NAME;
      fields.addLabel(name, place);
      if (!names.add(name)) {
        fields.add(place, name, "is in the list already");
      }
    }
    var paths = new HashSet<String>();
    for (var mount : spec.path("volumeMounts")) {
      var path = mount.path("mountPath").asText("");
      var place = SPEC + "volumeMounts[" + mount.path(NAME).asText("") + "].mountPath";
      if (path.isEmpty()) {
        fields.add(place, "", "is missing");
      } else if (!paths.add(path)) {
        fields.add(place, path, "is in the list already");
      }
    }
    var maps = new HashSet<JsonNode>();
    for (var map : spec.path("configmaps")) {
      if (!maps.add(map)) {
        fields.add(SPEC + "configmaps", map.path(NAME).asText(""), "is in the list already");
      }
    }
  }
}
