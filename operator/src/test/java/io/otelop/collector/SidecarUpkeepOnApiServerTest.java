// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.collector.child.SidecarObjects;
import io.otelop.collector.sidecar.Sidecar;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import io.otelop.pod.NamespaceLimits;
import io.otelop.pod.OwnerLookup;
import io.otelop.pod.PodAdmission;
import io.otelop.pod.PodAnswer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodFeatures;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.MovedClock;
import io.otelop.testing.Yaml;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What sidecars need beside their pods, on a real API server and at times that are told. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SidecarUpkeepOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Clock NOW = Clock.systemUTC();
  private static final Clock AN_HOUR_LATER = Clock.offset(NOW, Duration.ofHours(1));

  private static final CollectorFacts FACTS =
      new CollectorFacts(
          new OperandDefaults("collector.test/otelcol:1", "1", List.of(), _ -> true, _ -> true),
          true,
          Set.of(),
          new ClusterFacts(true, Set.of()));

  private final KubernetesClient client;
  private final String namespace;
  private final AtomicInteger places = new AtomicInteger();
  private final KnownSidecars known = new KnownSidecars(() -> FACTS);
  private final SidecarProvision provision;
  private String elsewhere = "";

  SidecarUpkeepOnApiServerTest(Cluster cluster) {
    client = cluster.client();
    namespace = cluster.namespace();
    provision = new SidecarProvision(client, NOW);
  }

  @BeforeEach
  void open() {
    elsewhere = namespace + "-" + places.incrementAndGet();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(elsewhere).endMetadata().build())
        .create();
    store(collector("gateway:4317"));
  }

  @AfterEach
  void clear() {
    client.resources(OpenTelemetryCollector.class).inNamespace(namespace).delete();
    known.remove(namespace, "beside");
  }

  @Test
  void aConfigIsThereBeforeItsPodIs() {
    assertThat(answer(false).patch().toString()).contains("otc-container", "otc-internal");

    assertThat(config()).contains("gateway:4317");
  }

  @Test
  void aDryRunMakesNothing() {
    assertThat(answer(true).patch().toString()).contains("otc-container");

    assertThat(configs()).isEmpty();
  }

  @Test
  void aPodWhoseConfigCannotBeWrittenComesWithoutTheSidecar() {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(
                    SidecarObjects.config(effective(), elsewhere, NOW.instant())
                        .getMetadata()
                        .getName())
                .withNamespace(elsewhere)
                .endMetadata()
                .addToData("theirs", "kept")
                .build())
        .create();

    var answer = answer(false);

    assertThat(answer.warnings()).singleElement().asString().startsWith("ConfigNotWritten");
    assertThat(answer.pod().at("/spec")).isEqualTo(pod().at("/spec"));
    assertThat(client.configMaps().inNamespace(elsewhere).list().getItems())
        .extracting(ConfigMap::getData)
        .contains(Map.of("theirs", "kept"));
  }

  @Test
  void aConfigThatCannotBeWrittenAnewIsGoodForAWhile() {
    var broken = new KubernetesClientBuilder().withConfig(client.getConfiguration()).build();
    var clock = new MovedClock(NOW.instant());
    try (var failing = new SidecarProvision(broken, clock)) {
      var pod = facts(pod(), elsewhere, false);
      assertThat(failing.meet(sidecar(), pod)).isTrue();
      broken.close();
      store(collector("other:4317"));

      assertThat(failing.meet(sidecar(), pod)).as("the old one is there").isTrue();
      clock.move(Duration.ofHours(1));
      assertThat(failing.meet(sidecar(), pod)).isFalse();
    }
  }

  @Test
  void aConfigFollowsItsCollector() {
    var _ = answer(false);
    store(collector("other:4317"));

    look(NOW);

    assertThat(config()).contains("other:4317");
  }

  @Test
  void aConfigGoesWhenNoPodHasUsedItForLong() {
    var _ = answer(false);

    look(NOW);
    assertThat(configs()).as("a pod may be on its way in").hasSize(1);

    look(AN_HOUR_LATER);
    assertThat(configs()).isEmpty();
  }

  @Test
  void aConfigStaysWhileAPodMountsItEvenWithoutItsCollector() {
    create(answer(false).pod());
    client.resources(OpenTelemetryCollector.class).inNamespace(namespace).delete();
    known.remove(namespace, "beside");

    look(AN_HOUR_LATER);
    assertThat(configs()).hasSize(1);

    client.pods().inNamespace(elsewhere).withGracePeriod(0).delete();
    look(AN_HOUR_LATER);
    assertThat(configs()).isEmpty();
  }

  @Test
  void permissionsAreGivenWhenTheRoleIsTheCollectorsOwnAndGoWithItsPods() {
    needPermissions();
    var role = "beside-" + namespace + "-cluster-role";
    client
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(role)
                .addToAnnotations(Labels.OWNER, effective().fullName())
                .endMetadata()
                .build())
        .create();

    var _ = provision.meet(sidecar(), facts(pod(), namespace, false));

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(bindings())
                    .singleElement()
                    .satisfies(
                        it -> {
                          assertThat(it.getRoleRef().getName()).isEqualTo(role);
                          assertThat(it.getSubjects().getFirst().getName()).isEqualTo("default");
                          assertThat(it.getSubjects().getFirst().getNamespace())
                              .isEqualTo(namespace);
                        }));
    look(NOW);
    assertThat(bindings()).hasSize(1);
    look(AN_HOUR_LATER);
    assertThat(bindings()).isEmpty();
    client.rbac().clusterRoles().withName(role).delete();
  }

  @Test
  void aRoleOfSomebodyElseIsBoundToNobody() {
    needPermissions();
    var role = "beside-" + namespace + "-cluster-role";
    client
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(role)
                .addToAnnotations(Labels.OWNER, "OpenTelemetryCollector/other/beside")
                .endMetadata()
                .build())
        .create();
    var own = effective().withOwnClusterNames().clusterRole();
    client
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(own)
                .addToAnnotations(Labels.OWNER, effective().fullName())
                .endMetadata()
                .build())
        .create();

    var _ = provision.meet(sidecar(), facts(pod(), namespace, false));

    await().atMost(SOON).untilAsserted(() -> assertThat(bindings()).hasSize(1));
    assertThat(bindings().getFirst().getRoleRef().getName()).isEqualTo(own);
    look(AN_HOUR_LATER);
    client.rbac().clusterRoles().withName(role).delete();
    client.rbac().clusterRoles().withName(own).delete();
  }

  private void needPermissions() {
    var collector = collector("gateway:4317");
    collector.getMetadata().setGeneration((long) places.get());
    collector.getSpec().config().withObject("/processors").putObject("k8sattributes");
    collector
        .getSpec()
        .config()
        .withObject("/service/pipelines/traces")
        .putArray("processors")
        .add("k8sattributes");
    store(collector);
  }

  private void look(Clock clock) {
    try (var upkeep = new SidecarUpkeep(client, known, List.of(), () -> true, clock)) {
      upkeep.look();
    }
  }

  private void store(OpenTelemetryCollector collector) {
    client.resource(collector).forceConflicts().serverSideApply();
    known.put(
        client
            .resources(OpenTelemetryCollector.class)
            .inNamespace(namespace)
            .withName("beside")
            .require());
  }

  private Sidecar sidecar() {
    return ((Sidecars.Usable) known.find(namespace, "beside").orElseThrow()).sidecar();
  }

  private EffectiveCollector effective() {
    return sidecar().collector();
  }

  private PodAnswer answer(boolean isDryRun) {
    return new PodAdmission(List.of(new SidecarInjector(known, provision)))
        .answer(facts(pod(), elsewhere, isDryRun));
  }

  private static PodFacts facts(JsonNode pod, String namespace, boolean isDryRun) {
    return new PodFacts(
        pod,
        namespace,
        Map.of(),
        Map.of(),
        OwnerLookup.NONE,
        new PodFeatures(true, true),
        NamespaceLimits.NONE,
        isDryRun);
  }

  private void create(JsonNode pod) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(elsewhere)
                .endMetadata()
                .build())
        .serverSideApply();
    client.resource(Yaml.as(pod, Pod.class)).create();
  }

  private List<ClusterRoleBinding> bindings() {
    return client
        .rbac()
        .clusterRoleBindings()
        .withLabels(SidecarObjects.labels())
        .withLabel("app.kubernetes.io/instance", namespace + ".beside")
        .list()
        .getItems();
  }

  private List<ConfigMap> configs() {
    return client
        .configMaps()
        .inNamespace(elsewhere)
        .withLabels(SidecarObjects.labels())
        .list()
        .getItems();
  }

  private String config() {
    assertThat(configs()).hasSize(1);
    return String.valueOf(configs().getFirst().getData().get("collector.yaml"));
  }

  private OpenTelemetryCollector collector(String endpoint) {
    return Yaml.as(
        Yaml.document(
            """
            metadata: {name: beside, namespace: %s}
            spec:
              mode: sidecar
              configFrom: ConfigMap
              config:
                receivers: {otlp: {protocols: {grpc: {}}}}
                exporters: {otlp: {endpoint: "%s"}}
                service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp]}}}
            """
                .formatted(namespace, endpoint)),
        OpenTelemetryCollector.class);
  }

  private JsonNode pod() {
    return Yaml.document(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: app
          namespace: %s
          annotations: {sidecar.opentelemetry.io/inject: "%s/beside"}
        spec: {containers: [{name: app, image: "app.test/app:1"}]}
        """
            .formatted(elsewhere, namespace));
  }
}
