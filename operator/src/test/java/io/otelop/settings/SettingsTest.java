// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.otelop.reason.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final String FILE =
      "webhook-port: 1\nmetrics-addr: ':1'\ntls:\n  minversion: VersionTLS13\n";

  @Test
  void flagWinsOverEnvironmentOverFileOverDefault() {
    var file = Map.of("f.yaml", FILE);
    var env = Map.of("WEBHOOK_PORT", "2");

    assertThat(accepted(List.of(), Map.of(), Map.of()).get(WebhookSettings.PORT)).isEqualTo(9443);
    assertThat(accepted(List.of("--config-file=f.yaml"), Map.of(), file).get(WebhookSettings.PORT))
        .isEqualTo(1);
    assertThat(accepted(List.of("--config-file", "f.yaml"), env, file).get(WebhookSettings.PORT))
        .isEqualTo(2);
    var all = accepted(List.of("--config-file=f.yaml", "--webhook-port=3"), env, file);
    assertThat(all.get(WebhookSettings.PORT)).isEqualTo(3);
    assertThat(all.get(TelemetrySettings.METRICS_ADDRESS)).isEqualTo(ListenAddress.all(1));
    assertThat(all.get(ClusterSettings.TLS_MIN_VERSION)).isEqualTo("VersionTLS13");
  }

  @Test
  void aSwitchNeedsNoValueAndLeavesTheNextArgumentAlone() {
    var settings =
        accepted(
            List.of("--enable-go-instrumentation", "--enable-java-instrumentation=false"),
            Map.of("ENABLE_NGINX_AUTO_INSTRUMENTATION", "T"),
            Map.of());
    assertThat(settings.get(InstrumentationSettings.GO)).isTrue();
    assertThat(settings.get(InstrumentationSettings.JAVA)).isFalse();
    assertThat(settings.get(InstrumentationSettings.NGINX)).isTrue();
  }

  @Test
  void oneRegistryStandsInForAllOthers() {
    var settings =
        accepted(
            List.of(
                "--image-registry=mirror.example.com:5000/all",
                "--auto-instrumentation-java-image=localhost/agents/java@sha256:0",
                "--auto-instrumentation-python-image=agents/python:1"),
            Map.of(),
            Map.of());
    assertThat(settings.get(ImageSettings.JAVA))
        .isEqualTo("mirror.example.com:5000/all/agents/java@sha256:0");
    assertThat(settings.get(ImageSettings.PYTHON))
        .isEqualTo("mirror.example.com:5000/all/agents/python:1");
    assertThat(settings.get(ImageSettings.NODEJS))
        .isEqualTo(
            ImageSettings.NODEJS.fallback().replaceFirst("ghcr.io", "mirror.example.com:5000/all"));
    assertThat(accepted(List.of(), Map.of(), Map.of()).get(ImageSettings.JAVA))
        .isEqualTo(ImageSettings.JAVA.fallback());
  }

  @Test
  void listsComeRepeatedWithCommasOrFromYaml() {
    assertThat(
            accepted(List.of("--labels-filter=a", "--labels-filter", "b{1,2}"), Map.of(), Map.of())
                .get(ClusterSettings.LABELS_FILTER))
        .containsExactly("a", "b{1,2}");
    assertThat(
            accepted(List.of(), Map.of("WATCH_NAMESPACE", "a, b,"), Map.of())
                .get(ClusterSettings.WATCH_NAMESPACE))
        .containsExactly("a", "b");
    assertThat(
            accepted(
                    List.of("--config-file=f"), Map.of(), Map.of("f", "annotations-filter: [x, y]"))
                .get(ClusterSettings.ANNOTATIONS_FILTER))
        .containsExactly("x", "y");
  }

  @Test
  void everyBadValueIsNamedWithWhatIsAllowed() {
    var refused =
        assertInstanceOf(
            SettingsResult.Refused.class,
            Settings.parse(
                List.of("--webhook-port=70000", "--webhook-url=http://x", "--config-file=f"),
                Map.of("ENABLE_WEBHOOKS", "maybe"),
                files(Map.of("f", "labels-filter: ['(']"))));
    assertThat(refused.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "config file, labels-filter: \"[(]\" is not allowed; give a list of regular"
                + " expressions",
            "environment variable ENABLE_WEBHOOKS: \"maybe\" is not allowed; give true or false",
            "--webhook-port: \"70000\" is not allowed; give a whole number from 0 to 65535",
            "--webhook-url: \"http://x\" is not allowed; give an https:// address without user,"
                + " query and fragment");
  }

  @Test
  void gatesOfTheEnvironmentWinOverThoseOfTheFlagOneByOne() {
    var flag = "--feature-gates=operand.networkpolicy,-operator.networkpolicy";

    assertThat(
            accepted(List.of(flag), Map.of("FEATURE_GATES", "-operand.networkpolicy"), Map.of())
                .get(ClusterSettings.FEATURE_GATES))
        .containsExactly("-operand.networkpolicy", "-operator.networkpolicy");
    assertThat(
            accepted(
                    List.of(flag, "--config-file=f"),
                    Map.of(),
                    Map.of("f", "feature-gates: operator.networkpolicy"))
                .get(ClusterSettings.FEATURE_GATES))
        .containsExactly("operand.networkpolicy", "operator.networkpolicy");
    assertThat(accepted(List.of(flag), Map.of(), Map.of()).get(ClusterSettings.FEATURE_GATES))
        .containsExactly("operand.networkpolicy", "-operator.networkpolicy");
  }

  @Test
  void selectorsAreWrittenAsKubernetesWritesThem() {
    var wanted = Map.<String, Object>of("matchLabels", Map.of("team", "shop"));
    for (var text :
        List.of("{matchLabels: {team: shop}}", "{\"matchLabels\":{\"team\":\"shop\"}}")) {
      assertThat(
              accepted(List.of("--webhook-namespace-selector=" + text), Map.of(), Map.of())
                  .get(WebhookSettings.NAMESPACE_SELECTOR))
          .isEqualTo(wanted);
    }
    assertThat(
            accepted(
                    List.of("--config-file=f"),
                    Map.of(),
                    Map.of("f", "webhook-object-selector: {matchLabels: {team: shop}}"))
                .get(WebhookSettings.OBJECT_SELECTOR))
        .isEqualTo(wanted);
    for (var wrong :
        List.of(
            "team=shop",
            "{team: shop}",
            "{matchLabels: {team: 1}}",
            "{matchLabels: [team]}",
            "{matchExpressions: [{key: team, operator: Is, values: [shop]}]}",
            "{matchExpressions: [{key: team, operator: In}]}",
            "{matchExpressions: [{key: team, operator: Exists, values: [shop]}]}",
            "{matchExpressions: {key: team}}",
            "{")) {
      var refused =
          assertInstanceOf(
              SettingsResult.Refused.class,
              Settings.parse(
                  List.of("--webhook-object-selector=" + wrong), Map.of(), _ -> Optional.empty()));
      assertThat(refused.findings())
          .singleElement()
          .extracting(Finding::sentence)
          .asString()
          .contains(wrong, "give a label selector");
    }
  }

  @Test
  void podsAreHeldBackOnlyIfThatIsSaidTwice() {
    var fail = "--webhook-pods-failure-policy=Fail";

    var once =
        assertInstanceOf(
            SettingsResult.Accepted.class,
            Settings.parse(List.of(fail), Map.of(), _ -> Optional.empty()));
    assertThat(once.settings().get(WebhookSettings.PODS_FAILURE_POLICY)).isEqualTo("Ignore");
    assertThat(once.findings())
        .singleElement()
        .extracting(Finding::sentence)
        .asString()
        .contains("webhook-may-hold-back-pods");

    var twice =
        assertInstanceOf(
            SettingsResult.Accepted.class,
            Settings.parse(
                List.of(fail, "--webhook-may-hold-back-pods"), Map.of(), _ -> Optional.empty()));
    assertThat(twice.settings().get(WebhookSettings.PODS_FAILURE_POLICY)).isEqualTo("Fail");
    assertThat(twice.findings()).isEmpty();
  }

  @Test
  void gatesThatAreUnknownOrCannotBeClosedEndTheStart() {
    assertInstanceOf(
        SettingsResult.Accepted.class,
        Settings.parse(
            List.of("--feature-gates=-operator.networkpolicy,operator.golang.flags"),
            Map.of(),
            _ -> Optional.empty()));
    for (var wrong : List.of("-operator.golang.flags", "operator.nothing")) {
      var refused =
          assertInstanceOf(
              SettingsResult.Refused.class,
              Settings.parse(List.of("--feature-gates=" + wrong), Map.of(), _ -> Optional.empty()));
      assertThat(refused.findings()).singleElement().asString().contains(wrong);
    }
  }

  @Test
  void whatNobodyKnowsIsReportedAndIgnored() {
    var accepted =
        assertInstanceOf(
            SettingsResult.Accepted.class,
            Settings.parse(
                List.of("--nope", "3", "stray", "--webhook-port=4", "--also-not=x", "--last"),
                Map.of(),
                files(Map.of())));
    assertThat(accepted.settings().get(WebhookSettings.PORT)).isEqualTo(4);
    assertThat(accepted.findings())
        .extracting(Finding::field)
        .containsExactly("--nope", "stray", "--also-not", "--last");
  }

  @Test
  void unknownKeysOfTheFileAndSettingsWithoutEffectAreReported() {
    var accepted =
        assertInstanceOf(
            SettingsResult.Accepted.class,
            Settings.parse(
                List.of("--config-file=f", "--pprof-addr=:6060", "--metrics-secure=true"),
                Map.of(),
                files(Map.of("f", "tls: {minversion: VersionTLS12, x: 1}\nzap: 3\nwhat: {a: b}"))));
    assertThat(accepted.findings())
        .extracting(Finding::field)
        .containsExactlyInAnyOrder("tls.x", "zap", "what", "--pprof-addr");
  }

  @Test
  void aFileThatCannotBeReadEndsTheStart() {
    for (var content : List.of("[1]", "a: b: c", "\t")) {
      assertInstanceOf(
          SettingsResult.Refused.class,
          Settings.parse(List.of("--config-file=f"), Map.of(), files(Map.of("f", content))));
    }
    assertInstanceOf(
        SettingsResult.Refused.class,
        Settings.parse(List.of("--config-file=none"), Map.of(), files(Map.of())));
    assertThat(accepted(List.of("--config-file=f"), Map.of(), Map.of("f", "")).toString())
        .isEqualTo(Settings.defaults().with(Settings.CONFIG_FILE, "f").toString());
  }

  @Test
  void theNamespaceComesFromThePodWhereNobodySaysIt() {
    var pod = Map.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace", "otel\n");
    assertThat(accepted(List.of(), Map.of(), pod).get(ClusterSettings.NAMESPACE)).isEqualTo("otel");
    assertThat(accepted(List.of(), Map.of("NAMESPACE", "mine"), pod).get(ClusterSettings.NAMESPACE))
        .isEqualTo("mine");
  }

  @Test
  void addressesAreReadAsGoWritesThem() {
    assertThat(ListenAddress.parse(":8081")).contains(new ListenAddress("", 8081));
    assertThat(ListenAddress.parse("127.0.0.1:0")).contains(new ListenAddress("127.0.0.1", 0));
    assertThat(ListenAddress.parse("[::1]:80")).contains(new ListenAddress("::1", 80));
    assertThat(ListenAddress.parse("0")).contains(ListenAddress.NONE);
    for (var bad : List.of("8081", ":70000", "http://x:1", "::1:80", "a b:1")) {
      assertThat(ListenAddress.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void everyNameBelongsToOneSettingAndEveryDefaultIsAllowed() {
    for (var names :
        List.of(
            Settings.ALL.stream().map(Setting::name),
            Settings.ALL.stream().map(Setting::flag),
            Settings.ALL.stream().map(Setting::env),
            Settings.ALL.stream().map(Setting::key))) {
      assertThat(names.filter(name -> !name.isEmpty())).doesNotHaveDuplicates();
    }
    for (var setting : Settings.ALL) {
      assertThat(setting.format().read().apply(setting.fallback()).map(Object.class::cast))
          .as(setting.name())
          .contains(setting.fallback());
    }
    assertThat(Settings.usage())
        .contains("--webhook-port=VALUE", "Environment: WEBHOOK_PORT", "Default: 9443");
  }

  @Test
  void theNamesOfTheCompatibleOperatorAreKnown() {
    assertThat(Settings.ALL.stream().map(Setting::env))
        .contains(
            "METRICS_ADDR",
            "RELATED_IMAGE_COLLECTOR",
            "RELATED_IMAGE_AUTO_INSTRUMENTATION_APACHE_HTTPD",
            "ENABLE_DOTNET_AUTO_INSTRUMENTATION",
            "ENABLE_APACHE_HTTPD_AUTO_INSTRUMENTATION",
            "WATCH_NAMESPACE",
            "ZAP_MESSAGE_KEY",
            "FEATURE_GATES");
    assertThat(Settings.ALL.stream().map(Setting::key))
        .contains(
            "auto-instrumentation-node-js-image",
            "enable-dot-net-auto-instrumentation",
            "enable-apache-httpd-instrumentation",
            "operatoropampbridge-image",
            "zap.message-key",
            "tls.ciphersuites",
            "operator-op-amp-bridge-configmap-entry");
  }

  /** Rows of instrumentation.md 6, as they are documented for the compatible operator. */
  @ParameterizedTest
  @CsvSource({
    "enable-multi-instrumentation, ENABLE_MULTI_INSTRUMENTATION, enable-multi-instrumentation, true",
    "enable-java-instrumentation, ENABLE_JAVA_AUTO_INSTRUMENTATION,"
        + " enable-java-auto-instrumentation, true",
    "enable-nodejs-instrumentation, ENABLE_NODEJS_AUTO_INSTRUMENTATION,"
        + " enable-node-js-auto-instrumentation, true",
    "enable-python-instrumentation, ENABLE_PYTHON_AUTO_INSTRUMENTATION,"
        + " enable-python-auto-instrumentation, true",
    "enable-dotnet-instrumentation, ENABLE_DOTNET_AUTO_INSTRUMENTATION,"
        + " enable-dot-net-auto-instrumentation, true",
    "enable-apache-httpd-instrumentation, ENABLE_APACHE_HTTPD_AUTO_INSTRUMENTATION,"
        + " enable-apache-httpd-instrumentation, true",
    "enable-go-instrumentation, ENABLE_GO_AUTO_INSTRUMENTATION, enable-go-auto-instrumentation,"
        + " false",
    "enable-nginx-instrumentation, ENABLE_NGINX_AUTO_INSTRUMENTATION,"
        + " enable-nginx-auto-instrumentation, false",
    "auto-instrumentation-java-image, RELATED_IMAGE_AUTO_INSTRUMENTATION_JAVA,"
        + " auto-instrumentation-java-image,"
        + " ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-java:2.30.0",
    "auto-instrumentation-nodejs-image, RELATED_IMAGE_AUTO_INSTRUMENTATION_NODEJS,"
        + " auto-instrumentation-node-js-image,"
        + " ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-nodejs:0.78.0",
    "auto-instrumentation-python-image, RELATED_IMAGE_AUTO_INSTRUMENTATION_PYTHON,"
        + " auto-instrumentation-python-image,"
        + " ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-python:0.64b0",
    "auto-instrumentation-dotnet-image, RELATED_IMAGE_AUTO_INSTRUMENTATION_DOTNET,"
        + " auto-instrumentation-dot-net-image,"
        + " ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-dotnet:1.16.0",
    "auto-instrumentation-go-image, RELATED_IMAGE_AUTO_INSTRUMENTATION_GO,"
        + " auto-instrumentation-go-image, ghcr.io/open-telemetry/"
        + "opentelemetry-go-instrumentation/autoinstrumentation-go:v0.24.0",
    "auto-instrumentation-apache-httpd-image, RELATED_IMAGE_AUTO_INSTRUMENTATION_APACHE_HTTPD,"
        + " auto-instrumentation-apache-httpd-image,"
        + " ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-apache-httpd:1.0.4",
    "auto-instrumentation-nginx-image, RELATED_IMAGE_AUTO_INSTRUMENTATION_NGINX,"
        + " auto-instrumentation-nginx-image,"
        + " ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-apache-httpd:1.0.4",
    "enable-webhooks, ENABLE_WEBHOOKS, enable-webhooks, true",
    "webhook-port, WEBHOOK_PORT, webhook-port, 9443",
    "watch-namespace, WATCH_NAMESPACE, watch-namespace, []",
    "annotations-filter, ANNOTATIONS_FILTER, annotations-filter,"
        + " [^kubectl\\.kubernetes\\.io/last-applied-configuration$]",
    "labels-filter, LABELS_FILTER, labels-filter, []",
    "openshift-webhook-replicas, OPENSHIFT_WEBHOOK_REPLICAS, openshift-webhook-replicas, 2",
    "'', '', enable-instrumentation-crds, true",
    "'', '', instrumentations, {}",
  })
  void aSettingOfInjectionHasTheCompatibleNamesAndDefault(
      String flag, String env, String key, String fallback) {
    assertThat(Settings.ALL)
        .filteredOn(it -> it.key().equals(key))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.flag()).isEqualTo(flag);
              assertThat(it.env()).isEqualTo(env);
              assertThat(it.fallback().toString()).isEqualTo(fallback);
              assertThat(it.isUsed()).isEqualTo(!flag.startsWith("openshift"));
            });
  }

  private static Settings accepted(
      List<String> arguments, Map<String, String> environment, Map<String, String> files) {
    return assertInstanceOf(
            SettingsResult.Accepted.class, Settings.parse(arguments, environment, files(files)))
        .settings();
  }

  private static java.util.function.Function<String, Optional<String>> files(
      Map<String, String> files) {
    return path -> Stream.of(path).filter(files::containsKey).map(files::get).findFirst();
  }
}
