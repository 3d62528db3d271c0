// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.otelop.cluster.ObjectKey;
import io.otelop.cluster.OwnedObjects;
import io.otelop.cluster.OwnedRoles;
import io.otelop.collector.Sidecars.Usable;
import io.otelop.collector.child.SidecarObjects;
import io.otelop.crds.collector.OpenTelemetryCollector;
import io.otelop.naming.Labels;
import io.otelop.naming.ObjectNames;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what {@link SidecarProvision} made: configs follow their collectors, and what no pod
 * has used for a while is removed. A config stays as long as a pod mounts it, even if its collector
 * is gone: the pod's containers may start again. What there is to look after is read from the
 * cluster, by label, so that nothing need be remembered.
 */
public final class SidecarUpkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SidecarUpkeep.class);

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** A pod that counted on it is stored, and seen, long before. */
  private static final Duration ABANDONED = SidecarProvision.TERM.multipliedBy(3);

  private final KubernetesClient client;
  private final Sidecars sidecars;
  private final List<String> namespaces;
  private final BooleanSupplier grantsRoles;
  private final Clock clock;
  private final OwnedObjects owned;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sidecar-upkeep").factory());

  /**
   * Does nothing before it is started.
   *
   * @param namespaces whose collectors it looks after; empty for all
   * @param grantsRoles whether the operator may make bindings; asked at each look
   */
  public SidecarUpkeep(
      KubernetesClient client,
      Sidecars sidecars,
      List<String> namespaces,
      BooleanSupplier grantsRoles,
      Clock clock) {
    this.client = client;
    this.sidecars = sidecars;
    this.namespaces = List.copyOf(namespaces);
    this.grantsRoles = grantsRoles;
    this.clock = clock;
    owned = new OwnedObjects(client);
  }

  /** Looks after it from now on; one replica is enough. */
  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Brings everything in line with the collectors and the pods of now. */
  void look() {
    try {
      observed().forEach(this::keep);
    } catch (KubernetesClientException fault) {
      LOG.atWarn().setCause(fault).log("what sidecars need could not be read");
    }
  }

  private Stream<? extends HasMetadata> observed() {
    var labels = SidecarObjects.labels();
    var maps = client.configMaps();
    var configs =
        namespaces.isEmpty()
            ? maps.inAnyNamespace().withLabels(labels).list().getItems().stream()
            : namespaces.stream()
                .flatMap(it -> maps.inNamespace(it).withLabels(labels).list().getItems().stream());
    if (!grantsRoles.getAsBoolean()) {
      return configs;
    }
    var rbac = client.rbac();
    return Stream.of(
            configs,
            rbac.clusterRoleBindings().withLabels(labels).list().getItems().stream(),
            rbac.roleBindings().inAnyNamespace().withLabels(labels).list().getItems().stream())
        .flatMap(objects -> objects);
  }

  private void keep(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    var mark = annotations == null ? null : annotations.get(Labels.OWNER);
    var collector =
        mark == null
            ? Optional.<ResourceID>empty()
            : OwnedRoles.owner(OpenTelemetryCollector.class, mark);
    if (collector.filter(this::isOurs).isEmpty()) {
      return;
    }
    try {
      keep(object, collector.get());
    } catch (KubernetesClientException fault) {
      LOG.atWarn()
          .setCause(fault)
          .addKeyValue("object", ObjectKey.of(object))
          .log("what a sidecar needs could not be looked after");
    }
  }

  private boolean isOurs(ResourceID collector) {
    return namespaces.isEmpty() || namespaces.contains(namespaceOf(collector));
  }

  private void keep(HasMetadata object, ResourceID id) {
    var found = sidecars.find(namespaceOf(id), id.getName()).orElse(null);
    var isWanted =
        switch (found) {
          case Usable(var sidecar) -> isWanted(object, sidecar.collector());
          case null -> !isGone(id);
          default -> true;
        };
    if ((!isWanted && !(object instanceof ConfigMap)) || isAbandoned(object, id)) {
      delete(object);
    } else if (isWanted && object instanceof ConfigMap && found instanceof Usable(var sidecar)) {
      var config =
          SidecarObjects.config(
              sidecar.collector(),
              object.getMetadata().getNamespace(),
              SidecarObjects.used(object));
      owned.sync(SidecarProvision.owner(sidecar.collector()), List.of(config), List.of(object));
    }
  }

  private static boolean isWanted(HasMetadata object, EffectiveCollector collector) {
    if (object instanceof ConfigMap) {
      return collector.readsConfigMap();
    }
    return accounts(object)
        .flatMap(it -> SidecarObjects.bindings(collector, it, SidecarObjects.used(object)).stream())
        .anyMatch(it -> ObjectKey.of(it).equals(ObjectKey.of(object)));
  }

  /** An answer that does not come is no proof. */
  private boolean isGone(ResourceID id) {
    return client
            .resources(OpenTelemetryCollector.class)
            .inNamespace(namespaceOf(id))
            .withName(id.getName())
            .get()
        == null;
  }

  private boolean isAbandoned(HasMetadata object, ResourceID id) {
    return SidecarObjects.used(object).plus(ABANDONED).isBefore(clock.instant())
        && !isUsed(object, id);
  }

  private boolean isUsed(HasMetadata object, ResourceID id) {
    var namespace =
        object instanceof ConfigMap ? object.getMetadata().getNamespace() : namespaceOf(id);
    var label = ObjectNames.instance(namespaceOf(id), id.getName());
    var pods = client.pods().inNamespace(namespace).withLabel(Labels.SIDECAR_INJECTED, label);
    var one = new ListOptionsBuilder().withLimit(1L).build();
    try {
      return object instanceof ConfigMap
          ? !pods.list(one).getItems().isEmpty()
          : accounts(object)
              .anyMatch(
                  it ->
                      !pods.withField("spec.serviceAccountName", it)
                          .list(one)
                          .getItems()
                          .isEmpty());
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return true;
      }
      throw refused;
    }
  }

  /** Not if somebody used it meanwhile. */
  private void delete(HasMetadata object) {
    client.resource(object).lockResourceVersion().delete();
    LOG.atInfo()
        .addKeyValue("object", ObjectKey.of(object))
        .log("deleted what no sidecar needs any more");
  }

  private static Stream<String> accounts(HasMetadata binding) {
    return switch (binding) {
      case ClusterRoleBinding it -> it.getSubjects().stream().map(Subject::getName);
      case RoleBinding it -> it.getSubjects().stream().map(Subject::getName);
      default -> Stream.empty();
    };
  }

  private static String namespaceOf(ResourceID id) {
    return id.getNamespace().orElse("");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
