// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.otelop.crds.CustomResourceDefinitions;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What was stored before the rules of a definition came can be changed in everything else, and only
 * a new value has to keep them. The definitions are tried in a group of their own, without rules at
 * first.
 */
@ExtendWith(ControlPlane.class)
class StoredObjectsOnApiServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GROUP = "stored.example";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;

  StoredObjectsOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aWrongFieldOfAnInstrumentationKeepsNobodyFromChangingTheRest() throws Exception {
    tryAll(
        "instrumentations",
        List.of(
            new Case(
                "sampler",
                "{'type': 'traceidratio', 'argument': '25'}",
                "{'env': [{'name': 'A', 'value': 'b'}]}"),
            new Case(
                "sampler",
                "{'type': 'jaeger_remote', 'argument': 'x'}",
                "{'java': {'image': 'a'}}"),
            new Case(
                "java",
                "{'volumeLimitSize': '1Gi',"
                    + " 'volumeClaimTemplate': {'spec': {'accessModes': ['A']}}}",
                "{'sampler': {'type': 'xray'}}"),
            new Case("imagePullPolicy", "'always'", "{'java': {'image': 'a'}}")));
  }

  @Test
  void aWrongFieldOfACollectorKeepsNobodyFromChangingTheRest() throws Exception {
    tryAll(
        "opentelemetrycollectors",
        List.of(
            new Case("autoscaler", "{'minReplicas': 3, 'maxReplicas': 2}", "{'image': 'b'}"),
            new Case(
                "autoscaler",
                "{'maxReplicas': 2,"
                    + " 'behavior': {'scaleUp': {'stabilizationWindowSeconds': -1}}}",
                "{'image': 'b'}"),
            new Case("ports", "[{'name': 'A', 'port': 1, 'protocol': 'TCP'}]", "{'image': 'b'}")));
  }

  /**
   * A field that is wrong, and a change of something else.
   *
   * @param wrong what is stored in the field, with single quotes
   * @param change of the spec, with single quotes
   */
  private record Case(String field, String wrong, String change) {

    JsonNode wrongTree() throws JsonProcessingException {
      return JSON.readTree(wrong.replace('\'', '"'));
    }

    JsonNode changeTree() throws JsonProcessingException {
      return JSON.readTree(change.replace('\'', '"'));
    }
  }

  private void tryAll(String plural, List<Case> cases) throws Exception {
    var definition = definition(plural);
    try {
      cluster.client().resource(withoutRules(definition)).serverSideApply();
      for (var i = 0; i < cases.size(); i++) {
        var stored = object(definition, "stored-" + i, cases.get(i));
        await()
            .atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(() -> cluster.client().resource(stored).create());
      }
      cluster.client().resource(definition).forceConflicts().serverSideApply();
      for (var i = 0; i < cases.size(); i++) {
        isRefusedWhereItIsNew(definition, cases.get(i));
        isToleratedWhereItIsOld(object(definition, "stored-" + i, cases.get(i)), cases.get(i));
      }
    } finally {
      cluster.client().resource(definition).delete();
    }
  }

  private void isRefusedWhereItIsNew(CustomResourceDefinition definition, Case one)
      throws JsonProcessingException {
    var wrong = cluster.client().resource(object(definition, "new", one)).dryRun();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(wrong::create)
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("spec." + one.field()));
  }

  private void isToleratedWhereItIsOld(GenericKubernetesResource stored, Case one)
      throws JsonProcessingException {
    var live = cluster.client().resource(stored);
    var merge = PatchContext.of(PatchType.JSON_MERGE);
    live.patch(merge, "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}");
    live.subresource("status").patch(merge, "{\"status\": {\"messages\": [], \"summary\": \"\"}}");

    var changed = live.patch(merge, "{\"spec\": " + one.changeTree() + "}");

    JsonNode spec = JSON.<JsonNode>valueToTree(changed).path("spec");
    assertThat(spec.path(one.field())).isEqualTo(one.wrongTree());
    for (var field : one.changeTree().properties()) {
      assertThat(spec.path(field.getKey())).isEqualTo(field.getValue());
    }
  }

  /** As users apply it, in the group of this test. */
  private static CustomResourceDefinition definition(String plural) {
    var definition =
        CustomResourceDefinitions.all().stream()
            .filter(it -> it.getSpec().getNames().getPlural().equals(plural))
            .findFirst()
            .orElseThrow();
    definition.getSpec().setGroup(GROUP);
    definition.getMetadata().setName(plural + "." + GROUP);
    definition.getSpec().getNames().setShortNames(List.of());
    definition.getSpec().getNames().setCategories(List.of());
    return definition;
  }

  private static CustomResourceDefinition withoutRules(CustomResourceDefinition definition)
      throws JsonProcessingException {
    var tree = (ObjectNode) JSON.readTree(Serialization.asJson(definition));
    for (var version : tree.path("spec").path("versions")) {
      loosen(version.at("/schema/openAPIV3Schema"));
    }
    return JSON.treeToValue(tree, CustomResourceDefinition.class);
  }

  private static void loosen(JsonNode schema) {
    if (schema instanceof ObjectNode node) {
      for (var rule : List.of("x-kubernetes-validations", "enum")) {
        node.remove(rule);
      }
      node.path("properties").forEach(StoredObjectsOnApiServerTest::loosen);
      loosen(node.path("items"));
      loosen(node.path("additionalProperties"));
    }
  }

  private static String version(CustomResourceDefinition definition) {
    return definition.getSpec().getVersions().stream()
        .filter(it -> it.getStorage())
        .findFirst()
        .orElseThrow()
        .getName();
  }

  private GenericKubernetesResource object(
      CustomResourceDefinition definition, String name, Case one) throws JsonProcessingException {
    var tree = JSON.createObjectNode();
    tree.put("apiVersion", GROUP + "/" + version(definition));
    tree.put("kind", definition.getSpec().getNames().getKind());
    tree.putObject("metadata").put("name", name).put("namespace", cluster.namespace());
    var spec = tree.putObject("spec");
    if (definition.getSpec().getNames().getPlural().equals("opentelemetrycollectors")) {
      var config = spec.putObject("config");
      config.putObject("receivers");
      config.putObject("exporters");
      config.putObject("service").putObject("pipelines");
    }
    spec.set(one.field(), one.wrongTree());
    return JSON.treeToValue(tree, GenericKubernetesResource.class);
  }
}
