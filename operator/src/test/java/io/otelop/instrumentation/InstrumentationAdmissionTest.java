// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.settings.Settings;
import io.otelop.testing.Yaml;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An Instrumentation on its way into the API server. */
class InstrumentationAdmissionTest {

  private static final InstrumentationFacts FACTS = InstrumentationFacts.of(Settings.defaults());
  private static final InstrumentationAdmission ADMISSION = new InstrumentationAdmission(FACTS);

  @Test
  void whatIsLeftOpenIsFilledIn() {
    var completed = completed("{metadata: {name: inst}}");
    var java = completed.at("/spec/java");
    assertThat(java.path("image").asText()).isEqualTo(FACTS.image("java"));
    assertThat(java.at("/resources/limits").toString())
        .isEqualTo("{\"cpu\":\"500m\",\"memory\":\"256Mi\"}");
    assertThat(java.at("/resources/requests").toString())
        .isEqualTo("{\"cpu\":\"50m\",\"memory\":\"64Mi\"}");
    assertThat(completed.at("/spec/dotnet/resourceRequirements/requests/memory").asText())
        .isEqualTo("128Mi");
    assertThat(completed.at("/spec/apacheHttpd/resourceRequirements/requests/cpu").asText())
        .isEqualTo("1m");
    assertThat(completed.at("/spec/apacheHttpd/version").asText()).isEqualTo("2.4");
    assertThat(completed.at("/spec/apacheHttpd/configPath").asText())
        .isEqualTo("/usr/local/apache2/conf");
    assertThat(completed.at("/spec/nginx/configFile").asText()).isEqualTo("/etc/nginx/nginx.conf");
    assertThat(annotation(completed, UserAnnotations.DEFAULT_GO_IMAGE))
        .isEqualTo(FACTS.image("go"));
  }

  @ParameterizedTest
  @CsvSource({
    "java, resources, java, 50m, 64Mi",
    "nodejs, resourceRequirements, nodejs, 50m, 128Mi",
    "python, resourceRequirements, python, 50m, 64Mi",
    "dotnet, resourceRequirements, dotnet, 50m, 128Mi",
    "go, resourceRequirements, go, 50m, 64Mi",
    "apacheHttpd, resourceRequirements, apache-httpd, 1m, 128Mi",
    "nginx, resourceRequirements, nginx, 1m, 128Mi",
  })
  void eachLanguageHasTheCompatibleDefaults(
      String field, String resources, String language, String cpu, String memory) {
    var completed = completed("{metadata: {name: inst}}");
    var section = completed.path("spec").path(field);

    assertThat(section.path("image").asText()).isEqualTo(FACTS.image(language));
    assertThat(section.path(resources).path("limits").toString())
        .isEqualTo("{\"cpu\":\"500m\",\"memory\":\"256Mi\"}");
    assertThat(section.path(resources).path("requests").toString())
        .isEqualTo("{\"cpu\":\"%s\",\"memory\":\"%s\"}".formatted(cpu, memory));
    assertThat(section.has("env")).isFalse();
    assertThat(
            annotation(
                completed,
                "instrumentation.opentelemetry.io/default-auto-instrumentation-%s-image"
                    .formatted(language)))
        .isEqualTo(FACTS.image(language));
  }

  @Test
  void anEmptyClaimIsNone() {
    var spec = "{java: {volumeLimitSize: 1Gi, volumeClaimTemplate: {metadata: {}, spec: {}}}}";

    var answer = check(spec, "{}");

    assertThat(answer.allowed()).isTrue();
    assertThat(answer.warnings())
        .anySatisfy(it -> assertThat(it).startsWith("spec.java.volumeLimitSize"));
  }

  @Test
  void warningsComeWithARefusal() {
    assertThat(check("{sampler: {type: sometimes}, exporter: {endpoint: 'https://a'}}", "{}"))
        .satisfies(
            answer -> {
              assertThat(answer.allowed()).isFalse();
              assertThat(answer.warnings())
                  .anySatisfy(it -> assertThat(it).startsWith("spec.exporter.endpoint"));
            });
  }

  @Test
  void whatTheUserWroteStays() {
    var completed =
        completed(
            "{metadata: {name: inst, annotations: {a: b}}, spec: {unknown: 1, python: {image: mine,"
                + " resourceRequirements: {limits: {}}}}}");
    assertThat(completed.at("/metadata/annotations/a").asText()).isEqualTo("b");
    assertThat(completed.at("/spec/unknown").asInt()).isEqualTo(1);
    assertThat(completed.at("/spec/python/image").asText()).isEqualTo("mine");
    assertThat(completed.at("/spec/python/resourceRequirements/limits")).isEmpty();
    assertThat(completed.at("/spec/python/resourceRequirements/requests")).hasSize(2);
  }

