// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.reason.Severity;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code check} finds out about permissions and certificates. */
@ExtendWith(ControlPlane.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Shell shell;
  @AutoClose final RunningOperator operator;

  CheckOnApiServerTest(Cluster cluster) throws IOException {
    this.cluster = cluster;
    this.shell = new Shell(cluster);
    this.operator = RunningOperator.start(cluster);
  }

  @Test
  void whatTheAccountOfTheOperatorMayNotDoIsNamed() {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: operator, namespace: %1$s}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: operator
          namespace: %1$s
          labels: {app.kubernetes.io/name: opentelemetry-operator}
        spec:
          replicas: 0
          selector: {matchLabels: {app: operator}}
          template:
            metadata: {labels: {app: operator}}
            spec:
              serviceAccountName: operator
              containers: [{name: manager, image: a, args: ["--watch-namespace=%1$s"]}]
        """
            .formatted(cluster.namespace()));
    try {
      var what = "permissions of ServiceAccount " + cluster.namespace() + "/operator: ";
      assertThat(shell.run("check").out())
          .contains("WRONG  " + what + "it may not list opentelemetrycollectors.opentelemetry.io")
          .contains("create deployments.apps in " + cluster.namespace());

      cluster.apply(
          """
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: operator, namespace: %1$s}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
          subjects: [{kind: ServiceAccount, name: operator, namespace: %1$s}]
          """
              .formatted(cluster.namespace()));

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(shell.run("check").out()).contains("ok     " + what + "are enough"));
    } finally {
      cluster
          .client()
          .apps()
          .deployments()
          .inNamespace(cluster.namespace())
          .withName("operator")
          .delete();
    }
  }

  @Test
  void aConfigurationThatIsLeftUnderAnOlderNameIsNamed() {
    var configurations =
        cluster.client().admissionRegistration().v1().mutatingWebhookConfigurations();
    var older = configurations.withName("opentelemetry-operator-mutation").require();
    older.getMetadata().setName("a-opentelemetry-operator-mutation");
    older.getMetadata().setResourceVersion("");
    older.getMetadata().setManagedFields(List.of());
    cluster.client().resource(older).create();
    try {
      assertThat(shell.run("check").out())
          .containsPattern("odd +webhooks: [^\\n]* is of the operator under an older name");
    } finally {
      cluster.client().resource(older).delete();
    }
    assertThat(shell.run("check").out()).doesNotContain("older name");
  }

  @Test
  void theCertificateThatTheWebhooksShowIsLookedAt() {
    assertThat(shell.run("check").out())
        .containsPattern("ok     certificate of the webhooks: is good until [^\\n]* days");

    var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(10_000));
    var access = new Access(cluster.client(), cluster.namespace());
    assertThat(new InstallationChecks(access, later).all())
        .filteredOn(check -> check.what().equals("certificate of the webhooks"))
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.result()).isEqualTo(Severity.ERROR);
              assertThat(check.message()).startsWith("is good no longer, since ");
            });
  }

  @Test
  void theCertificateBehindAServiceIsThatOfItsSecret() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: shown, namespace: %s}
        data: {tls.crt: "%s", tls.key: ""}
        """
            .formatted(cluster.namespace(), bundle()));
    var checks =
        new CertificateChecks(
            new Access(cluster.client(), cluster.namespace()).reads(), Clock.systemUTC());
    JsonNode service =
        Yaml.document("{service: {namespace: %s, name: any}}".formatted(cluster.namespace()));

    assertThat(checks.served(service, "shown").result()).isEqualTo(Severity.INFO);
    assertThat(checks.served(service, "absent").message()).isEqualTo("is not in Secret absent");
  }

  private String bundle() {
    return cluster
        .client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .list()
        .getItems()
        .stream()
        .flatMap(it -> it.getWebhooks().stream())
        .map(it -> it.getClientConfig().getCaBundle())
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }
}
