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

  /** Under which name the API server notes what we wrote. */
  static final String FIELD_MANAGER = "opentelemetry-operator";

  /** Labels that say together whom an object was made for. */
  private static final List<String> MADE_FOR =
      List.of(Labels.MANAGED_BY, Labels.COMPONENT, Labels.INSTANCE);

  private final KubernetesClient client;
  private final ConcurrentMap<ObjectKey, Write> writes = new ConcurrentHashMap<>();

  /** Who writes the objects that no owner reference can reach, by name. */
  private final ConcurrentMap<ObjectKey, String> claims = new ConcurrentHashMap<>();

  /** What we last wrote of an object, and the version that this made. */
  private record Write(String ownerUid, String fingerprint, long version) {}

  /**
   * Whose objects they are.
   *
   * @param uid as owner references have it
   * @param fullName as the annotation {@link Labels#OWNER} has it, on objects that no owner
   *     reference can reach
   */
  public record Owner(String uid, String fullName) {}

  /**
   * Writes through the given client.
   *
   * @param client used for every read and write; not closed by this
   */
  public OwnedObjects(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Applies the desired objects in their order, then deletes what is left over. An object that is
   * refused does not keep the others from being applied, but nothing is deleted then.
   *
   * @param owner of all of them
   * @param desired with their owner reference, or the annotation in its place
   * @param observed the owner's objects as the caches have them
   * @return what was done
   * @throws KubernetesClientException the first of those that the API server refused, with the
   *     others as suppressed ones; what was done stays done
   */
  public SyncReport sync(
      Owner owner, List<HasMetadata> desired, List<? extends HasMetadata> observed) {
    var left = new HashMap<ObjectKey, HasMetadata>();
    observed.forEach(object -> left.put(ObjectKey.of(object), object));
    var applied = new ArrayList<ObjectKey>();
    var foreign = new ArrayList<ObjectKey>();
    var recreated = new ArrayList<ObjectKey>();
    var refused = new ArrayList<KubernetesClientException>();
    for (var object : desired) {
      var key = ObjectKey.of(object);
      try {
        switch (apply(key, owner, object, left.remove(key))) {
          case WRITTEN -> applied.add(key);
          case RECREATED -> recreated.add(key);
          case FOREIGN -> foreign.add(key);
          case UNCHANGED -> {}
        }
      } catch (KubernetesClientException refusal) {
        refused.add(refusal);
      }
    }
    if (!refused.isEmpty()) {
      var first = refused.getFirst();
      refused.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
    var deleted = new ArrayList<>(recreated);
    left.forEach(
        (key, object) -> {
          if (isOwnedBy(object, owner)) {
            delete(key, object);
            deleted.add(key);
          }
        });
    return new SyncReport(applied, deleted, foreign);
  }

  /**
   * Deletes what no owner reference reaches of an owner that is gone, and forgets what was written
   * for it; the garbage collector does the rest.
   *
   * @param observed the owner's objects as the caches have them
   */
  public void release(Owner owner, List<? extends HasMetadata> observed) {
    writes.values().removeIf(write -> write.ownerUid().equals(owner.uid()));
    claims.values().removeIf(claimant -> claimant.equals(owner.fullName()));
    for (var object : observed) {
      if (isMarkedFor(object, owner)) {
        delete(ObjectKey.of(object), object);
      }
    }
  }

  /** Whether an object of that name is there and is somebody else's. */
  public static boolean isForeign(@Nullable HasMetadata object, Owner owner) {
    return object != null && !isOwnedBy(object, owner);
  }

  /** Whether the object that is there may not be made what is desired. */
  static boolean isSomebodyElses(HasMetadata live, HasMetadata desired, Owner owner) {
    return !isOwnedBy(live, owner) && !isOrphanOf(live, desired);
  }

  private enum Outcome {
    WRITTEN,
    /** It was deleted, and will be made anew when it is gone. */
    RECREATED,
    UNCHANGED,
    FOREIGN
  }

  private Outcome apply(
      ObjectKey key, Owner owner, HasMetadata desired, @Nullable HasMetadata observed) {
    if (isMarkedFor(desired, owner) && isClaimedByAnother(key, owner)) {
      return Outcome.FOREIGN;
    }
    var fingerprint = Fingerprint.of(desired);
    if (isAsWritten(key, fingerprint, observed) || isLeaving(observed)) {
      return Outcome.UNCHANGED;
    }
    var annotations =
        new HashMap<>(
            Objects.requireNonNullElse(
                desired.getMetadata().getAnnotations(), Map.<String, String>of()));
    annotations.put(Labels.APPLIED_SHA256, fingerprint);
    desired.getMetadata().setAnnotations(annotations);
    if (observed != null && DesiredFields.areIn(observed, desired)) {
      writes.put(key, new Write(owner.uid(), fingerprint, version(observed)));
      return Outcome.UNCHANGED;
    }
    if (observed == null) {
      var live = client.resource(desired).get();
      if (live != null && isSomebodyElses(live, desired, owner)) {
        claims.remove(key, owner.fullName());
        return Outcome.FOREIGN;
      }
      if (live != null && (wasWritten(key, fingerprint, live) || isLeaving(live))) {
        return Outcome.UNCHANGED;
      }
      if (live != null) {
        dropStaleOwners(live, owner.uid());
        KeptMetadata.addTo(desired, live);
      }
    } else {
      KeptMetadata.addTo(desired, observed);
    }
    try {
      var written =
          client.resource(desired).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
      writes.put(key, new Write(owner.uid(), fingerprint, version(written)));
    } catch (KubernetesClientException refusal) {
      if (observed == null || !Recreation.isNeeded(refusal, desired)) {
        throw refusal;
      }
      writes.remove(key);
      Recreation.begin(client, observed, desired);
      log("deleted to be made anew", key);
      return Outcome.RECREATED;
    }
    log("applied", key);
    return Outcome.WRITTEN;
  }

  /** What is on its way out is made anew when it is gone: its end is an event too. */
  private static boolean isLeaving(@Nullable HasMetadata object) {
    return object != null && object.getMetadata().getDeletionTimestamp() != null;
  }

  private static void log(String what, ObjectKey key) {
    LOG.atInfo()
        .addKeyValue("kind", key.kind())
        .addKeyValue("namespace", key.namespace())
        .addKeyValue("name", key.name())
        .log(what);
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
    log("deleted", key);
  }

  private boolean isClaimedByAnother(ObjectKey key, Owner owner) {
    var claimant = claims.putIfAbsent(key, owner.fullName());
    return claimant != null && !claimant.equals(owner.fullName());
  }

  /**
   * An object that an owner of the same kind and name, now gone, left behind, or that the Go
   * operator made where no owner reference can reach.
   */
  private static boolean isOrphanOf(HasMetadata live, HasMetadata desired) {
    var owner = controller(desired);
    var previous = controller(live);
    if (owner == null) {
      return previous == null
          && mark(live) == null
          && MADE_FOR.stream().allMatch(key -> isSameLabel(live, desired, key));
    }
    return previous != null
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

  static boolean isOwnedBy(HasMetadata object, Owner owner) {
    var controller = controller(object);
    return controller == null
        ? isMarkedFor(object, owner)
        : controller.getUid().equals(owner.uid());
  }

  private static boolean isMarkedFor(HasMetadata object, Owner owner) {
    return owner.fullName().equals(mark(object));
  }

  private static @Nullable String mark(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Labels.OWNER);
  }

  private static boolean isSameLabel(HasMetadata one, HasMetadata other, String key) {
    var a = one.getMetadata().getLabels();
    var b = other.getMetadata().getLabels();
    return a != null && b != null && a.get(key) != null && a.get(key).equals(b.get(key));
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
