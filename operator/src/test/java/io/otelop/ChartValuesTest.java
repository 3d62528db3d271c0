// SPDX-License-Identifier: Apache-2.0
package io.otelop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.settings.Settings;
import io.otelop.settings.SettingsResult;
import io.otelop.settings.WebhookSettings;
import io.otelop.testing.Checkout;
import io.otelop.testing.Helm;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What values of the chart lead to, as Helm renders them and the operator reads them. */
class ChartValuesTest {

  private static final Path SCHEMA =
      Checkout.path("helm/opentelemetry-operator/values.schema.json");

  @Test
  void aValuesFileOfTheGoOperatorIsTakenAsItIs() throws IOException {
    var rendered =
        Helm.template(
            Files.readString(
                Checkout.path("operator/src/test/resources/chart/values-of-the-go-operator.yaml")));

    assertThat(rendered.refusal()).isEmpty();
    assertThat(image(rendered))
        .isEqualTo("ghcr.io/open-telemetry/opentelemetry-operator-java:0.1.0");
    assertThat(rendered.arguments())
        .contains(
            "--feature-gates=-operator.networkpolicy",
            "--webhook-failure-policy=Fail",
            "--webhook-pods-failure-policy=Ignore",
            "--webhook-pods-timeout-seconds=3");
    assertThat(rendered.one("Secret", Helm.RELEASE + "-webhook-cert").toString())
        .as("no hook, or the certificate would be lost at each upgrade")
        .doesNotContain("helm.sh/hook");
  }

  @Test
  void theOperatorUnderstandsEveryFlagThatItGets() {
    var rendered =
        Helm.template(
            """
            manager:
              config: {labels-filter: [a]}
              featureGatesMap: {operator.networkpolicy: false, operator.golang.flags: true}
              ignoreMissingCollectorCRDs: true
              watchNamespaces: [a, b]
              autoInstrumentation: {go: {enabled: true}, nginx: {enabled: true}, restarts: {enabled: false}}
              metrics: {tls: {certFile: a, keyFile: b}}
            admissionWebhooks:
              failurePolicy: Ignore
              timeoutSeconds: 5
              pods: {failurePolicy: Fail, mayHoldBack: true, timeoutSeconds: 2}
              namespaceSelector: {matchLabels: {team: shop}}
              objectSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b, "c d"]}]}
              namePrefix: zz
            """);

    var accepted = accepted(rendered);
    assertThat(accepted.findings())
        .extracting(it -> it.reason().code())
        .containsOnly("SettingWithoutEffect");
    var settings = accepted.settings();
    assertThat(settings.get(WebhookSettings.PODS_FAILURE_POLICY)).isEqualTo("Fail");
    assertThat(settings.get(WebhookSettings.FAILURE_POLICY)).isEqualTo("Ignore");
    assertThat(settings.get(WebhookSettings.TIMEOUT_SECONDS)).isEqualTo(5);
    assertThat(settings.get(WebhookSettings.PODS_TIMEOUT_SECONDS)).isEqualTo(2);
    assertThat(settings.get(WebhookSettings.NAMESPACE_SELECTOR))
        .isEqualTo(Map.of("matchLabels", Map.of("team", "shop")));
    assertThat(settings.get(WebhookSettings.OBJECT_SELECTOR).toString()).contains("c d");
    assertThat(settings.get(WebhookSettings.NAME_PREFIX)).isEqualTo("zz");
  }

  @Test
  void podsAreNotHeldBackUnlessThatIsSaidTwice() {
    var once = Helm.template("{admissionWebhooks: {pods: {failurePolicy: Fail}}}");

    assertThat(accepted(once).settings().get(WebhookSettings.PODS_FAILURE_POLICY))
        .isEqualTo("Ignore");
  }

  @Test
  void theConfigOfTheOperatorIsAFileThatItReadsAndItsChangeReplacesThePods() {
    var one = Helm.template("{manager: {config: {labels-filter: [a]}}}");
    var other = Helm.template("{manager: {config: {labels-filter: [b]}}}");

    var file = one.one("ConfigMap", Helm.RELEASE + "-config").at("/data/config.yaml").asText();
    assertThat(Yaml.document(file)).isEqualTo(Yaml.document("labels-filter: [a]"));
    assertThat(one.arguments()).contains("--config-file=/etc/opentelemetry-operator/config.yaml");
    var checksum = "/spec/template/metadata/annotations";
    assertThat(deployment(one).at(checksum)).isNotEqualTo(deployment(other).at(checksum));
    assertThat(Helm.template("").arguments()).noneMatch(it -> it.startsWith("--config-file"));
  }

  @Test
  void theOperatorMayChangeItsConfigurationsUnderTheNamesThatTheyHave() {
    var rendered = Helm.template("{fullnameOverride: otel, admissionWebhooks: {namePrefix: zz}}");

    assertThat(rendered.one("ClusterRole", "otel-manager").path("rules"))
        .filteredOn(rule -> rule.toString().contains("webhookconfigurations"))
        .filteredOn(rule -> rule.has("resourceNames"))
        .extracting(rule -> rule.path("resourceNames").get(0).asText())
        .containsExactlyInAnyOrder("zz-otel-mutation", "otel-validation");
  }

