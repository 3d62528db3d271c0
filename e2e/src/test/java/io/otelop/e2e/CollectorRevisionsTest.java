// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How changes reach running collectors, and what they say when something is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorRevisionsTest {

  private static final String CHECKS = "opentelemetry-collector-check";

  private static final String CLAIM =
      "volumeMounts: [{name: queue, mountPath: /queue}], volumeClaimTemplates: [{metadata: {name:"
          + " queue}, spec: {storageClassName: by-hand, accessModes: [ReadWriteOnce], resources:"
          + " {requests: {storage: 1Mi}}}}]";
  private final Lab lab = Lab.of(CollectorRevisionsTest.class);

  @AfterAll
  void close() {
    lab.close();
  }

  @Test
  void aConfigThatTheCollectorRefusesReachesNoPod() {
    lab.apply(collector("safe", "verbosity: basic", ""));
    lab.awaitCollector("safe");
    var before = lab.collectorPod("safe").getMetadata().getUid();

    lab.apply(collector("safe", "verbosity: no-such-verbosity", ""));

    Lab.eventually(
        () -> {
          var valid = condition("safe", "ConfigValid");
          assertThat(valid.getStatus()).isEqualTo("False");
          assertThat(valid.getMessage()).contains("no-such-verbosity");
          assertThat(condition("safe", "Ready").getReason()).isEqualTo("RevisionHeldBack");
          assertThat(checks("safe")).isEmpty();
        });
    assertThat(lab.collectorPod("safe").getMetadata().getUid()).isEqualTo(before);

    lab.client()
        .apps()
        .deployments()
        .inNamespace(lab.namespace())
        .withName("safe-collector")
        .delete();
    Lab.eventually(
        () -> {
          var pod = lab.collectorPod("safe");
          assertThat(pod.getMetadata().getUid()).isNotEqualTo(before);
          assertThat(lab.log(pod)).contains("Everything is ready");
        });

    lab.apply(collector("safe", "verbosity: detailed", ""));
    lab.awaitCollector("safe");
    // The node ends a pod that was deleted some time after it was.
    Lab.eventually(
        () -> {
          assertThat(condition("safe", "ConfigValid").getStatus()).isEqualTo("True");
          assertThat(checks("safe")).isEmpty();
        });
  }

  @Test
  void anImageThatIsNotThereDoesNotCostARunningDaemonSet() {
    lab.apply(collector("image", "verbosity: basic", "mode: daemonset"));
    lab.awaitCollector("image");
    var before = lab.collectorPod("image").getMetadata().getUid();

    lab.apply(collector("image", "verbosity: basic", "mode: daemonset, image: nowhere.test/no:1"));

    Lab.eventually(
        () -> {
          var valid = condition("image", "ConfigValid");
          assertThat(valid.getStatus()).isEqualTo("Unknown");
          assertThat(valid.getMessage()).contains("nowhere.test/no:1");
        });
    assertThat(lab.collectorPod("image").getMetadata().getUid()).isEqualTo(before);
  }

  @Test
  void anImageThatIsNotThereIsRolledOutBesideTheOldPodOfADeployment() {
    lab.apply(collector("beside", "verbosity: basic", ""));
    lab.awaitCollector("beside");
    var before = lab.collectorPod("beside").getMetadata().getName();

    lab.apply(collector("beside", "verbosity: basic", "image: nowhere.test/no:1"));

    Lab.eventually(
        () -> {
          var valid = condition("beside", "ConfigValid");
          assertThat(valid.getStatus()).isEqualTo("Unknown");
          assertThat(valid.getMessage())
              .contains("rolled out, because the old pods stay", "nowhere.test/no:1");
          var degraded = condition("beside", "Degraded");
          assertThat(degraded.getStatus()).isEqualTo("True");
          assertThat(degraded.getMessage()).contains("otc-container waits", "nowhere.test/no:1");
          assertThat(condition("beside", "Ready").getStatus()).isEqualTo("False");
        });
    assertThat(pod(before).getStatus().getConditions())
        .anySatisfy(
            it -> {
              assertThat(it.getType()).isEqualTo("Ready");
              assertThat(it.getStatus()).isEqualTo("True");
            });

    lab.apply(collector("beside", "verbosity: basic", ""));
    lab.awaitCollector("beside");
    assertThat(pod(before).getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void aContainerThatCrashesIsToldOfWithItsLastWords() {
    lab.apply(collector("crash", "verbosity: no-such-verbosity", ""));

    Lab.eventually(
        () -> {
          var degraded = condition("crash", "Degraded");
          assertThat(degraded.getStatus()).isEqualTo("True");
          assertThat(degraded.getMessage()).contains("otc-container", "no-such-verbosity");
        });
  }

  @Test
  void aMissingConfigMapIsToldOf() {
    lab.apply(
        collector(
            "missing",
            "verbosity: basic",
            "envFrom: [{configMapRef: {name: not-there}}], replicas: 1"));

    Lab.eventually(
        () -> {
          var degraded = condition("missing", "Degraded");
          assertThat(degraded.getReason()).isEqualTo("MissingReference");
          assertThat(degraded.getMessage()).contains("spec.envFrom[0].configMapRef", "not-there");
        });
  }

  @Test
  void aFieldThatCannotBeChangedIsChangedAndThePodsStay() {
    lab.apply(collector("set", "verbosity: basic", "mode: statefulset"));
    lab.awaitCollector("set");
    var before = lab.collectorPod("set").getMetadata().getUid();

    lab.apply(collector("set", "verbosity: basic", "mode: statefulset, serviceName: other"));

    Lab.eventually(
        () -> {
          var set =
              lab.client()
                  .apps()
                  .statefulSets()
                  .inNamespace(lab.namespace())
                  .withName("set-collector")
                  .require();
          assertThat(set.getSpec().getServiceName()).isEqualTo("other");
          var pod = lab.collectorPod("set");
          assertThat(pod.getMetadata().getUid()).isEqualTo(before);
          assertThat(pod.getMetadata().getOwnerReferences().getFirst().getUid())
              .isEqualTo(set.getMetadata().getUid());
        });
    lab.awaitCollector("set");
  }

  /** A pod that runs cannot be given a claim, so that its StatefulSet would try for ever. */
  @Test
  void aClaimByANewNameReplacesThePod() {
    var mode = "mode: statefulset";
    lab.apply(collector("claims", "verbosity: basic", mode));
    lab.awaitCollector("claims");
    var before = lab.collectorPod("claims").getMetadata().getUid();
    var volume = lab.client().resource(volume());
    volume.create();
    try {
      lab.apply(collector("claims", "verbosity: basic", mode + ", " + CLAIM));

      Lab.eventually(
          () -> {
            var pod = lab.collectorPod("claims");
            assertThat(pod.getMetadata().getUid()).isNotEqualTo(before);
            assertThat(pod.getSpec().getVolumes())
                .anySatisfy(it -> assertThat(it.getName()).isEqualTo("queue"));
          });
      lab.awaitCollector("claims");
    } finally {
      volume.delete();
    }
  }

  /** Nobody makes volumes here, and one that was bound once is not bound again. */
  private static PersistentVolume volume() {
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName("collector-revisions-" + UUID.randomUUID())
        .endMetadata()
        .withNewSpec()
        .withStorageClassName("by-hand")
        .addToCapacity("storage", new Quantity("1Mi"))
        .withAccessModes("ReadWriteOnce")
        .withPersistentVolumeReclaimPolicy("Retain")
        .withNewHostPath("/tmp/collector-revisions", "DirectoryOrCreate")
        .endSpec()
        .build();
  }

  private Pod pod(String name) {
    return lab.client().pods().inNamespace(lab.namespace()).withName(name).require();
  }

  private List<Pod> checks(String name) {
    return lab.client()
        .pods()
        .inNamespace(lab.namespace())
        .withLabel("app.kubernetes.io/component", CHECKS)
        .withLabel("app.kubernetes.io/instance", lab.namespace() + "." + name)
        .list()
        .getItems();
  }

  private Condition condition(String name, String type) {
    var status = Objects.requireNonNull(lab.collector(name).getStatus());
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(it -> it.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String collector(String name, String exporter, String more) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s}
    spec: {
      config: {
        receivers: {otlp: {protocols: {grpc: {}}}},
        exporters: {debug: {%s}},
        extensions: {health_check: {}},
        service: {
          extensions: [health_check],
          pipelines: {traces: {receivers: [otlp], exporters: [debug]}}
        }
      },
      %s
    }
    """
        .formatted(name, exporter, more);
  }
}
