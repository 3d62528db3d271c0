// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.language.Languages;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.PodFacts;
import io.otelop.testing.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Pods that are large, strange or not pods at all: each is answered, and no answer is a fault. */
class HostilePodsTest {

  private static final String RESOURCE = UserAnnotations.RESOURCE_ATTRIBUTE;

  private static final String POD =
      """
      metadata:
        generateName: shop-
        labels: {pod-template-hash: 5f6b9c7d8}
        annotations:
          instrumentation.opentelemetry.io/inject-java: "true"
          instrumentation.opentelemetry.io/inject-python: "true"
          instrumentation.opentelemetry.io/inject-nginx: "true"
          instrumentation.opentelemetry.io/inject-apache-httpd: "true"
          instrumentation.opentelemetry.io/container-names: app,init
          resource.opentelemetry.io/service.name: shop
        ownerReferences: [{kind: ReplicaSet, name: shop-5f6b9c7d8, uid: u, controller: true}]
      spec:
        securityContext: {runAsNonRoot: true}
        initContainers: [{name: init, image: "init:1", env: [{name: A, value: b}]}]
        containers:
          - name: app
            image: "shop:1"
            command: [java, "-javaagent:/own.jar"]
            securityContext: {capabilities: {add: [CHOWN]}}
            envFrom: [{prefix: OTEL_, configMapRef: {name: settings}}]
            env:
              - {name: OTEL_RESOURCE_ATTRIBUTES, value: "a=b"}
              - {name: JAVA_TOOL_OPTIONS, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}
            volumeMounts: [{name: own, mountPath: /etc/nginx}]
        volumes: [{name: own, emptyDir: {}}]
      """;

  private final PodAdmission admission = admission();

  @Test
  void aThousandVariablesStayWhatTheyAre() {
    var pod = pod("true", "");
    var env = ((ObjectNode) pod.at("/spec/containers/0")).putArray("env");
    IntStream.range(0, 1000)
        .forEach(i -> env.addObject().put("name", "V" + i).put("value", "$(V" + (i - 1) + ")x"));
    var after = answer(pod).pod().at("/spec/containers/0/env");
    var own = new ArrayList<JsonNode>();
    after.forEach(own::add);
    assertThat(own).containsSubsequence(env);
  }

  @Test
  void everyOneOf250ContainersIsInstrumented() {
    var names =
        IntStream.range(0, 250).mapToObj(i -> "container-" + i).collect(Collectors.toList());
    var pod = pod("true", String.join(",", names));
    var containers = ((ObjectNode) pod.get("spec")).putArray("containers");
    names.forEach(name -> containers.addObject().put("name", name).put("image", "shop:1"));
    var answer = answer(pod);
    assertThat(answer.decisions()).hasSize(250).allMatch(Injected.class::isInstance);
    assertThat(answer.pod().at("/spec/initContainers")).hasSize(1);
  }

  @Test
  void aListOfThousandsOfUnknownNamesMakesFewFindings() {
    var names = IntStream.range(0, 4000).mapToObj(i -> "no-" + i).collect(Collectors.joining(","));
    var answer = answer(pod("true", names));
    assertThat(answer.decisions()).hasSizeLessThan(20);
    assertThat(answer.warnings()).hasSizeLessThan(10);
    assertThat(answer.patch().toString()).hasSizeLessThan(2000);
  }

  @Test
  void aHugeAnnotationMakesAShortAnswer() {
    for (var value :
        List.of("x y".repeat(80_000), "ns/" + "n".repeat(200_000), "n".repeat(200_000) + "/ns")) {
      for (var pod : List.of(pod("true", value), pod(value, ""))) {
        var answer = answer(pod);
        assertThat(answer.findings())
            .allSatisfy(finding -> assertThat(finding.sentence()).hasSizeLessThan(1000));
        assertThat(answer.patch().toString()).hasSizeLessThan(2000);
      }
    }
  }

  @Test
  void aPodOfAMegabyteIsAnswered() {
    var pod = pod("true", "");
    ((ObjectNode) pod.at("/metadata/annotations")).put("example.com/notes", "ü".repeat(500_000));
    assertThat(answer(pod).decisions()).hasSize(1).allMatch(Injected.class::isInstance);
  }

  @Test
  void namesInAnyScriptReachTheApplication() {
    var pod = pod("true", "");
    var annotations = (ObjectNode) pod.at("/metadata/annotations");
    annotations.put(RESOURCE + "service.name", "Größe ☃ \"$(A)\"");
    annotations.put(RESOURCE + "team", "a,b=c d\n");
    var env = answer(pod).pod().at("/spec/containers/0/env");
    assertThat(value(env, "OTEL_SERVICE_NAME")).isEqualTo("Größe ☃ \"$(A)\"");
    assertThat(value(env, "OTEL_RESOURCE_ATTRIBUTES")).contains("team=a%2Cb%3Dc%20d%0A");
  }

