// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.otelop.child.ApiKind;
import io.otelop.cli.Plan.Action;
import io.otelop.cli.Plan.Step;
import io.otelop.cluster.NamedConfigMaps;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.cluster.PlannedWrites;
import io.otelop.cluster.PlannedWrites.Planned;
import io.otelop.collector.CollectorFacts;
import io.otelop.collector.CollectorObjects;
import io.otelop.collector.CollectorPlan;
import io.otelop.collector.CollectorReconciler;
import io.otelop.collector.EffectiveCollector;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import io.otelop.reason.Finding;
import io.otelop.reason.Severity;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out what the operator would make of a collector that is about to be applied. */
final class CollectorPlanning {

  private static final String CHECKED =
      "first the collector itself checks the config, and this is held back if it refuses";

  private final KubernetesClient client;
  private final PlannedWrites writes;
  private final CollectorFacts facts;
  private final Consumer<String> remarks;
  private final List<Step> steps = new ArrayList<>();

  /**
   * Plans nothing yet.
   *
   * @param remarks told of what may not be read
   */
  CollectorPlanning(
      KubernetesClient client,
      PlannedWrites writes,
      CollectorFacts facts,
      Consumer<String> remarks) {
    this.remarks = remarks;
    this.client = client;
    this.writes = writes;
    this.facts = facts;
  }

  /**
   * What follows from a collector.
   *
   * @param resource as it would be stored
   * @param isNew whether it is not there yet; its uid is then one that the API server made up
   */
  List<Step> of(OpenTelemetryCollector resource, boolean isNew) {
    steps.clear();
    switch (EffectiveCollector.of(resource, facts)) {
      case EffectiveCollector.Rejected(var findings) ->
          steps.add(Step.of(Action.refuse, Manifests.tree(resource), errors(findings)));
      case EffectiveCollector.Resolved(var wanted, _) -> add(resource, wanted, isNew);
    }
    return List.copyOf(steps);
  }

