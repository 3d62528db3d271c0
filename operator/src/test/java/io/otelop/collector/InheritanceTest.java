// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.collector.child.Children;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What children have of their collector, and of the operator. */
class InheritanceTest {

  @Test
  void aLabelOrAnnotationThatIsFilteredReachesNoObjectAndTheOthersDo() {
    var children = Children.of(Collectors.resolved(marked(), facts()));

    assertThat(children).hasSizeGreaterThan(8);
    for (var child : children) {
      var labels = child.getMetadata().getLabels();
      assertThat(labels).as(child.getKind()).containsEntry("team", "a").doesNotContainKey("secret");
      assertThat(annotations(child)).as(child.getKind()).doesNotContainKey("secret-note");
      if (!child.getKind().equals("Ingress")) {
        assertThat(annotations(child)).as(child.getKind()).containsEntry("note", "kept");
      }
    }
    var pods = template(children);
    assertThat(pods.getLabels()).containsEntry("team", "a").doesNotContainKey("secret");
    assertThat(pods.getAnnotations())
        .containsEntry("note", "the-pods")
        .doesNotContainKeys("secret-note", "secret-of-pods");
  }

  @Test
  void whatSelectsPodsCannotBeChangedByALabelOfTheCollector() {
    var resource = marked();
    resource.getMetadata().getLabels().put("app.kubernetes.io/instance", "other");
    resource.getMetadata().getLabels().put("app.kubernetes.io/version", "other");

    var children = Children.of(Collectors.resolved(resource, facts()));

    assertThat(template(children).getLabels())
        .containsEntry("app.kubernetes.io/instance", "here.one")
        .containsEntry("app.kubernetes.io/version", "latest");
  }

  @Test
  void proxiesOfTheOperatorAreThoseOfTheCollectorUnlessItHasItsOwn() {
    var resource =
        Collectors.resource(
            "", "env: [{name: NO_PROXY, value: mine}, {name: GOMAXPROCS, value: '2'}]");

    var env =
        Children.of(Collectors.resolved(resource, facts())).stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .flatMap(it -> it.getSpec().getTemplate().getSpec().getContainers().stream())
            .flatMap(it -> it.getEnv().stream())
            .toList();

    assertThat(env.stream().map(EnvVar::getName))
        .containsExactly(
            "NO_PROXY", "GOMAXPROCS", "POD_NAME", "GOMEMLIMIT", "HTTP_PROXY", "https_proxy");
    assertThat(env.getFirst().getValue()).isEqualTo("mine");
  }

  private static OpenTelemetryCollector marked() {
    var resource =
        Collectors.resource(
            "team: a, secret: b",
            "podAnnotations: {note: the-pods, secret-of-pods: c}, autoscaler: {maxReplicas: 3},"
                + " ingress: {type: ingress, annotations: {of: ingress}}");
    resource
        .getMetadata()
        .setAnnotations(new HashMap<>(Map.of("note", "kept", "secret-note", "b")));
    return resource;
  }

  private static io.fabric8.kubernetes.api.model.ObjectMeta template(List<HasMetadata> children) {
    return children.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow()
        .getSpec()
        .getTemplate()
        .getMetadata();
  }

  private static Map<String, String> annotations(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  private static CollectorFacts facts() {
    return new CollectorFacts(
        new OperandDefaults(
            "collector.test/otelcol:1.0.0",
            "1.0.0",
            List.of(proxy("HTTP_PROXY"), proxy("https_proxy"), proxy("NO_PROXY")),
            InheritanceTest::isKept,
            InheritanceTest::isKept),
        true,
        Set.of(),
        new ClusterFacts(true, Set.of()));
  }

  private static boolean isKept(String key) {
    return !key.contains("secret");
  }

  private static EnvVar proxy(String name) {
    return new EnvVar(name, "http://proxy.test", null);
  }
}
