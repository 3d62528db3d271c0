// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.naming.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Holds our objects against those that the Go operator made of the same input, as captured with the
 * API server's defaults in them. A line {@code # differs: Kind/path why} in the captured file
 * allows a difference.
 */
public final class UpstreamComparison {

  /** Fields that the API server fills in where nobody gives them. */
  private static final Set<String> FILLED_IN =
      Set.of(
          "progressDeadlineSeconds",
          "revisionHistoryLimit",
          "strategy",
          "updateStrategy",
          "apiVersion",
          "divisor",
          "imagePullPolicy",
          "resources",
          "terminationMessagePath",
          "terminationMessagePolicy",
          "restartPolicy",
          "schedulerName",
          "securityContext",
          "serviceAccount",
          "terminationGracePeriodSeconds",
          "defaultMode",
          "ipFamilies",
          "ipFamilyPolicy",
          "type",
          "sessionAffinity",
          "clusterIPs",
          "internalTrafficPolicy",
          "scheme",
          "timeoutSeconds",
          "periodSeconds",
          "successThreshold",
          "failureThreshold",
          "persistentVolumeClaimRetentionPolicy",
          "status",
          "volumeMode",
          "protocol",
          "dnsConfig",
          "kind",
          "hostPort",
          "targetPort");

  /** Fields of a pod that the API server fills in. */
  private static final Set<String> FILLED_IN_PODS =
      Set.of(
          "dnsPolicy",
          "enableServiceLinks",
          "preemptionPolicy",
          "priority",
          "serviceAccountName",
          "tolerations");

  private final List<String> differences = new ArrayList<>();
  private final List<String> allowed;

  private UpstreamComparison(List<String> allowed) {
    this.allowed = allowed;
  }

  /** What differs, one line each; empty where nothing does. */
  public static List<String> differences(List<JsonNode> ours, Path upstream) {
    var allowed =
        Yaml.read(upstream)
            .lines()
            .filter(line -> line.startsWith("# differs: "))
            .map(line -> line.substring("# differs: ".length()).replaceFirst(" .*", ""))
            .toList();
    var comparison = new UpstreamComparison(allowed);
    for (var theirs : Yaml.documents(upstream)) {
      var name = theirs.path("kind").asText() + " " + theirs.at("/metadata/name").asText();
      ours.stream()
          .filter(
              object ->
                  object.path("kind").equals(theirs.path("kind"))
                      && object.at("/metadata/name").equals(theirs.at("/metadata/name")))
          .findFirst()
          .ifPresentOrElse(
              object -> comparison.compare(theirs.path("kind").asText(), object, theirs),
              () -> comparison.add(theirs.path("kind").asText(), "we do not make " + name));
    }
    return comparison.differences;
  }

  private void compare(String path, JsonNode ours, JsonNode theirs) {
    if (ours.isObject() && theirs.isObject()) {
      theirs
          .properties()
          .forEach(
              field -> {
                var mine = ours.path(field.getKey());
                var at = path + "/" + field.getKey();
                if (mine.isMissingNode() || mine.isNull()) {
                  if (!isFilledIn(path, field.getKey(), field.getValue())) {
                    add(at, "is missing, should be " + field.getValue());
                  }
                } else if (field.getKey().equals("collector.yaml")) {
                  compare(at, parsed(mine), parsed(field.getValue()));
                } else {
                  compare(at, mine, field.getValue());
                }
              });
      ours.properties()
          .forEach(
              field -> {
                if (!theirs.has(field.getKey()) && !isOnlyOurs(field.getKey(), field.getValue())) {
                  add(path + "/" + field.getKey(), "is only ours: " + field.getValue());
                }
              });
    } else if (ours.isArray() && theirs.isArray() && ours.size() == theirs.size()) {
      for (var i = 0; i < ours.size(); i++) {
        compare(path + "/" + i, ours.get(i), theirs.get(i));
      }
    } else if (!ours.asText().equals(theirs.asText()) || ours.size() != theirs.size()) {
      add(path, "is " + ours + ", should be " + theirs);
    }
  }

  private static boolean isFilledIn(String path, String key, JsonNode value) {
    return FILLED_IN.contains(key)
        || (path.equals("Pod/spec") && FILLED_IN_PODS.contains(key))
        || (value.isArray() && value.isEmpty());
  }

  private static JsonNode parsed(JsonNode text) {
    try {
      return new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().readTree(text.asText());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("not YAML: " + text.asText(), e);
    }
  }

  private static boolean isOnlyOurs(String key, JsonNode value) {
    return key.equals("namespace")
        || key.equals("uid")
        || key.equals(Labels.INJECTION)
        || key.equals(Labels.REVISION)
        || (value.size() == 1 && value.has(Labels.REVISION))
        || value.isNull()
        || (value.isContainerNode() && value.isEmpty());
  }

  private void add(String path, String what) {
    if (allowed.stream().noneMatch(path::startsWith)) {
      differences.add(path + " " + what);
    }
  }
}
