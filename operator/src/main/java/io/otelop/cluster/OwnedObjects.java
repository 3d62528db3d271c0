// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.naming.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the cluster equal to a list of desired objects of one owner: applies what differs, deletes
 * what is the owner's and no longer wanted, and never touches an object that belongs to somebody
 * else. An object that is as it should be costs no request.
 */
public final class OwnedObjects {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedObjects.class);
  private static final String FIELD_MANAGER = "opentelemetry-operator";

  private final KubernetesClient client;
  private final ConcurrentMap<ObjectKey, Write> writes = new ConcurrentHashMap<>();

  /** What we last wrote of an object, and the version that this made. */
  private record Write(String ownerUid, String fingerprint, long version) {}

  /**
   * Writes through the given client.
   *
   * @param client used for every read and write; not closed by this
   */
  public OwnedObjects(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Applies the desired objects in their order, then deletes what is left over.
   *
   * @param ownerUid the uid of the object that owns all of them
   * @param desired with their owner reference
   * @param observed the owner's objects as the caches have them
   * @return what was done
   * @throws KubernetesClientException where the API server refuses or cannot be reached; what was
   *     done before stays done
   */
  public SyncReport sync(
      String ownerUid, List<HasMetadata> desired, List<? extends HasMetadata> observed) {
    var left = new HashMap<ObjectKey, HasMetadata>();
    observed.forEach(object -> left.put(ObjectKey.of(object), object));
    var applied = new ArrayList<ObjectKey>();
    var foreign = new ArrayList<ObjectKey>();
    for (var object : desired) {
      var key = ObjectKey.of(object);
      switch (apply(key, ownerUid, object, left.remove(key))) {
        case WRITTEN -> applied.add(key);
        case FOREIGN -> foreign.add(key);
        case UNCHANGED -> {}
      }
    }
    var deleted = new ArrayList<ObjectKey>();
    left.forEach(
        (key, object) -> {
          if (isOwnedBy(object, ownerUid)) {
            delete(key, object);
            deleted.add(key);
          }
        });
    return new SyncReport(applied, deleted, foreign);
  }

  /** Forgets what was written for owners that are gone. */
  public void retainOwners(Set<String> ownerUids) {
    writes.values().removeIf(write -> !ownerUids.contains(write.ownerUid()));
  }

  private enum Outcome {
    WRITTEN,
    UNCHANGED,
    FOREIGN
  }

  private Outcome apply(
      ObjectKey key, String ownerUid, HasMetadata desired, @Nullable HasMetadata observed) {
    var fingerprint = Fingerprint.of(desired);
    if (isAsWritten(key, fingerprint, observed)) {
      return Outcome.UNCHANGED;
    }
    var annotations =
        new HashMap<>(
            Objects.requireNonNullElse(
                desired.getMetadata().getAnnotations(), Map.<String, String>of()));
    annotations.put(Labels.APPLIED_SHA256, fingerprint);
    desired.getMetadata().setAnnotations(annotations);
    if (observed != null && DesiredFields.areIn(observed, desired)) {
      writes.put(key, new Write(ownerUid, fingerprint, version(observed)));
      return Outcome.UNCHANGED;
    }
    if (observed == null) {
      var live = client.resource(desired).get();
      if (live != null && !isOwnedBy(live, ownerUid) && !isOrphanOf(live, desired)) {
        return Outcome.FOREIGN;
      }
      if (live != null && wasWritten(key, fingerprint, live)) {
        return Outcome.UNCHANGED;
      }
      if (live != null) {
        dropStaleOwners(live, ownerUid);
      }
    }
    var written =
        client.resource(desired).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
    writes.put(key, new Write(ownerUid, fingerprint, version(written)));
    LOG.atInfo()
        .addKeyValue("kind", key.kind())
        .addKeyValue("namespace", key.namespace())
        .addKeyValue("name", key.name())
        .log("applied");
    return Outcome.WRITTEN;
  }

  /**
   * Whether our last write was of the same object and is what the cluster has, or what a cache that
   * is still behind will soon have.
   */
  private boolean isAsWritten(ObjectKey key, String fingerprint, @Nullable HasMetadata observed) {
    return observed != null && wasWritten(key, fingerprint, observed);
  }

  private boolean wasWritten(ObjectKey key, String fingerprint, HasMetadata object) {
    var last = writes.get(key);
    return last != null
        && last.fingerprint().equals(fingerprint)
        && version(object) <= last.version();
  }

  private void delete(ObjectKey key, HasMetadata object) {
    writes.remove(key);
    client.resource(object).delete();
    LOG.atInfo()
        .addKeyValue("kind", key.kind())
        .addKeyValue("namespace", key.namespace())
        .addKeyValue("name", key.name())
        .log("deleted");
  }

  /** An object that an owner of the same kind and name, now gone, left behind. */
  private static boolean isOrphanOf(HasMetadata live, HasMetadata desired) {
    var owner = controller(desired);
    var previous = controller(live);
    return owner != null
        && previous != null
        && previous.getKind().equals(owner.getKind())
        && previous.getName().equals(owner.getName())
        && group(previous).equals(group(owner));
  }

  /** Two controllers in one object are refused by the API server, so the one that is gone goes. */
  private void dropStaleOwners(HasMetadata live, String ownerUid) {
    var kept =
        live.getMetadata().getOwnerReferences().stream()
            .filter(owner -> owner.getUid().equals(ownerUid) || !isController(owner))
            .toList();
    if (kept.size() < live.getMetadata().getOwnerReferences().size()) {
      client
          .resource(live)
          .edit(
              object -> {
                object.getMetadata().setOwnerReferences(kept);
                return object;
              });
    }
  }

  private static boolean isOwnedBy(HasMetadata object, String uid) {
    var owner = controller(object);
    return owner != null && owner.getUid().equals(uid);
  }

  private static @Nullable OwnerReference controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(OwnedObjects::isController)
        .findFirst()
        .orElse(null);
  }

  private static boolean isController(OwnerReference owner) {
    return Boolean.TRUE.equals(owner.getController());
  }

  private static String group(OwnerReference owner) {
    return owner.getApiVersion().replaceFirst("/.*", "");
  }

  private static long version(HasMetadata object) {
    var version = object.getMetadata().getResourceVersion();
    return version == null ? 0 : Long.parseLong(version);
  }
}