  @Test
  void aWebServersConfigKeepsItsLines() {
    var pod = pod("true", "");
    var annotations = (ObjectNode) pod.at("/metadata/annotations");
    annotations.remove(UserAnnotations.INJECT_JAVA);
    annotations.put(UserAnnotations.INJECT_APACHE_HTTPD, "true");
    annotations.put(RESOURCE + "service.name", "my \"shop\"\\\nLoadModule evil /tmp/evil.so");
    var env = answer(pod).pod().at("/spec/initContainers/1/env");
    assertThat(value(env, "OTEL_APACHE_AGENT_CONF").lines())
        .contains("ApacheModuleServiceName \"my \\\"shop\\\"\\\\ LoadModule evil /tmp/evil.so\"")
        .noneMatch(line -> line.startsWith("LoadModule evil"));
  }

  /** What the API server would never send; a fault would show as a fault of ours all the same. */
  @Property
  void noShapeOfAPodIsAFault(@ForAll("mutants") JsonNode pod) {
    answer(pod);
  }

  @Provide
  Arbitrary<JsonNode> mutants() {
    return Arbitraries.longs().map(seed -> mutant(new Random(seed)));
  }

  /** The pod with a few nodes replaced, removed or doubled. */
  private static JsonNode mutant(Random random) {
    JsonNode pod = Yaml.document(POD);
    for (var i = random.nextInt(4); i >= 0; i--) {
      mutate(pod, random);
    }
    return pod;
  }

  private static void mutate(JsonNode root, Random random) {
    var node = root;
    while (true) {
      var next = node.isEmpty() ? node : child(node, random);
      if (next.isEmpty() || random.nextInt(4) == 0) {
        break;
      }
      node = next;
    }
    var other = strange(random);
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      var names = new ArrayList<String>();
      object.fieldNames().forEachRemaining(names::add);
      var name = names.get(random.nextInt(names.size()));
      if (random.nextBoolean()) {
        object.set(name, other);
      } else {
        object.remove(name);
      }
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      if (random.nextBoolean()) {
        array.set(random.nextInt(array.size()), other);
      } else {
        array.add(array.get(0));
      }
    }
  }

  private static JsonNode child(JsonNode node, Random random) {
    var children = new ArrayList<JsonNode>();
    node.forEach(children::add);
    return children.get(random.nextInt(children.size()));
  }

  private static JsonNode strange(Random random) {
    var nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(9)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.numberNode(random.nextInt());
      case 2 -> nodes.textNode("true");
      case 3 -> nodes.textNode("a,b,,$(x)\u0000ü");
      case 4 -> nodes.booleanNode(true);
      case 5 -> nodes.arrayNode().add(1).add("a").addNull();
      case 6 -> nodes.objectNode().put("name", "app");
      case 7 -> nodes.arrayNode().add(nodes.objectNode().put("name", "app"));
      default -> nodes.textNode("");
    };
  }

  private PodAnswer answer(JsonNode pod) {
    var answer = admission.answer(PodFacts.of(pod, "shop", Map.of()));
    assertThat(answer.faults()).isEmpty();
    if (!answer.patch().isEmpty()) {
      assertThat(JsonPatch.apply(answer.patch(), pod)).isEqualTo(answer.pod());
    }
    return answer;
  }

  private static JsonNode pod(String java, String names) {
    var pod = JsonNodeFactory.instance.objectNode();
    var annotations = pod.putObject("metadata").putObject("annotations");
    annotations.put(UserAnnotations.INJECT_JAVA, java);
    if (!names.isEmpty()) {
      annotations.put(UserAnnotations.CONTAINER_NAMES, names);
    }
    pod.putObject("spec")
        .putArray("containers")
        .addObject()
        .put("name", "app")
        .put("image", "shop:1");
    return pod;
  }

  private static String value(JsonNode env, String name) {
    for (var entry : env) {
      if (entry.path("name").asText().equals(name)) {
        return entry.path("value").asText();
      }
    }
    return "";
  }

  private static PodAdmission admission() {
    var names = Languages.ALL.stream().map(language -> language.name()).collect(Collectors.toSet());
    var facts = new InstrumentationFacts(names, true, Map.of());
    var known = new KnownInstrumentations(facts);
    known.put(
        Yaml.as(
            Yaml.document("{metadata: {name: inst, namespace: shop}, spec: {}}"),
            Instrumentation.class));
    return new PodAdmission(
        List.of(new InstrumentationInjector(facts, known, TlsObjects.NONE_MISSING)));
  }
}
