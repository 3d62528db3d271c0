// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.testing.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @Test
  void hidesWhatMayBeSecretInACollector() {
    var collector =
        Yaml.document(
            """
            kind: OpenTelemetryCollector
            metadata:
              name: gateway
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "hunter2"}
            spec:
              serviceAccount: gateway
              env:
                - {name: VENDOR_API_KEY, value: hunter2}
                - {name: LEVEL, value: debug}
                - {name: DB, valueFrom: {secretKeyRef: {name: db, key: password}}}
              config:
                exporters:
                  otlp:
                    endpoint: https://user:hunter2@vendor.test:4317
                    headers: {x-team: hunter2, x-env: "${env:TEAM}"}
                    auth: {authenticator: basicauth}
                extensions:
                  basicauth: {client_auth: {username: me, password: hunter2}}
            """);

    var text = Manifests.text(Redaction.of(collector));

    assertThat(text)
        .doesNotContain("hunter2")
        .contains("${env:TEAM}", "value: debug", "key: password", "name: db")
        .contains("serviceAccount: gateway", "@vendor.test:4317", "authenticator: basicauth");
  }

  @Test
  void hidesItInTheConfigOfAConfigMap() {
    var map =
        Yaml.document(
            """
            kind: ConfigMap
            data:
              collector.yaml: |
                exporters:
                  otlp:
                    headers:
                      authorization: hunter2
                    endpoint: vendor.test:4317
            """);

    assertThat(Manifests.text(Redaction.of(map)))
        .doesNotContain("hunter2")
        .contains("vendor.test:4317");
  }

  @Test
  void tellsNothingOfASecretButItsKeys() {
    var secret = Yaml.document("{kind: Secret, metadata: {name: db}, data: {user: aHVudGVyMg==}}");

    assertThat(Manifests.text(Redaction.of(secret)))
        .doesNotContain("aHVudGVyMg")
        .contains("user", "name: db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer hunter2hunter2",
        "password=hunter2 user=me",
        "{\"token\":\"hunter2\"}",
        "dial https://me:hunter2@db.test failed",
        "Basic hunter2hunter2="
      })
  void hidesItInLogs(String line) {
    assertThat(Redaction.of(line)).doesNotContain("hunter2").contains(Redaction.MARK);
  }

  @Test
  void leavesOrdinaryLinesAlone() {
    var line = "2026-01-01T00:00:00Z info Everything is ready. Begin running and processing data.";

    assertThat(Redaction.of(line)).isEqualTo(line);
  }
}
