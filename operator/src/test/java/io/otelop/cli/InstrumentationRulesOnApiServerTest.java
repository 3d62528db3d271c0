// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.crds.instrumentation.ClusterInstrumentation;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the definitions themselves refuse of an Instrumentation, with no operator near. */
@ExtendWith(ControlPlane.class)
class InstrumentationRulesOnApiServerTest {

  private static final String CLAIM =
      "volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}, volumeLimitSize: 1Gi";

  private final Cluster cluster;

  InstrumentationRulesOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  /** An operator for all namespaces, which other tests have, would inject by it. */
  @AfterEach
  void removeWhatIsOfTheCluster() {
    cluster.client().resources(ClusterInstrumentation.class).withName("rules").delete();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          traceidratio              | 25                            | "25" is not a ratio; give a number from 0 to 1
          traceidratio              | -0.1                          | is not a ratio
          traceidratio              | 1e99                          | is not a ratio
          traceidratio              | NaN                           | is not a ratio
          traceidratio              | .                             | is not a ratio
          parentbased_traceidratio  | half                          | "half" is not a ratio
          parentbased_traceidratio  | 1.0000001                     | is not a ratio
          jaeger_remote             | endpoint                      | "endpoint" has a part that is not key=value
          jaeger_remote             | a=b,,c=d                      | has a part that is not key=value
          jaeger_remote             | endpoint=,pollingIntervalMs=1 | has an empty endpoint
          jaeger_remote             | a=b,endpoint=                 | has an empty endpoint
          jaeger_remote             | pollingIntervalMs=often       | has a pollingIntervalMs that is not an integer
          jaeger_remote             | pollingIntervalMs=            | has a pollingIntervalMs that is not an integer
          jaeger_remote             | pollingIntervalMs=1.5,a=b     | has a pollingIntervalMs that is not an integer
          parentbased_jaeger_remote | a=b,initialSamplingRate=2     | has an initialSamplingRate that is not a ratio
          parentbased_jaeger_remote | initialSamplingRate=much,a=b  | has an initialSamplingRate that is not a ratio
          parentbased_jaeger_remote | initialSamplingRate=          | has an initialSamplingRate that is not a ratio
          """)
  void aSamplersArgumentThatDoesNotFitIsRefused(String type, String argument, String message) {
    for (var document : both(sampler(type, argument))) {
      assertThatThrownBy(() -> cluster.apply(document))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("spec.sampler.argument: ")
          .hasMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          traceidratio              | ''
          traceidratio              | 0
          traceidratio              | +1.0
          traceidratio              | .25
          traceidratio              | 1.
          traceidratio              | 1e-3
          parentbased_traceidratio  | 1e-320
          parentbased_traceidratio  | -0.0
          parentbased_traceidratio  | 2.5E-1
          jaeger_remote             | ''
          jaeger_remote             | endpoint=http://a:1/?q=1,other=x
          jaeger_remote             | other=endpoint=,myendpoint=
          parentbased_jaeger_remote | endpoint=http://a:1,pollingIntervalMs=5000,initialSamplingRate=0.25
          parentbased_jaeger_remote | initialSamplingRate=1,pollingIntervalMs=-5
          always_on                 | anything
          parentbased_always_off    | ','
          xray                      | 25
          """)
  void aSamplersArgumentThatFitsIsTaken(String type, String argument) {
    for (var document : both(sampler(type, argument))) {
      assertThatCode(() -> cluster.apply(document)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "nodejs", "python", "dotnet", "go", "apacheHttpd", "nginx"})
  void aVolumeIsGivenOnce(String language) {
    for (var document : both(language + ": {" + CLAIM + "}")) {
      assertThatThrownBy(() -> cluster.apply(document))
          .hasMessageContaining("spec." + language + ".volumeLimitSize: ")
          .hasMessageContaining("limits a volume that volumeClaimTemplate gives already");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "imagePullPolicy: always | Unsupported value: \"always\"",
        "restart: {window: {start: '22:00', end: '04:00', timeZone: 'Europe Berlin'}} | timeZone"
      })
  void isRefused(String fields, String message) {
    for (var document : both(fields)) {
      assertThatThrownBy(() -> cluster.apply(document)).hasMessageContaining(message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java: {volumeClaimTemplate: {spec: {}}, volumeLimitSize: 1Gi}",
        "java: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}",
        "sampler: {argument: anything}",
        "sampler: {type: always_on}",
        "imagePullPolicy: ''",
        "restart: {window: {start: '22:00', end: '04:00', timeZone: 'America/Argentina/Ushuaia'}}",
        "restart: {window: {start: '22:00', end: '04:00', timeZone: 'UTC+01:30'}}"
      })
  void isTaken(String fields) {
    for (var document : both(fields)) {
      assertThatCode(() -> cluster.apply(document)).doesNotThrowAnyException();
    }
  }

  private static String sampler(String type, String argument) {
    return "sampler: {type: %s, argument: '%s'}".formatted(type, argument);
  }

  private List<String> both(String fields) {
    return List.of(
        document("Instrumentation", "namespace: " + cluster.namespace(), fields),
        document("ClusterInstrumentation", "labels: {}", fields));
  }

  private static String document(String kind, String where, String fields) {
    return """
    apiVersion: opentelemetry.io/v1alpha1
    kind: %s
    metadata: {name: rules, %s}
    spec: {%s}
    """
        .formatted(kind, where, fields);
  }
}
