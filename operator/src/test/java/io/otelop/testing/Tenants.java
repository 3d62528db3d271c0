// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** People who may do something in one namespace and nothing in the others. */
public final class Tenants {

  private Tenants() {}

  /**
   * The cluster as such a person reaches it.
   *
   * @param rules of a Role, as YAML in one line
   * @param folder for the file that leads there
   */
  public static Cluster of(Cluster cluster, String name, String rules, Path folder) {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: %1$s, namespace: %2$s}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: %1$s, namespace: %2$s}
        rules: %3$s
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %1$s, namespace: %2$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
        subjects: [{kind: ServiceAccount, name: %1$s, namespace: %2$s}]
        """
            .formatted(name, cluster.namespace(), rules));
    var token =
        cluster
            .client()
            .serviceAccounts()
            .inNamespace(cluster.namespace())
            .withName(name)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    var config = Yaml.document(Yaml.read(cluster.kubeconfig()));
    for (var user : config.path("users")) {
      ((ObjectNode) user).putObject("user").put("token", token);
    }
    try {
      var file = Files.writeString(folder.resolve(name), Yaml.text(List.of(config)));
      awaitRules(file, cluster.namespace());
      return new Cluster(cluster.client(), file, cluster.namespace());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The API server's authorizer hears of a role a moment after it was made. */
  private static void awaitRules(Path kubeconfig, String namespace) {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      var asked =
          new SelfSubjectRulesReviewBuilder()
              .withNewSpec()
              .withNamespace(namespace)
              .endSpec()
              .build();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  client
                      .authorization()
                      .v1()
                      .selfSubjectRulesReview()
                      .create(asked)
                      .getStatus()
                      .getResourceRules()
                      .stream()
                      .flatMap(rule -> rule.getApiGroups().stream())
                      .anyMatch(group -> !group.endsWith(".k8s.io")));
    }
  }
}
