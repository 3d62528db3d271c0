// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.otelop.child.ScrapeGrants;
import io.otelop.crds.collector.PrometheusCustomResourcesSpec;
import io.otelop.testing.Checkout;
import io.otelop.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart gives the operator what it may give to collectors and target allocators. */
class GrantedRulesTest {

  /** Settings that ask every component for all that it can ever need, but for named kinds. */
  private static final JsonNode ALL_ON =
      Yaml.document(
          """
          distribution: openshift
          detectors: [k8snode, openshift, eks, kubeadm]
          extra_metadata_labels: [container.id]
          observe_services: true
          observe_nodes: true
          observe_ingresses: true
          resolver: {k8s: {service: lb.default}}
          extract:
            metadata: [k8s.deployment.name, k8s.node.name, k8s.cronjob.uid]
            labels:
              - {from: node}
              - {from: deployment}
              - {from: statefulset}
              - {from: daemonset}
              - {from: job}
              - {from: namespace}
          config:
            scrape_configs:
              - kubernetes_sd_configs:
                  - {role: node, attach_metadata: {node: true, namespace: true}}
                  - {role: pod}
                  - {role: service}
                  - {role: endpoints}
                  - {role: endpointslice}
                  - {role: ingress}
          receivers: {kubeletstats: {config: {extra_metadata_labels: [a]}}}
          """);

  @Test
  void theChartHoldsWhatTheCatalogueGrants() throws IOException {
    var granted = new TreeSet<String>();
    for (var component : Components.ALL) {
      component.grants(ALL_ON).forEach(grant -> atoms(grant.rule()).forEach(granted::add));
    }

    ofAllocators().forEach(rule -> atoms(rule).forEach(granted::add));

    assertThat(granted).hasSizeGreaterThan(80).contains("watch monitoring.coreos.com/probes");
    assertThat(held()).containsAll(granted);
  }

  /** What target allocators may be given that look for all custom resources. */
  private static Stream<PolicyRule> ofAllocators() {
    var everywhere = Yaml.document("{enabled: true}");
    var here = Yaml.document("{enabled: true, allowNamespaces: [shop]}");
    return Stream.of(everywhere, here)
        .map(it -> Yaml.as(it, PrometheusCustomResourcesSpec.class))
        .map(it -> ScrapeGrants.ofAllocator("shop", it, Stream.of(ALL_ON)))
        .flatMap(it -> it.values().stream())
        .flatMap(List::stream);
  }

  private static Set<String> held() throws IOException {
    var template =
        Files.readString(
            Checkout.path("helm/opentelemetry-operator/templates/clusterrole-grants.yaml"));
    var rules = template.substring(template.indexOf("rules:"), template.indexOf("  {{- with"));
    var held = new TreeSet<String>();
    for (var rule : Yaml.document(rules).path("rules")) {
      atoms(Yaml.as(rule, PolicyRule.class)).forEach(held::add);
    }
    return held;
  }

  private static Stream<String> atoms(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(verb -> verb + " " + group + "/" + resource)));
  }
}