  @Test
  void aSecondTimeThereIsNothingToFillIn() {
    var completed = completed("{metadata: {name: inst}}");
    assertThat(ADMISSION.defaults().answer(request(completed, MissingNode.getInstance())).patch())
        .isEmpty();
  }

  @Test
  void anImageThatNobodyChoseKeepsItsNoteUntilItIsUpgraded() {
    var old =
        "{metadata: {name: inst, annotations: {%s: 'agent:1'}}, spec: {java: {image: 'agent:%s'}}}";
    assertThat(
            annotation(
                completed(old.formatted(UserAnnotations.DEFAULT_JAVA_IMAGE, "1")),
                UserAnnotations.DEFAULT_JAVA_IMAGE))
        .isEqualTo("agent:1");
    assertThat(
            annotation(
                completed(old.formatted(UserAnnotations.DEFAULT_JAVA_IMAGE, "mine")),
                UserAnnotations.DEFAULT_JAVA_IMAGE))
        .isEqualTo(FACTS.image("java"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          always_on                | anything                                 | -
          always_off               | anything                                 | -
          parentbased_always_on    | anything                                 | -
          parentbased_always_off   | anything                                 | -
          xray                     | anything                                 | -
          traceidratio             | 0                                        | -
          traceidratio             | 1.0                                      | -
          traceidratio             | 1e-3                                     | -
          traceidratio             | -0.1                                     | spec.sampler.argument
          parentbased_traceidratio | half                                     | spec.sampler.argument
          jaeger_remote            | ''                                       | -
          jaeger_remote            | initialSamplingRate=0.5                  | -
          jaeger_remote            | initialSamplingRate=much                 | spec.sampler.argument
          parentbased_jaeger_remote| pollingIntervalMs=5000                   | -
          traceidratio             | ''                                       | -
          traceidratio             | 0.25                                     | -
          parentbased_traceidratio | 1.5                                      | spec.sampler.argument
          parentbased_traceidratio | NaN                                      | spec.sampler.argument
          jaeger_remote            | endpoint=http://a:1/?q=1,other=x         | -
          jaeger_remote            | endpoint=,pollingIntervalMs=1            | spec.sampler.argument
          jaeger_remote            | pollingIntervalMs=often                  | spec.sampler.argument
          parentbased_jaeger_remote| initialSamplingRate=2                    | spec.sampler.argument
          jaeger_remote            | endpoint                                 | spec.sampler.argument
          sometimes                | ''                                       | spec.sampler.type
          """)
  void aSamplerMustBeKnownAndItsArgumentFit(String type, String argument, String field) {
    var answer = check("{sampler: {type: '%s', argument: '%s'}}".formatted(type, argument), "{}");
    assertThat(answer.allowed()).isEqualTo(field == null);
    if (field != null) {
      assertThat(answer.message()).startsWith(field + ": \"");
      assertThat(answer.code()).isEqualTo(422);
    }
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    var twice =
        "{volumeLimitSize: 1Gi, volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce],"
            + " resources: {requests: {storage: 1Gi}}}}}";
    var answer =
        check(
            "{sampler: {type: traceidratio, argument: half}, java: %s, nginx: %s}"
                .formatted(twice, twice),
            "{}");
    assertThat(answer.message().lines())
        .containsExactly(
            "spec.sampler.argument: \"half\" is not a ratio; give a number from 0 to 1",
            "spec.java.volumeLimitSize: \"1Gi\" limits a volume that spec.java.volumeClaimTemplate"
                + " gives already; keep volumeClaimTemplate or volumeLimitSize, not both",
            "spec.nginx.volumeLimitSize: \"1Gi\" limits a volume that"
                + " spec.nginx.volumeClaimTemplate gives already; keep volumeClaimTemplate or"
                + " volumeLimitSize, not both");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          env: [{name: 'A=B', value: x}]                                                  | spec.env[A=B].name
          env: [{name: '', value: x}]                                                     | spec.env[].name
          env: [{name: A, value: x, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]   | spec.env[A]
          env: [{name: A, valueFrom: {}}]                                                 | spec.env[A].valueFrom
          env: [{name: A, valueFrom: {fieldRef: {fieldPath: status.podIp}}}]              | spec.env[A].valueFrom.fieldRef.fieldPath
          env: [{name: A, valueFrom: {resourceFieldRef: {resource: cpu}}}]                | spec.env[A].valueFrom.resourceFieldRef.resource
          env: [{name: A, valueFrom: {secretKeyRef: {key: k}}}]                           | spec.env[A].valueFrom.secretKeyRef.name
          java: {env: [{name: A, valueFrom: {configMapKeyRef: {name: B_b, key: k}}}]}     | spec.java.env[A].valueFrom.configMapKeyRef.name
          go: {env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: 'k k'}}}]}        | spec.go.env[A].valueFrom.secretKeyRef.key
          exporter: {tls: {secretName: My_Secret}}                                        | spec.exporter.tls.secretName
          exporter: {tls: {configMapName: 'a/b'}}                                         | spec.exporter.tls.configMapName
          initContainerSecurityContext: {runAsUser: -1}                                   | spec.initContainerSecurityContext.runAsUser
          go: {securityContext: {privileged: true, allowPrivilegeEscalation: false}}      | spec.go.securityContext.allowPrivilegeEscalation
          initContainerSecurityContext: {seccompProfile: {type: Localhost}}               | spec.initContainerSecurityContext.seccompProfile.localhostProfile
          java: {image: ' agent:1'}                                                       | spec.java.image
          java: {extensions: [{image: '', dir: /e}]}                                      | spec.java.extensions.image
          nodejs: {resourceRequirements: {limits: {cpu: -1}}}                             | spec.nodejs.resourceRequirements.limits[cpu]
          java: {resources: {limits: {cpus: 1}}}                                          | spec.java.resources.limits[cpus]
          java: {resources: {requests: {hugepages-2Mi: 2Mi}}}                             | spec.java.resources.requests[hugepages-2Mi]
          python: {volumeLimitSize: '-1'}                                                 | spec.python.volumeLimitSize
          python: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 1Gi}}}}}  | spec.python.volumeClaimTemplate.spec.accessModes
          java: {volumeClaimTemplate: {metadata: {name: x}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}} | spec.java.volumeClaimTemplate.metadata.name
          python: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}           | spec.python.volumeClaimTemplate.spec.resources.requests.storage
          apacheHttpd: {configPath: /}                                                    | spec.apacheHttpd.configPath
          apacheHttpd: {configPath: conf}                                                 | spec.apacheHttpd.configPath
          apacheHttpd: {configPath: .}                                                    | spec.apacheHttpd.configPath
          apacheHttpd: {configPath: -r}                                                   | spec.apacheHttpd.configPath
          apacheHttpd: {configPath: /etc/..}                                              | spec.apacheHttpd.configPath
          apacheHttpd: {configPath: /./}                                                  | spec.apacheHttpd.configPath
          nginx: {configFile: ./nginx.conf}                                               | spec.nginx.configFile
          nginx: {configFile: ../nginx.conf}                                              | spec.nginx.configFile
          nginx: {configFile: //nginx.conf}                                               | spec.nginx.configFile
          nginx: {configFile: /etc/nginx/..}                                              | spec.nginx.configFile
          nginx: {configFile: -e/nginx.conf}                                              | spec.nginx.configFile
          java: {extensions: [{image: a, dir: -x}]}                                       | spec.java.extensions.dir
          java: {extensions: [{image: a, dir: ''}]}                                       | spec.java.extensions.dir
          initContainerSecurityContext: {runAsNonRoot: true, runAsUser: 0}                | spec.initContainerSecurityContext.runAsUser
          initContainerSecurityContext: {procMount: None}                                 | spec.initContainerSecurityContext.procMount
          nginx: {configFile: /nginx.conf}                                                | spec.nginx.configFile
          nginx: {configFile: nginx.conf}                                                 | spec.nginx.configFile
          nginx: {configFile: /etc/nginx/}                                                | spec.nginx.configFile
          env: [{name: a.b-c d, value: x}, {name: B}]                                     | -
          env: [{name: A, valueFrom: {fieldRef: {fieldPath: "metadata.labels['a/b']"}}}]  | -
          env: [{name: A, valueFrom: {resourceFieldRef: {resource: requests.memory}}}]    | -
          env: [{name: A, value: '', valueFrom: {secretKeyRef: {name: a.b, key: C_d.e}}}] | -
          exporter: {tls: {secretName: my.tls.secret, configMapName: ''}}                 | -
          initContainerSecurityContext: {runAsUser: 0, privileged: true}                  | -
          java: {resources: {limits: {cpu: 20m}, requests: {cpu: 50m}}}                   | -
          java: {resources: {limits: {example.com/x: 1}, requests: {example.com/x: 1}}}   | -
          nginx: {configFile: etc/nginx/nginx.conf}                                       | -
          apacheHttpd: {configPath: /etc/../opt/./conf/}                                  | -
          java: {extensions: [{image: a, dir: ext}]}                                      | -
          initContainerSecurityContext: {procMount: Unmasked, runAsNonRoot: true}         | -
          nginx: {configFile: /opt/nginx.conf}                                            | -
          """)
  void whatNoPodCanHaveIsRefused(String fields, String field) {
    var answer = check("{%s}".formatted(fields), "{}");
    assertThat(answer.allowed()).as(answer.message()).isEqualTo(field == null);
    if (field != null) {
      assertThat(answer.message()).hasLineCount(1).startsWith(field + ": ");
    }
  }

  @Test
  void aSectionThatNoPodCanHaveCostsNoOtherLanguage() {
    var agents = effective("{java: {image: ' a'}}").agents();
    assertThat(requireNonNull(agents.get("java")).problems()).hasSize(1);
    assertThat(requireNonNull(agents.get("python")).problems()).isEmpty();
  }

  @Test
  void requestsAreNotAboveLimits() {
    var agents = effective("{java: {resources: {limits: {cpu: 20m, memory: 1Gi}}}}").agents();
    assertThat(requireNonNull(agents.get("java")).resources().toString())
        .isEqualTo(
            "{\"limits\":{\"cpu\":\"20m\",\"memory\":\"1Gi\"},\"requests\":{\"cpu\":\"20m\",\"memory\":\"64Mi\"}}");
  }

  @Test
  void aWriteThatLeavesTheSpecPasses() {
    var spec = "{sampler: {type: sometimes}}";
    var answer = check(spec, spec);
    assertThat(answer.allowed()).isTrue();
    assertThat(answer.warnings()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                           | spec.sampler.type
          {exporter: {endpoint: 'https://a'}}                          | spec.exporter.endpoint
          {exporter: {endpoint: 'https://a', tls: {cert_file: a}}}     | spec.exporter.tls
          {exporter: {endpoint: 'http://a', tls: {}}}                  | spec.exporter.endpoint
          {python: {volumeLimitSize: 1Gi}}                             | spec.python.volumeLimitSize
          """)
  void whatIsOddIsWarnedOf(String spec, String field) {
    var answer = check(spec, "{}");
    assertThat(answer.allowed()).isTrue();
    assertThat(answer.warnings()).anySatisfy(warning -> assertThat(warning).startsWith(field));
  }

  @Test
  void anUpgradeThatChangesTelemetryIsAnnounced() {
    var image = FACTS.image("java").replaceFirst(":[^:]*$", ":1.33.0");
    assertThat(check("{java: {image: '%s'}}".formatted(image), "{}").warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .startsWith("spec.java.image: \"" + image)
                    .contains("because version 2.0.0 renames the attributes"));
    assertThat(check("{java: {image: 'mine:1.33.0'}}", "{}").warnings())
        .noneSatisfy(warning -> assertThat(warning).startsWith("spec.java"));
  }

  private static EffectiveInstrumentation effective(String spec) {
    var resource =
        Yaml.as(
            Yaml.document("{metadata: {name: inst}, spec: %s}".formatted(spec)),
            Instrumentation.class);
    return ((EffectiveInstrumentation.Resolved) EffectiveInstrumentation.of(resource, FACTS))
        .instrumentation();
  }

  private static AdmissionAnswer check(String spec, String before) {
    return ADMISSION
        .checks()
        .answer(
            request(
                Yaml.document("{spec: %s}".formatted(spec)),
                Yaml.document("{spec: %s}".formatted(before.equals("{}") ? "{x: 1}" : before))));
  }

  private static JsonNode completed(String resource) {
    var object = Yaml.document(resource);
    var answer = ADMISSION.defaults().answer(request(object, MissingNode.getInstance()));
    assertThat(answer.allowed()).isTrue();
    return JsonPatch.apply(answer.patch(), object);
  }

  private static String annotation(JsonNode resource, String key) {
    return resource.path("metadata").path("annotations").path(key).asText();
  }

  private static AdmissionRequest request(JsonNode object, JsonNode oldObject) {
    return new AdmissionRequest(
        "uid",
        oldObject.isMissingNode()
            ? AdmissionRequest.Operation.CREATE
            : AdmissionRequest.Operation.UPDATE,
        new AdmissionRequest.Kind("opentelemetry.io", "v1alpha1", "Instrumentation"),
        new AdmissionRequest.Resource("opentelemetry.io", "v1alpha1", "instrumentations"),
        "",
        "shop",
        "inst",
        false,
        new AdmissionRequest.User("me", List.of()),
        object,
        oldObject);
  }
}
