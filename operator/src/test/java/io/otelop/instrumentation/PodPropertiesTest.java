// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Languages;
import io.otelop.naming.EnvNames;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodFacts;
import io.otelop.testing.Yaml;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every pod, whatever it asks for. */
class PodPropertiesTest {

  private static final PodAdmission ADMISSION = admission();

  @Property(tries = 300)
  void thePatchMakesThePodThatWasDecided(@ForAll("pods") JsonNode pod) {
    var untouched = pod.deepCopy();
    var answer = ADMISSION.answer(facts(pod));
    assertThat(answer.faults()).isEmpty();
    assertThat(pod).isEqualTo(untouched);
    assertThat(JsonPatch.apply(answer.patch(), pod)).isEqualTo(answer.pod());
  }

  @Property(tries = 300)
  void aSecondTimeChangesNothing(@ForAll("pods") JsonNode pod) {
    var once = ADMISSION.answer(facts(pod)).pod();
    assertThat(ADMISSION.answer(facts(once)).patch()).isEmpty();
  }

  @Property(tries = 300)
  void whatWasThereIsStillThere(@ForAll("pods") JsonNode pod) {
    assertKept(pod, ADMISSION.answer(facts(pod)).pod(), "");
  }

  @Property(tries = 300)
  void noContainerHasAVariableOrAMountTwice(@ForAll("pods") JsonNode pod) {
    var result = ADMISSION.answer(facts(pod)).pod().path("spec");
    for (var list : List.of("containers", "initContainers")) {
      for (var container : result.path(list)) {
        assertDistinct(container.path("env"), "name");
        assertDistinct(container.path("volumeMounts"), "mountPath");
      }
      assertDistinct(result.path(list), "name");
    }
    assertDistinct(result.path("volumes"), "name");
  }

  @Property(tries = 50)
  void aPodThatAsksForNothingIsNotTouched(@ForAll("pods") JsonNode pod) {
    ObjectNode plain = pod.deepCopy();
    ((ObjectNode) plain.get("metadata")).remove("annotations");
    var answer = ADMISSION.answer(facts(plain));
    assertThat(answer.patch()).isEmpty();
    assertThat(answer.decisions()).isEmpty();
  }

  @Provide
  Arbitrary<JsonNode> pods() {
    return Combinators.combine(
            containers("c").list().ofMinSize(1).ofMaxSize(3),
            containers("i").list().ofMaxSize(2),
            annotations(),
            Arbitraries.of("", "node-1"))
        .as(PodPropertiesTest::pod);
  }

  private static JsonNode pod(
      List<ObjectNode> containers,
      List<ObjectNode> initContainers,
      Map<String, String> annotations,
      String node) {
    var pod = JsonNodeFactory.instance.objectNode().put("future", "kept");
    var metadata = pod.putObject("metadata").put("generateName", "shop-").put("future", 1);
    var given = metadata.putObject("annotations");
    annotations.forEach(given::put);
    var spec = pod.putObject("spec").put("future", true);
    if (!node.isEmpty()) {
      spec.put("nodeName", node);
    }
    addAll(spec, "containers", containers, "c");
    if (!initContainers.isEmpty()) {
      addAll(spec, "initContainers", initContainers, "i");
    }
    return pod;
  }

  private static void addAll(
      ObjectNode spec, String field, List<ObjectNode> containers, String prefix) {
    var list = spec.putArray(field);
    for (var i = 0; i < containers.size(); i++) {
      list.add(containers.get(i).deepCopy().put("name", prefix + i));
    }
  }

  private static Arbitrary<ObjectNode> containers(String prefix) {
    var env =
        Combinators.combine(
                Arbitraries.of(
                    EnvNames.JAVA_TOOL_OPTIONS,
                    EnvNames.PYTHONPATH,
                    EnvNames.LD_LIBRARY_PATH,
                    EnvNames.RESOURCE_ATTRIBUTES,
                    EnvNames.SERVICE_NAME,
                    EnvNames.POD_IP,
                    "OWN"),
                Arbitraries.of("a=b", "k8s.pod.name=mine,", "", "valueFrom"))
            .as(PodPropertiesTest::variable);
    return env.list()
        .ofMaxSize(4)
        .uniqueElements(entry -> entry.path("name").asText())
        .map(entries -> container(prefix, entries));
  }

  private static ObjectNode container(String prefix, List<ObjectNode> env) {
    var container =
        JsonNodeFactory.instance.objectNode().put("image", prefix + ":1").put("future", "kept");
    if (!env.isEmpty()) {
      container.putArray("env").addAll(env);
    }
    container.putArray("volumeMounts").addObject().put("name", "own").put("mountPath", "/own");
    return container;
  }

  private static ObjectNode variable(String name, String value) {
    var variable = JsonNodeFactory.instance.objectNode().put("name", name);
    if (value.equals("valueFrom")) {
      variable.putObject("valueFrom").putObject("fieldRef").put("fieldPath", "metadata.name");
      return variable;
    }
    return variable.put("value", value);
  }

  private static Arbitrary<Map<String, String>> annotations() {
    var keys =
        Arbitraries.of(Languages.ALL)
            .flatMap(
                language ->
                    Arbitraries.of(
                        language.keys().inject(), language.keys().containers().getFirst()));
    var values = Arbitraries.of("true", "false", "inst", "absent", "c0", "c1", "c0,i0", "c 0");
    return Arbitraries.maps(keys, values).ofMaxSize(6);
  }

  /** Lists may grow and values of variables may be extended; everything else is as it was. */
  private static void assertKept(JsonNode before, JsonNode after, String path) {
    before
        .properties()
        .forEach(
            field -> {
              var at = path + "/" + field.getKey();
              var now = after.path(field.getKey());
              if (field.getValue().isObject()) {
                assertKept(field.getValue(), now, at);
              } else if (field.getValue().isArray()) {
                for (var element : field.getValue()) {
                  assertThat(now)
                      .as(at)
                      .anySatisfy(
                          candidate -> {
                            var name = element.path("name").asText();
                            assertThat(candidate.path("name").asText())
                                .isIn(name, EnvNames.own(name));
                            assertKept(element, candidate, at);
                          });
                }
              } else if (at.endsWith("/env/name")) {
                var name = field.getValue().asText();
                assertThat(now.asText()).as(at).isIn(name, EnvNames.own(name));
              } else if (at.endsWith("/env/value")) {
                assertThat(now.asText()).as(at).contains(field.getValue().asText());
              } else {
                assertThat(now).as(at).isEqualTo(field.getValue());
              }
            });
  }

  private static void assertDistinct(JsonNode list, String field) {
    Set<String> seen = new HashSet<>();
    list.forEach(element -> assertThat(seen.add(element.path(field).asText())).isTrue());
  }

  private static PodFacts facts(JsonNode pod) {
    return PodFacts.of(pod, "shop", Map.of());
  }

  private static PodAdmission admission() {
    var names = new HashSet<String>();
    for (Language language : Languages.ALL) {
      names.add(language.name());
    }
    var facts = new InstrumentationFacts(names, true, Map.of());
    var known = new KnownInstrumentations(facts);
    known.put(
        Yaml.as(
            Yaml.document(
                "{metadata: {name: inst, namespace: shop}, spec: {env: [{name: OTEL_GO_AUTO_TARGET_EXE,"
                    + " value: /app}], sampler: {type: always_on}}}"),
            Instrumentation.class));
    return new PodAdmission(
        List.of(new InstrumentationInjector(facts, known, TlsObjects.NONE_MISSING)));
  }
}