  private static List<String> errors(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.reason().severity() == Severity.ERROR)
        .map(finding -> finding.reason().code() + ": " + finding.sentence())
        .toList();
  }

  private void add(OpenTelemetryCollector resource, EffectiveCollector wanted, boolean isNew) {
    var owner = CollectorPlan.owner(resource);
    var observed = isNew ? List.<HasMetadata>of() : observed(owner, wanted.namespace());
    var content =
        Permitted.read(
                () ->
                    NamedConfigMaps.read(
                        client, wanted.namespace(), CollectorObjects.extraConfigMaps(wanted)),
                () ->
                    remarks.accept(
                        "You may not read the ConfigMaps of spec.configmaps, so a change of them is"
                            + " not known here."))
            .orElse("");
    var plan = CollectorPlan.of(wanted, observed, content);
    if (plan.desired().stream()
        .filter(it -> CollectorPlan.isNamedByCluster(it.getKind()))
        .anyMatch(it -> writes.ofOperator(it, owner).action() == PlannedWrites.Action.FOREIGN)) {
      plan = plan.withOwnClusterNames();
    }
    var kept = new HashSet<String>();
    for (var desired : plan.desired()) {
      kept.add(key(desired));
      write(desired, owner, isNew);
    }
    plan.prunable().stream()
        .filter(object -> !kept.contains(key(object)) && PlannedWrites.isPruned(object, owner))
        .map(object -> Step.of(Action.delete, Manifests.tree(object), List.of()))
        .forEach(steps::add);
  }

  private void write(HasMetadata desired, Owner owner, boolean isNew) {
    try {
      var planned = ask(desired, owner);
      step(desired, planned, isNew ? withoutMadeUp(planned.after(), owner) : planned.after())
          .ifPresent(steps::add);
    } catch (KubernetesClientException refused) {
      steps.add(Step.of(Action.refuse, Manifests.tree(desired), List.of(message(refused))));
    }
  }

  private Planned ask(HasMetadata desired, Owner owner) {
    try {
      return writes.ofOperator(desired, owner);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Planned.ofNewNamespace(desired);
      }
      throw refused;
    }
  }

  private static Optional<Step> step(HasMetadata desired, Planned planned, JsonNode after) {
    var isReplaced =
        planned.action() == PlannedWrites.Action.RECREATE
            || Planning.replacesPods(desired, planned);
    var action =
        switch (planned.action()) {
          case CREATE -> Action.create;
          case CHANGE -> Action.change;
          case RECREATE -> Action.recreate;
          case FOREIGN -> Action.keep;
          case NOTHING -> null;
        };
    if (action == null) {
      return Optional.empty();
    }
    var notes = new ArrayList<String>();
    if (!planned.remark().isEmpty()) {
      notes.add(planned.remark());
    }
    if (isReplaced && planned.action() == PlannedWrites.Action.CHANGE) {
      notes.add(CHECKED);
    }
    return Optional.of(
        new Step(
            action,
            desired.getKind(),
            Objects.requireNonNullElse(desired.getMetadata().getNamespace(), ""),
            desired.getMetadata().getName(),
            planned.fields(),
            isReplaced,
            notes,
            after));
  }

  /** The uid of an owner that is not there yet is decided when it is made. */
  private static JsonNode withoutMadeUp(JsonNode object, Owner owner) {
    var copy = object.deepCopy();
    for (var reference : copy.at("/metadata/ownerReferences")) {
      if (reference instanceof ObjectNode node && node.path("uid").asText().equals(owner.uid())) {
        node.put("uid", Plan.LATER);
      }
    }
    if (copy.at("/metadata/annotations") instanceof ObjectNode annotations) {
      annotations.put(Labels.APPLIED_SHA256, Plan.LATER);
    }
    return copy;
  }

  /** What it owns now, but for the pod that checks a config and what that needs. */
  private List<HasMetadata> observed(Owner owner, String namespace) {
    var observed = new ArrayList<HasMetadata>();
    for (var kind : CollectorPlan.kinds()) {
      observed.addAll(
          permitted(
              client.resources(kind),
              HasMetadata.getKind(kind),
              Namespaced.class.isAssignableFrom(kind) ? namespace : ""));
    }
    for (var kind : facts.cluster().kinds()) {
      observed.addAll(permitted(ofKind(kind), kind.kind(), namespace));
    }
    observed.removeIf(
        it ->
            !PlannedWrites.isPruned(it, owner)
                || ObjectNames.isCollectorCheck(it.getMetadata().getName()));
    return observed;
  }

  /** Those of the cluster, or else of the collector's namespace, where nearly all of them are. */
  private <T extends HasMetadata> List<T> permitted(
      MixedOperation<T, ? extends KubernetesResourceList<T>, ?> kind,
      String name,
      String namespace) {
    var labels = CollectorReconciler.labels();
    Runnable unknown =
        () ->
            remarks.accept(
                "You may not list %ss, so those that would be deleted are not known here."
                    .formatted(name));
    return Permitted.read(
            () -> kind.inAnyNamespace().withLabels(labels).list().getItems(),
            namespace.isEmpty() ? unknown : () -> {})
        .or(
            () ->
                namespace.isEmpty()
                    ? Optional.empty()
                    : Permitted.read(
                        () -> kind.inNamespace(namespace).withLabels(labels).list().getItems(),
                        unknown))
        .orElse(List.of());
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      ofKind(ApiKind kind) {
    return client.genericKubernetesResources(
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(true)
            .build());
  }

  /** What the API server says, without what the client says about it. */
  static String message(KubernetesClientException refused) {
    var status = refused.getStatus();
    return status == null || status.getMessage() == null
        ? String.valueOf(refused.getMessage())
        : status.getMessage();
  }

  private static String key(HasMetadata object) {
    var metadata = object.getMetadata();
    return object.getKind() + "/" + metadata.getNamespace() + "/" + metadata.getName();
  }
}
