// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.cluster.AccessReviews.Unanswered;
import io.otelop.settings.ClusterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the ServiceAccount of an operator may do what the operator cannot do without. */
final class PermissionChecks {

  private PermissionChecks() {}

  /** Asks the API server. */
  static Check of(InstalledOperator operator, AccessReviews reviews) {
    var account = operator.namespace() + "/" + operator.serviceAccount();
    var what = "permissions of ServiceAccount " + account;
    var pods = Identity.ofServiceAccount(operator.namespace(), operator.serviceAccount());
    return switch (reviews.ask(pods, needed(operator))) {
      case Unanswered _ ->
          Check.odd(what, "could not be asked for", "ask somebody who may review access");
      case Denied(var lacking) when lacking.isEmpty() ->
          Check.well(what, "are enough for collectors and injection");
      case Denied(var lacking) ->
          Check.wrong(
              what,
              "it may not "
                  + lacking.stream()
                      .map(PermissionChecks::text)
                      .distinct()
                      .collect(Collectors.joining(", ")),
              "install the chart with clusterRole.create=true, or bind its roles to the account");
    };
  }

  private static List<AccessReviews.Access> needed(InstalledOperator operator) {
    var namespaces = operator.settings().get(ClusterSettings.WATCH_NAMESPACE);
    var needed = new ArrayList<AccessReviews.Access>();
    for (var namespace : namespaces.isEmpty() ? List.of("") : namespaces) {
      Stream.of(
              access(namespace, "opentelemetry.io", "opentelemetrycollectors", "list", "watch"),
              access(namespace, "opentelemetry.io", "instrumentations", "list", "watch", "patch"),
              access(namespace, "opentelemetry.io", "opentelemetrycollectors/status", "patch"),
              access(namespace, "opentelemetry.io", "instrumentations/status", "patch"),
              access(
                  namespace, "apps", "deployments", "list", "watch", "create", "patch", "delete"),
              access(namespace, "apps", "statefulsets", "list", "watch", "create", "patch"),
              access(namespace, "apps", "daemonsets", "list", "watch", "create", "patch"),
              access(namespace, "", "configmaps", "list", "watch", "create", "patch", "delete"),
              access(namespace, "", "services", "list", "watch", "create", "patch", "delete"),
              access(namespace, "", "serviceaccounts", "list", "watch", "create", "patch"),
              access(namespace, "", "pods", "get", "list"),
              access(namespace, "apps", "replicasets", "get"),
              access(namespace, "batch", "jobs", "get"),
              access(namespace, "events.k8s.io", "events", "create"))
          .flatMap(list -> list)
          .forEach(needed::add);
    }
    return needed;
  }

  private static Stream<AccessReviews.Access> access(
      String namespace, String group, String resource, String... verbs) {
    return Stream.of(verbs).map(verb -> new AccessReviews.Access(namespace, group, resource, verb));
  }

  private static String text(AccessReviews.Access access) {
    var resource =
        access.group().isEmpty() ? access.resource() : access.resource() + "." + access.group();
    return access.verb()
        + " "
        + resource
        + (access.namespace().isEmpty() ? "" : " in " + access.namespace());
  }
}
