// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Applications under the strictest Pod Security Standard, whose own options come whole from a
 * ConfigMap and a Secret.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictNamespaceTest {

  private final Lab lab = Lab.of(StrictNamespaceTest.class);
  private final Backends backends = Backends.in(lab);

  @BeforeAll
  void order() {
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1beta1
        kind: OpenTelemetryCollector
        metadata: {name: gateway}
        spec:
          config:
            receivers: {otlp: {protocols: {grpc: {}, http: {}}}}
            exporters: {zipkin: {endpoint: "http://zipkin:9411/api/v2/spans"}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [zipkin]}}}
        ---
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: default}
        spec: {exporter: {endpoint: "http://gateway-collector:4318"}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: shop}
        data:
          JAVA_TOOL_OPTIONS: -Dshop.marker=kept
          OTEL_RESOURCE_ATTRIBUTES: team=red
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: pricing}
        stringData:
          OTEL_SERVICE_NAME: prices
          PYTHONPATH: /opt/pricing/plugins
        """);
    lab.awaitCollector("gateway");
    lab.client()
        .namespaces()
        .withName(lab.namespace())
        .edit(
            it ->
                it.edit()
                    .editMetadata()
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build());
    for (var language : new String[] {"java", "python"}) {
      lab.awaitInjection("instrumentation.opentelemetry.io/inject-" + language, "true");
    }
    application(
        "shop", "java", "configMapRef", "{name: PRICING_URL, value: 'http://pricing:8080'}");
    application("pricing", "python", "secretRef", "");
    lab.awaitReady("shop", "pricing");
    try (var shop = lab.reach("shop", 8080)) {
      Lab.eventually(
          () -> assertThat(shop.json("/order?item=tea").path("price").asInt()).isEqualTo(30));
    }
  }

  @AfterAll
  void close() {
    backends.close();
    lab.close();
  }

  @Test
  void theAgentsInitContainersKeepToTheLevel() {
    for (var application : new String[] {"shop", "pricing"}) {
      assertThat(lab.pod(application).getSpec().getInitContainers())
          .singleElement()
          .extracting(Container::getSecurityContext)
          .satisfies(
              context -> {
                assertThat(context.getRunAsUser()).isPositive();
                assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
              });
    }
  }

  @Test
  void javaKeepsTheOptionsOfAConfigMapAndMakesSpans() {
    Lab.eventually(
        () ->
            assertThat(lab.log(lab.pod("shop")))
                .containsPattern(
                    "Picked up JAVA_TOOL_OPTIONS: -Dshop\\.marker=kept -javaagent:/otel"));
    Lab.eventually(
        () ->
            assertThat(backends.spans("shop"))
                .anySatisfy(
                    span -> assertThat(span.path("tags").path("team").asText()).isEqualTo("red")));
  }

  @Test
  void pythonKeepsTheNameOfASecretAndMakesSpans() {
    Lab.eventually(
        () ->
            assertThat(backends.spans("prices"))
                .anySatisfy(
                    span -> {
                      assertThat(span.path("kind").asText()).isEqualTo("SERVER");
                      assertThat(span.path("tags").path("telemetry.sdk.language").asText())
                          .isEqualTo("python");
                    }));
  }

  private void application(String name, String language, String source, String env) {
    lab.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s}
              annotations: {instrumentation.opentelemetry.io/inject-%2$s: "true"}
            spec:
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: %1$s
                  image: %3$s
                  imagePullPolicy: IfNotPresent
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                  envFrom: [{%4$s: {name: %1$s}}]
                  env: [%5$s]
                  ports: [{containerPort: 8080}]
                  readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s}
        spec: {selector: {app: %1$s}, ports: [{port: 8080}]}
        """
            .formatted(name, language, Lab.image(name), source, env));
  }
}
