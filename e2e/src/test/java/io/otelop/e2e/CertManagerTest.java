// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The operator with a certificate of cert-manager, whose own controllers make and renew it. It runs
 * when it is asked for by name, since cert-manager takes minutes to compile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "IMAGE_CERT_MANAGER", matches = ".+")
class CertManagerTest {

  private static final String CERTIFICATE = Chart.RELEASE + "-serving-cert";
  private static final String SECRET = Chart.RELEASE + "-controller-manager-service-cert";
  private static final String CONFIGURATION = Chart.RELEASE + "-mutation";

  private final Lab lab = Lab.of(CertManagerTest.class);

  @BeforeAll
  void start() throws IOException {
    for (var definition : definitions()) {
      lab.client().load(Files.newInputStream(definition)).forceConflicts().serverSideApply();
    }
    lab.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: cert-manager}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: e2e-cert-manager}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: ServiceAccount, name: cert-manager, namespace: "{namespace}"}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: cert-manager}
        spec:
          selector: {matchLabels: {app: cert-manager}}
          template:
            metadata: {labels: {app: cert-manager}}
            spec:
              serviceAccountName: cert-manager
              containers: [{name: cert-manager, image: %s, imagePullPolicy: IfNotPresent}]
        ---
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: any}
        spec: {sampler: {type: always_on}}
        """
            .formatted(Lab.image("cert-manager")));
    lab.awaitReady("cert-manager");
    Chart.upgrade("admissionWebhooks.certManager.enabled=true");
  }

  @AfterAll
  void close() throws IOException {
    Chart.upgrade("admissionWebhooks.certManager.enabled=false");
    lab.client().rbac().clusterRoleBindings().withName("e2e-cert-manager").delete();
    for (var definition : definitions()) {
      lab.client().load(Files.newInputStream(definition)).delete();
    }
    lab.client().secrets().inNamespace(Chart.NAMESPACE).withName(SECRET).delete();
    lab.close();
  }

  @Test
  void noPodIsMissedWhileCertManagerRenews() throws Exception {
    Lab.eventually(() -> assertThat(trusted()).contains(authority()));
    try (var pods = PodStream.start(lab, "any")) {
      var first = authority();

      secret().delete();
      Lab.eventually(() -> assertThat(authority()).isNotEqualTo(first));
      var second = authority();
      // A kubelet takes up to two minutes to show a Secret's new content to a pod.
      Lab.eventually(() -> assertThat(trusted()).contains(second));
      assertThat(trusted()).contains(first);

      renew();
      Lab.eventually(() -> assertThat(authority()).isNotEqualTo(second));
      Lab.eventually(() -> assertThat(trusted()).contains(authority()));

      pods.endsWell();
      assertThat(pods.made()).isGreaterThan(500);
    }
  }

  @Test
  void theInjectorOfCertManagerTellsTheApiServerWhereItIsAskedTo() throws Exception {
    Chart.upgrade("admissionWebhooks.certManager.injectCA=true");
    try {
      Lab.eventually(() -> assertThat(trusted()).isEqualTo(authority()).isNotEmpty());
      try (var pods = PodStream.start(lab, "any")) {
        Lab.eventually(() -> assertThat(pods.made()).isGreaterThan(100));
        pods.endsWell();
      }
    } finally {
      Chart.upgrade("admissionWebhooks.certManager.injectCA=false");
    }
  }

  /** What {@code cmctl renew} does. */
  private void renew() {
    var certificate =
        lab.client()
            .genericKubernetesResources("cert-manager.io/v1", "Certificate")
            .inNamespace(Chart.NAMESPACE)
            .withName(CERTIFICATE);
    certificate
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON),
            """
            [{"op": "add", "path": "/status/conditions/-", "value": {
              "type": "Issuing", "status": "True", "reason": "ManuallyTriggered",
              "message": "Certificate re-issuance manually triggered",
              "lastTransitionTime": "%s"}}]
            """
                .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  private Resource<Secret> secret() {
    return lab.client().secrets().inNamespace(Chart.NAMESPACE).withName(SECRET);
  }

  private String authority() {
    var secret = secret().get();
    return secret == null ? "" : decoded(Objects.requireNonNull(secret.getData().get("ca.crt")));
  }

  private String trusted() {
    return decoded(
        lab.client()
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(CONFIGURATION)
            .require()
            .getWebhooks()
            .getFirst()
            .getClientConfig()
            .getCaBundle());
  }

  /** Certificates by their content alone, however their lines are broken. */
  private static String decoded(String data) {
    return new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII)
        .replaceAll("\\s", "");
  }

  private static List<Path> definitions() throws IOException {
    var folder = Path.of(Objects.requireNonNull(System.getenv("CERT_MANAGER_DEFINITIONS")));
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