  @Test
  void aNamespaceOfItsOwnIsEverywhere() {
    var rendered = Helm.template("{namespaceOverride: elsewhere}");

    assertThat(rendered.objects())
        .filteredOn(it -> it.at("/metadata").has("namespace"))
        .hasSizeGreaterThan(5)
        .allSatisfy(it -> assertThat(it.at("/metadata/namespace").asText()).isEqualTo("elsewhere"));
    assertThat(rendered.objects().toString()).doesNotContain(Helm.NAMESPACE);
  }

  /** What signs itself has its subject as its issuer, and Java reads no certificate without one. */
  @Test
  void aCertificateOfCertManagerHasASubject() {
    var rendered =
        Helm.template(
            "{admissionWebhooks: {certManager: {enabled: true}}}",
            "--api-versions=cert-manager.io/v1");

    assertThat(rendered.all("Certificate"))
        .singleElement()
        .satisfies(
            it -> assertThat(it.at("/spec/subject/organizationalUnits/0").asText()).isNotEmpty());
  }

  @Test
  void withoutTheUsualTokenThePodGetsOneByAVolume() {
    var rendered = Helm.template("{automountServiceAccountToken: false}");

    var pod = deployment(rendered).at("/spec/template/spec");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.path("volumes").toString())
        .contains("serviceAccountToken", "kube-root-ca.crt", "metadata.namespace");
    assertThat(pod.at("/containers/0/volumeMounts").toString())
        .contains("/var/run/secrets/kubernetes.io/serviceaccount");
  }

  @Test
  void moreObjectsAreTemplates() {
    var rendered =
        Helm.template(
            """
            additionalLabels: {release: "{{ .Release.Name }}"}
            extraObjects:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: "{{ .Release.Name }}-one"}}
              - |
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: two}
            manager: {serviceMonitor: {enabled: true, extraLabels: {a: b}}}
            """);

    rendered.one("ConfigMap", Helm.RELEASE + "-one");
    rendered.one("ConfigMap", "two");
    var monitor = rendered.one("ServiceMonitor", Helm.RELEASE);
    assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo(Helm.RELEASE);
    assertThat(monitor.at("/metadata/labels/a").asText()).isEqualTo("b");
    assertThat(monitor.at("/spec/endpoints/0/scheme").asText()).isEqualTo("https");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "replicaCount: two | at '/replicaCount': got string, want integer",
        "manager: {image: {tag: 1}} | at '/manager/image/tag': got number, want string",
        "manager: {watchNamespaces: shop} | at '/manager/watchNamespaces': got string, want array",
        "manager: {featureGatesMap: {operator.x: true}} | additional properties 'operator.x' not allowed",
        "admissionWebhooks: {failurePolicy: Deny} | '/admissionWebhooks/failurePolicy': value must be one of",
        "admissionWebhooks: {timeoutSeconds: 31} | '/admissionWebhooks/timeoutSeconds': maximum: got 31, want 30",
        "admissionWebhooks: {namespaceSelector: {team: shop}} | at '/admissionWebhooks/namespaceSelector'",
        "admissionWebhook: {} | additional properties 'admissionWebhook' not allowed",
      })
  void aWrongValueIsRefusedByItsName(String values, String message) {
    assertThat(Helm.template(values).refusal()).contains(message);
  }

  /** The schema must know what the values file has, or nobody could set it. */
  @Test
  void theSchemaKnowsEveryValueByName() {
    var schema = Yaml.documents(SCHEMA).getFirst();
    var values =
        Yaml.documents(Checkout.path("helm/opentelemetry-operator/values.yaml")).getFirst();
    var unknown = new TreeSet<String>();
    collectUnknown(values, schema, schema, "", unknown);

    assertThat(unknown).isEmpty();
  }

  private static void collectUnknown(
      JsonNode value, JsonNode schema, JsonNode root, String path, Set<String> unknown) {
    var reference = schema.path("$ref").asText();
    var known = reference.isEmpty() ? schema : root.at(reference.substring(1));
    if (!value.isObject() || !known.has("properties")) {
      return;
    }
    value
        .propertyStream()
        .forEach(
            field -> {
              var below = path + "/" + field.getKey();
              var next = known.path("properties").path(field.getKey());
              if (next.isMissingNode()) {
                unknown.add(below);
              } else {
                collectUnknown(field.getValue(), next, root, below, unknown);
              }
            });
  }

  private static SettingsResult.Accepted accepted(Helm.Rendered rendered) {
    var arguments = rendered.arguments();
    assertThat(arguments.getFirst()).isEqualTo("run");
    var result =
        Settings.parse(
            arguments.subList(1, arguments.size()),
            Map.of(),
            file ->
                file.startsWith("/etc/")
                    ? Optional.of(
                        rendered
                            .one("ConfigMap", Helm.RELEASE + "-config")
                            .at("/data/config.yaml")
                            .asText())
                    : Optional.empty());
    assertThat(result).isInstanceOf(SettingsResult.Accepted.class);
    return (SettingsResult.Accepted) result;
  }

  private static JsonNode deployment(Helm.Rendered rendered) {
    return rendered.one("Deployment", Helm.RELEASE);
  }

  private static String image(Helm.Rendered rendered) {
    return deployment(rendered).at("/spec/template/spec/containers/0/image").asText();
  }
}
