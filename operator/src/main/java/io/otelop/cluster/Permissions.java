// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator itself may do. */
public final class Permissions {

  private static final Logger LOG = LoggerFactory.getLogger(Permissions.class);

  private static final List<String> KINDS =
      List.of("clusterroles", "clusterrolebindings", "roles", "rolebindings");

  private static final List<String> VERBS =
      List.of("get", "list", "watch", "create", "patch", "delete");

  private Permissions() {}

  /** Whether it may make roles and their bindings everywhere; false where that is not known. */
  public static boolean grantsRoles(KubernetesClient client) {
    return isAllowed(client, "rbac.authorization.k8s.io", KINDS, "");
  }

  /** The same, asked one by one until there is a no. */
  static boolean grantsRolesOneByOne(KubernetesClient client) {
    return KINDS.stream()
        .allMatch(
            kind ->
                VERBS.stream()
                    .allMatch(
                        verb -> isAllowed(client, "rbac.authorization.k8s.io", kind, verb, "")));
  }

  /**
   * Whether it may make pods; false where that is not known.
   *
   * @param namespaces where; empty for everywhere
   */
  public static boolean makesPods(KubernetesClient client, Collection<String> namespaces) {
    return (namespaces.isEmpty() ? Stream.of("") : namespaces.stream())
        .allMatch(namespace -> isAllowed(client, "", List.of("pods"), namespace));
  }

  private static boolean isAllowed(
      KubernetesClient client, String group, List<String> kinds, String namespace) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var questions =
          kinds.stream()
              .flatMap(
                  kind ->
                      VERBS.stream()
                          .<Callable<Boolean>>map(
                              verb -> () -> isAllowed(client, group, kind, verb, namespace)))
              .toList();
      return executor.invokeAll(questions).stream().allMatch(Future::resultNow);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isAllowed(
      KubernetesClient client, String group, String kind, String verb, String namespace) {
    try {
      var answer =
          client
              .resource(
                  new SelfSubjectAccessReviewBuilder()
                      .withNewSpec()
                      .withNewResourceAttributes()
                      .withGroup(group)
                      .withResource(kind)
                      .withVerb(verb)
                      .withNamespace(namespace)
                      .endResourceAttributes()
                      .endSpec()
                      .build())
              .create();
      return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    } catch (KubernetesClientException e) {
      LOG.atDebug().setCause(e).log("a permission could not be asked for");
      return false;
    }
  }
}
