// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.language.Languages;
import io.otelop.naming.EnvNames;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodFacts;
import io.otelop.testing.KubeletEnv;
import io.otelop.testing.Yaml;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What an application finds in its environment once the kubelet has put it together, wherever its
 * own variables come from: by value, by reference, or whole from ConfigMaps and Secrets.
 */
class EnvPropertiesTest {

  private static final Map<String, String> LOADERS =
      Map.of(
          UserAnnotations.INJECT_JAVA, EnvNames.JAVA_TOOL_OPTIONS,
          UserAnnotations.INJECT_NODEJS, EnvNames.NODE_OPTIONS,
          UserAnnotations.INJECT_PYTHON, EnvNames.PYTHONPATH,
          UserAnnotations.INJECT_DOTNET, EnvNames.DOTNET_STARTUP_HOOKS,
          UserAnnotations.INJECT_NGINX, EnvNames.LD_LIBRARY_PATH);

  private static final List<String> VARIABLES =
      List.of(
          EnvNames.JAVA_TOOL_OPTIONS,
          EnvNames.NODE_OPTIONS,
          EnvNames.PYTHONPATH,
          EnvNames.DOTNET_STARTUP_HOOKS,
          EnvNames.LD_LIBRARY_PATH,
          EnvNames.RESOURCE_ATTRIBUTES,
          EnvNames.SERVICE_NAME,
          EnvNames.TRACES_EXPORTER,
          "OWN");

  private static final PodAdmission ADMISSION = admission();

  /** A container as it comes, what its ConfigMaps hold, and the language that is asked for. */
  record Example(ObjectNode container, Map<String, Map<String, String>> objects, String language) {}

  @Property(tries = 2000)
  void whatTheApplicationHadIsStillThere(@ForAll("examples") Example example) {
    var before = KubeletEnv.of(example.container(), example.objects());
    var after = KubeletEnv.of(injected(example), example.objects());
    before.forEach(
        (name, value) -> {
          if (name.equals(EnvNames.SERVICE_NAME) || name.equals(EnvNames.TRACES_EXPORTER)) {
            assertThat(after).containsEntry(name, value);
          } else {
            assertThat(after.get(name)).as(name).contains(value);
          }
        });
  }

  @Property(tries = 2000)
  void theAgentIsLoadedAndNoReferenceIsLeft(@ForAll("examples") Example example) {
    var after = KubeletEnv.of(injected(example), example.objects());
    assertThat(after.get(LOADERS.get(example.language())))
        .containsAnyOf("/otel-auto-instrumentation-", "/opt/opentelemetry-webserver/");
    assertThat(after.get(EnvNames.RESOURCE_ATTRIBUTES)).contains("k8s.namespace.name=shop");
    assertThat(after.values()).allSatisfy(value -> assertThat(value).doesNotContain("$("));
  }

  @Property(tries = 500)
  void whatTheApplicationSaysOfItselfComesLast(@ForAll("examples") Example example) {
    var name = EnvNames.RESOURCE_ATTRIBUTES;
    var before = KubeletEnv.of(example.container(), example.objects()).getOrDefault(name, "");
    if (before.startsWith("k8s.container.name=")) {
      var after = KubeletEnv.of(injected(example), example.objects()).getOrDefault(name, "");
      var last = after.substring(after.lastIndexOf("k8s.container.name="));
      assertThat(last).startsWith(before);
    }
  }

  @Provide
  Arbitrary<Example> examples() {
    var entries =
        Combinators.combine(
                Arbitraries.of(VARIABLES),
                Arbitraries.of("k8s.container.name=own", "", "reference", "optional", "missing"))
            .as(EnvPropertiesTest::variable);
    var content =
        Arbitraries.maps(Arbitraries.of(VARIABLES), Arbitraries.of("k8s.container.name=map", "b"))
            .ofMaxSize(4);
    var sources =
        Arbitraries.of("{configMapRef: {name: one}}", "{secretRef: {name: two}}", "").list();
    return Combinators.combine(
            entries.list().ofMaxSize(5),
            sources.ofMaxSize(2),
            content,
            content,
            Arbitraries.of(LOADERS.keySet()))
        .as(
            (env, envFrom, one, two, language) -> {
              var container = JsonNodeFactory.instance.objectNode().put("name", "app");
              container.putArray("env").addAll(env);
              var list = container.putArray("envFrom");
              envFrom.stream()
                  .filter(source -> !source.isEmpty())
                  .map(Yaml::document)
                  .forEach(list::add);
              var keys =
                  VARIABLES.stream().collect(Collectors.toMap(name -> name, name -> "of " + name));
              return new Example(
                  container, Map.of("one", one, "two", two, "single", keys), language);
            });
  }

  private static JsonNode variable(String name, String kind) {
    var variable = JsonNodeFactory.instance.objectNode().put("name", name);
    if (kind.equals("") || kind.contains("=")) {
      return variable.put("value", kind);
    }
    var reference =
        variable.putObject("valueFrom").putObject("configMapKeyRef").put("name", "single");
    reference.put("key", kind.equals("missing") ? "absent" : name);
    if (!kind.equals("reference")) {
      reference.put("optional", true);
    }
    return variable;
  }

  private static JsonNode injected(Example example) {
    var pod = JsonNodeFactory.instance.objectNode();
    pod.putObject("metadata").putObject("annotations").put(example.language(), "true");
    pod.putObject("spec").putArray("containers").add(example.container());
    var answer = ADMISSION.answer(PodFacts.of(pod, "shop", Map.of()));
    assertThat(answer.faults()).isEmpty();
    assertThat(JsonPatch.apply(answer.patch(), pod)).isEqualTo(answer.pod());
    var again = ADMISSION.answer(PodFacts.of(answer.pod(), "shop", Map.of()));
    assertThat(again.patch()).isEmpty();
    return answer.pod().at("/spec/containers/0");
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
