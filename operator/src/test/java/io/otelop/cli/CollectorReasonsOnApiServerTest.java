// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.cluster.AccessReviews;
import io.otelop.collector.CollectorAdmission;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorObjects;
import io.otelop.collector.CollectorReason;
import io.otelop.collector.config.ConfigReason;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.reason.Finding;
import io.otelop.reason.Reason;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Kubelet;
import io.otelop.testing.Yaml;
import io.otelop.webhook.AdmissionAnswer;
import io.otelop.webhook.AdmissionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each reason of a collector, from what somebody does to what that person reads: what {@code
 * explain} prints where the collector is stored, and the API server's answer, or what is said of
 * the spec, where it cannot be. What is wrong with a spec is in {@code
 * golden/explained/REASON.yaml}. A reason without a case has no such file, and fails.
 */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorReasonsOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final Kubelet kubelet;
  private final Shell shell;
  private final Set<Reason> refused = new HashSet<>();
  @AutoClose @Nullable RunningOperator operator;

  CollectorReasonsOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.kubelet = new Kubelet(client);
    this.shell = new Shell(cluster);
  }

  /** What a webhook would refuse was stored before there was one. */
  @BeforeAll
  void start() throws IOException {
    for (var reason : Reasons.ofCollectors()) {
      if (Files.exists(ExplainedLine.FOLDER.resolve(reason.code() + ".yaml"))) {
        store(reason);
      }
    }
    cluster.apply(collector("config-too-large", "", "{service: {name: \"" + large() + "\"}}"));
    cluster.apply(collector("spec-upgraded", "", "{}"));
    client
        .resources(OpenTelemetryCollector.class)
        .inNamespace(namespace)
        .withName("spec-upgraded")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"version\": \"0.100.0\"}}");
    operator = RunningOperator.start(cluster);
    running("well");
    kubelet.ended(changed("refused"), 1, "Error: invalid configuration: no such thing");
  }

  /**
   * What the definition itself refuses can be there all the same, from before it did. The API
   * server calls a list that is none its own fault.
   */
  private void store(Reason reason) {
    try {
      cluster.apply(file(reason));
    } catch (KubernetesClientException refusal) {
      assertThat(refusal.getCode()).as(refusal.getMessage()).isIn(422, 500);
      refused.add(reason);
    }
  }

  static List<Reason> reasons() {
    return Reasons.ofCollectors();
  }

  @ParameterizedTest
  @MethodSource("reasons")
  @Execution(ExecutionMode.CONCURRENT)
  void isReadByWhoeverHasIt(Reason reason) {
    switch (reason) {
      case CollectorReason it -> ofCollector(it);
      case ConfigReason.ConfigTooLarge -> explained(reason, "config-too-large");
      case ConfigReason.WrongType -> {
        // The API server refuses it as v1beta1; as v1alpha1 the config is a text.
        var resource = Yaml.as(tree(file(reason)), OpenTelemetryCollector.class);
        expect(
            reason, told(CollectorObjects.of(resource, facts(Set.of())).findings()), reason.code());
      }
      case ConfigReason it -> explained(it, name(it));
      default -> throw new AssertionError(reason + " is of an enum that this test does not know");
    }
  }

  private void ofCollector(CollectorReason reason) {
    switch (reason) {
      case PodsReady, Settled, ConfigAccepted, NoPodFails -> explained(reason, "well");
      case NoPodsWanted -> {
        cluster.apply(collector("none", "replicas: 0", "{}"));
        explained(reason, "none");
      }
      case SidecarMode -> {
        cluster.apply(collector("beside", "mode: sidecar", "{}"));
        explained(reason, "beside");
      }
      case PodsNotReady -> {
        cluster.apply(collector("slow", "", "{}"));
        explained(reason, "slow", "0 of 1 pods ready, 1 of");
      }
      case Progressing -> {
        running("rolled");
        cluster.apply(collector("rolled", "rollout: {validation: Never}", "{verbosity: basic}"));
        explained(reason, "rolled");
      }
      case InvalidConfig -> explained(reason, name(ConfigReason.UndefinedComponent));
      case ConfigBeingChecked -> {
        changed("checked");
        explained(reason, "checked");
      }
      case ConfigRefused -> explained(reason, "refused", "Error: ");
      case RevisionHeldBack -> explained(reason, "refused");
      case ConfigNotChecked -> {
        kubelet.waiting(changed("unchecked"), "ErrImagePull", "there is no such image");
        explained(reason, "unchecked");
      }
      case PodsFailing -> {
        cluster.apply(collector("failing", "", "{}"));
        kubelet.waiting(pod("failing", ""), "ErrImagePull", "there is no such image");
        explained(reason, "failing");
      }
      case MissingReference -> {
        cluster.apply(collector("lacking", "envFrom: [{secretRef: {name: credentials}}]", "{}"));
        pod("lacking", "");
        explained(reason, "lacking");
      }
      case SpecUpgraded -> explained(reason, "spec-upgraded");
      case ForeignObject -> {
        cluster.apply(
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: clashing-collector, namespace: %s}
            """
                .formatted(namespace));
        cluster.apply(collector("clashing", "", "{}"));
        // The Event of the same reason may be there before the condition.
        explained(reason, "clashing", "exists already");
      }
      case ReconcileFailed -> {
        cluster.apply(collector("impossible", "nodeSelector: {\"no label\": x}", "{}"));
        explained(reason, "impossible", "Deployment.apps");
      }
      case ModeChanged -> {
        cluster.apply(collector("moving", "", "{}"));
        var refused =
            catchThrowableOfType(
                KubernetesClientException.class,
                () -> cluster.apply(collector("moving", "mode: daemonset", "{}")));
        expect(reason, refused.getStatus().getMessage(), "does not support modification");
      }
      case PermissionsNotHeld ->
          expect(
              reason, answer(client, greedy("")).message(), "would grant permissions they do not");
      case PermissionsUnknown -> {
        var nowhere = new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build();
        try (var unreachable = new KubernetesClientBuilder().withConfig(nowhere).build()) {
          expect(reason, answer(unreachable, greedy("")).message(), "could not be found out");
        }
      }
      case PermissionsMissing ->
          expect(
              reason,
              String.join("\n", answer(client, greedy("serviceAccount: mine")).warnings()),
              "RBAC rules are missing");
      case ForbiddenComponent -> {
        // Only a machine in FIPS mode forbids any.
        var findings =
            CollectorObjects.of(
                    Yaml.as(tree(collector("fips", "", "{}")), OpenTelemetryCollector.class),
                    facts(Set.of("exporter.debug")))
                .findings();
        expect(reason, told(findings), reason.code());
      }
      case NotRendered ->
          // No input is known that leads to it; CollectorAdmissionTest has one made on purpose.
          expect(
              reason,
              told(
                  List.of(
                      Finding.of(
                          reason, "spec", "", "is accepted, but its objects cannot be made"))),
              reason.code());
      default -> ofFile(reason);
    }
  }

  private void ofFile(Reason reason) {
    assertThat(ExplainedLine.FOLDER.resolve(reason.code() + ".yaml")).exists();
    if (!refused.contains(reason)) {
      explained(reason, name(reason));
      return;
    }
    var resource = Yaml.as(tree(file(reason)), OpenTelemetryCollector.class);
    expect(reason, told(CollectorObjects.of(resource, facts(Set.of())).findings()), reason.code());
  }

  /** What {@code explain} prints, sooner or later: an Event may be there before the condition. */
  private void explained(Reason reason, String name) {
    explained(reason, name, "");
  }

  private void explained(Reason reason, String name, String begin) {
    var mark = reason.code() + ": " + begin;
    await().atMost(SOON).untilAsserted(() -> expect(reason, explain(name), mark));
  }

  private String explain(String name) {
    return shell
        .run(
            "explain",
            "collector",
            name,
            "--setting=collector-image=" + RunningOperator.COLLECTOR_IMAGE)
        .out();
  }

  private void expect(Reason reason, String text, String mark) {
    ExplainedLine.expect(reason, text, mark, namespace);
  }

  private static String told(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.reason().code() + ": " + finding.sentence())
        .collect(Collectors.joining("\n"));
  }

  /** A collector with one ready pod. */
  private void running(String name) {
    cluster.apply(collector(name, "", "{verbosity: normal}"));
    kubelet.ready(pod(name, ""));
    await().atMost(SOON).until(() -> explain(name), text -> text.contains("Ready is True"));
  }

  /** The pod that checks a change of a collector that runs. */
  private Pod changed(String name) {
    running(name);
    cluster.apply(collector(name, "", "{verbosity: detailed}"));
    return pod(name, "-check");
  }

  private Pod pod(String name, String suffix) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel("app.kubernetes.io/component", "opentelemetry-collector" + suffix)
                    .withLabel("app.kubernetes.io/instance", namespace + "." + name)
                    .list()
                    .getItems(),
            (List<Pod> pods) -> pods.size() == 1)
        .getFirst();
  }

  private AdmissionAnswer answer(KubernetesClient asking, String yaml) {
    return new CollectorAdmission(() -> facts(Set.of()), new AccessReviews(asking))
        .answer(
            new AdmissionRequest(
                "uid",
                AdmissionRequest.Operation.CREATE,
                new AdmissionRequest.Kind("opentelemetry.io", "v1beta1", "OpenTelemetryCollector"),
                new AdmissionRequest.Resource(
                    "opentelemetry.io", "v1beta1", "opentelemetrycollectors"),
                "",
                namespace,
                "greedy",
                false,
                new AdmissionRequest.User("jane", List.of()),
                tree(yaml),
                MissingNode.getInstance()));
  }

  private static CollectorFacts facts(Set<String> forbidden) {
    return new CollectorFacts(
        new OperandDefaults(
            RunningOperator.COLLECTOR_IMAGE, "0.145.0", List.of(), _ -> true, _ -> true),
        true,
        forbidden,
        new ClusterFacts(true, Set.of()));
  }

  private static JsonNode tree(String yaml) {
    return Yaml.document(yaml);
  }

  private String greedy(String more) {
    return collector("greedy", more, "{}")
        .replace("otlp: {protocols: {grpc: {}}}", "otlp: {protocols: {grpc: {}}}, k8s_events: {}")
        .replace("receivers: [otlp]", "receivers: [otlp, k8s_events]")
        .replace("traces:", "logs:");
  }

  private String collector(String name, String spec, String debug) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s, namespace: %s}
    spec:
      %s
      config:
        receivers: {otlp: {protocols: {grpc: {}}}}
        exporters: {debug: %s}
        service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
    """
        .formatted(name, namespace, spec, debug);
  }

  private String file(Reason reason) {
    return Yaml.read(ExplainedLine.FOLDER.resolve(reason.code() + ".yaml"))
        .replace("namespace: shop", "namespace: " + namespace);
  }

  /** As the files name their collectors. */
  private static String name(Reason reason) {
    return reason.code().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String large() {
    return "x".repeat(1_100_000);
  }
}
