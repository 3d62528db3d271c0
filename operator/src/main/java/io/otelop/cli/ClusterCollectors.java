// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.child.ApiKind;
import io.otelop.child.ClusterFacts;
import io.otelop.cluster.AccessReviews;
import io.otelop.cluster.AccessReviews.Denied;
import io.otelop.cluster.AccessReviews.Identity;
import io.otelop.cluster.ObjectReads;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.Sidecars;
import io.otelop.crds.collector.OpenTelemetryCollector;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/** Collectors of a cluster as its operator means them, found out without the operator. */
final class ClusterCollectors implements Sidecars {

  private static final List<String> ROLES =
      List.of("clusterroles", "clusterrolebindings", "roles", "rolebindings");

  private final KubernetesClient client;
  private final CollectorFacts facts;
  private final Map<String, Map<String, Candidate>> sidecars = new HashMap<>();

  private ClusterCollectors(KubernetesClient client, CollectorFacts facts) {
    this.client = client;
    this.facts = facts;
  }

  /** Those of the operator that is installed, or that {@code --setting} tells of. */
  static ClusterCollectors of(ParseResult line, Access access) {
    var reads = access.reads();
    var operator = InstalledOperator.find(reads).stream().findFirst();
    return new ClusterCollectors(
        access.client(),
        RunCommand.collectorFacts(
                InstalledOperator.settings(line, reads),
                operator.map(InstalledOperator::proxy).orElse(List.<EnvVar>of()))
            .in(new ClusterFacts(grantsRoles(operator, access), kinds(reads))));
  }

  /** What is known of the operator and the cluster. */
  CollectorFacts facts() {
    return facts;
  }

  @Override
  public Optional<Candidate> find(String namespace, String name) {
    return Optional.ofNullable(read(namespace).get(name));
  }

  @Override
  public List<Candidate> in(String namespace) {
    return List.copyOf(read(namespace).values());
  }

  private Map<String, Candidate> read(String namespace) {
    return sidecars.computeIfAbsent(
        namespace,
        place -> {
          var found = new TreeMap<String, Candidate>();
          try {
            client
                .resources(OpenTelemetryCollector.class)
                .inNamespace(place)
                .list()
                .getItems()
                .forEach(it -> found.put(it.getMetadata().getName(), Candidate.of(it, facts)));
          } catch (KubernetesClientException absent) {
            if (absent.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
              throw absent;
            }
          }
          return found;
        });
  }

  /** As the operator asks of itself; where nobody can be asked, it is taken to hold. */
  private static boolean grantsRoles(Optional<InstalledOperator> operator, Access access) {
    if (operator.isEmpty()) {
      return true;
    }
    var pods =
        Identity.ofServiceAccount(operator.get().namespace(), operator.get().serviceAccount());
    var needed =
        ROLES.stream()
            .flatMap(
                role ->
                    Stream.of("create", "delete")
                        .map(
                            verb ->
                                new AccessReviews.Access(
                                    "", "rbac.authorization.k8s.io", role, verb)))
            .toList();
    return !(new AccessReviews(access.client()).ask(pods, needed) instanceof Denied(var lacking))
        || lacking.isEmpty();
  }

  private static Set<ApiKind> kinds(ObjectReads reads) {
    return OperandFacts.optionalKinds().stream()
        .filter(
            kind ->
                reads
                    .text("/apis/" + kind.apiVersion())
                    .filter(text -> text.contains("\"" + kind.plural() + "\""))
                    .isPresent())
        .collect(Collectors.toSet());
  }
}
