// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.otelop.collector.KnownSidecars;
import io.otelop.collector.SidecarInjector;
import io.otelop.collector.SidecarNeeds;
import io.otelop.crds.UserAnnotations;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.InstrumentationInjector;
import io.otelop.instrumentation.KnownInstrumentations;
import io.otelop.instrumentation.TlsObjects;
import io.otelop.instrumentation.language.Languages;
import io.otelop.naming.EnvNames;
import io.otelop.naming.Labels;
import io.otelop.pod.NamespaceLookup;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.PodFeatures;
import io.otelop.settings.Settings;
import io.otelop.testing.Mutations;
import io.otelop.testing.Yaml;
import io.otelop.webhook.Admission.Failure;
import io.otelop.webhook.AdmissionEndpoint;
import io.otelop.webhook.PodWebhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * AdmissionReviews of pods with all kinds of damage: each is answered, each pod is let in, and what
 * was in the pod is still there. The damage is the same at each run; {@code -Dfuzz.seconds=600}
 * does other damage for that long, and names its seed where it finds something.
 */
class DamagedPodsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 3_000;
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);

  private final List<PodAnswer.Fault> faults = new ArrayList<>();
  private final AdmissionEndpoint endpoint = endpoint();
  private boolean isStrict;

  @Test
  void areLetInWithAllThatTheyHad() throws IOException {
    var end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    var first = SECONDS == 0 ? 0L : System.nanoTime();
    var injected = 0;
    for (var seed = first; seed < first + TRIES || System.nanoTime() < end; seed++) {
      if (isInjected(seed)) {
        injected++;
      }
    }
    assertThat(injected).as("of damaged pods, some are whole enough").isGreaterThan(TRIES / 20);
  }

  /** Damages by this seed; whether the pod was edited. */
  private boolean isInjected(long seed) throws IOException {
    var random = new Random(seed);
    isStrict = random.nextBoolean();
    var mutations = new Mutations(random, keys());
    var review = (ObjectNode) JSON.readTree(REVIEW);
    if (random.nextInt(8) == 0) {
      mutations.damage(review);
    } else {
      mutations.damage(review.at("/request/object"));
    }
    var body = Mutations.bytes(review);
    if (random.nextInt(8) == 0) {
      body = mutations.damage(body);
    }
    var reply = endpoint.reply(body);
    var response = JSON.readTree(reply.body()).path("response");
    assertThat(faults).as("seed %d", seed).isEmpty();
    if (reply.code() == 400) {
      assertThat(response.path("uid").asText()).as("seed %d", seed).isEmpty();
      return false;
    }
    assertThat(reply.code()).as("seed %d", seed).isEqualTo(200);
    assertThat(response.path("allowed").asBoolean()).as("seed %d", seed).isTrue();
    assertThat(response.path("warnings").toString())
        .as("seed %d", seed)
        .doesNotContain("the operator failed", "the operator took longer");
    if (!response.has("patch") || !isText(body)) {
      return false;
    }
    var pod = JSON.readTree(body).at("/request/object");
    var patched = JsonPatch.apply(JSON.readTree(response.path("patch").binaryValue()), pod);
    assertThat(lost(pod, patched, "")).as("seed %d: lost of %s", seed, pod).isEmpty();
    return true;
  }

  /** Parsers differ in what they make of bytes that are no UTF-8. */
  private static boolean isText(byte[] body) {
    return Arrays.equals(
        new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), body);
  }

  /**
   * Paths of what is no longer there. Lists may grow, values of variables may be extended, and one
   * whose value comes from elsewhere may be kept under a name of its own.
   */
  private static List<String> lost(JsonNode before, JsonNode after, String path) {
    if (before.isNull() || before.equals(after) || isOurs(path) || isKept(before, after, path)) {
      return List.of();
    }
    var lost = new ArrayList<String>();
    if (before.isObject() && after.isObject()) {
      before
          .properties()
          .forEach(
              it ->
                  lost.addAll(
                      lost(it.getValue(), after.path(it.getKey()), path + "/" + it.getKey())));
    } else if (before.isArray() && after.isArray()) {
      var candidates = StreamSupport.stream(after.spliterator(), false).toList();
      for (var element : before) {
        if (candidates.stream().noneMatch(it -> lost(element, it, path).isEmpty())) {
          lost.add(path + ": " + element);
        }
      }
    } else if (!path.endsWith("/env/value") || !after.asText().contains(before.asText())) {
      lost.add(path + ": " + before + " became " + after);
    }
    return lost;
  }

  private static boolean isKept(JsonNode name, JsonNode other, String path) {
    return path.endsWith("/env/name") && other.asText().equals(EnvNames.own(name.asText()));
  }

  private static boolean isOurs(String path) {
    return path.equals("/metadata/annotations/" + Labels.INJECTION);
  }

  private static List<String> keys() {
    var keys =
        new ArrayList<>(
            List.of(
                "name",
                "namespace",
                "uid",
                "env",
                "value",
                "valueFrom",
                "volumes",
                "volumeMounts",
                "containers",
                "initContainers",
                "annotations",
                "labels",
                "ownerReferences",
                "kind",
                "securityContext",
                "image",
                "command",
                "os",
                "nodeSelector",
                "ports",
                "resources",
                UserAnnotations.INJECT_SIDECAR,
                "metadata",
                "spec",
                Labels.INJECTION));
    for (var language : Languages.ALL) {
      keys.add(language.keys().inject());
      keys.addAll(language.keys().containers());
    }
    return keys;
  }

  private AdmissionEndpoint endpoint() {
    Set<String> names = new HashSet<>();
    Languages.ALL.forEach(language -> names.add(language.name()));
    var facts = new InstrumentationFacts(names, true, Map.of());
    var known = new KnownInstrumentations(facts);
    known.put(Yaml.as(Yaml.document(INSTRUMENTATION), Instrumentation.class));
    var injector = new InstrumentationInjector(facts, known, TlsObjects.NONE_MISSING);
    var webhook =
        new PodWebhook(
            new PodAdmission(List.of(new SidecarInjector(sidecars(), SidecarNeeds.MET), injector)),
            _ -> Optional.of(isStrict ? STRICT : NamespaceLookup.Metadata.NONE),
            OwnerLookup.NONE,
            () -> isStrict ? PodFeatures.NONE : new PodFeatures(true, true),
            (_, _) -> {},
            answer -> faults.addAll(answer.faults()));
    return new AdmissionEndpoint(webhook, Failure.ALLOW, Duration.ofSeconds(30), (_, _, _) -> {});
  }

  private static KnownSidecars sidecars() {
    var facts = RunCommand.collectorFacts(Settings.defaults(), List.of());
    var known = new KnownSidecars(() -> facts);
    known.put(Yaml.as(Yaml.document(COLLECTOR), OpenTelemetryCollector.class));
    return known;
  }

  private static final NamespaceLookup.Metadata STRICT =
      new NamespaceLookup.Metadata(
          Map.of(), Map.of("pod-security.kubernetes.io/enforce", "restricted"));

  private static final String COLLECTOR =
      """
      metadata: {name: beside, namespace: shop, uid: "1"}
      spec:
        mode: sidecar
        configFrom: ConfigMap
        initContainers: [{name: first, image: "first:1"}]
        config:
          receivers: {otlp: {protocols: {grpc: {}}}}
          processors: {k8sattributes: {}}
          exporters: {debug: {}}
          service: {pipelines: {traces: {receivers: [otlp], processors: [k8sattributes], exporters: [debug]}}}
      """;

  private static final String INSTRUMENTATION =
      """
      metadata: {name: agents, namespace: shop}
      spec:
        exporter: {endpoint: "http://collector:4318"}
        propagators: [tracecontext, b3]
        resource: {addK8sUIDAttributes: true, resourceAttributes: {team: a}}
        env: [{name: OTEL_GO_AUTO_TARGET_EXE, value: /app}]
        java: {extensions: [{image: "ext:1", dir: /ext}]}
        apacheHttpd: {configPath: /usr/local/apache2/conf}
      """;

  private static final String REVIEW =
      """
      {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "u-1",
       "kind": {"group": "", "version": "v1", "kind": "Pod"},
       "resource": {"group": "", "version": "v1", "resource": "pods"},
       "namespace": "shop", "operation": "CREATE", "dryRun": false, "userInfo": {"username": "ann"},
       "object": {"apiVersion": "v1", "kind": "Pod",
        "metadata": {"generateName": "shop-6cb6bc7db4-", "labels": {"app": "shop", "pod-template-hash": "6cb6bc7db4"},
         "annotations": {"instrumentation.opentelemetry.io/inject-java": "true",
           "sidecar.opentelemetry.io/inject": "true",
           "instrumentation.opentelemetry.io/inject-python": "agents",
           "instrumentation.opentelemetry.io/inject-nginx": "true",
           "instrumentation.opentelemetry.io/java-container-names": "app",
           "instrumentation.opentelemetry.io/python-container-names": "jobs,prepare",
           "instrumentation.opentelemetry.io/inject-nginx-container-names": "front"},
         "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "shop-6cb6bc7db4",
           "uid": "5b8f1c1e", "controller": true}]},
        "spec": {"initContainers": [{"name": "prepare", "image": "p:1"}],
         "containers": [
          {"name": "app", "image": "shop:1", "env": [{"name": "JAVA_TOOL_OPTIONS", "value": "-Xmx64m"},
            {"name": "OTEL_RESOURCE_ATTRIBUTES", "value": "a=b"},
            {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
           "volumeMounts": [{"name": "work", "mountPath": "/work"}], "securityContext": {"runAsUser": 1000}},
          {"name": "jobs", "image": "jobs:1", "env": [{"name": "PYTHONPATH", "value": "/lib"}]},
          {"name": "front", "image": "nginx:1.25", "ports": [{"containerPort": 80}]}],
         "volumes": [{"name": "work", "emptyDir": {}}]}}, "oldObject": null}}
      """;
}
