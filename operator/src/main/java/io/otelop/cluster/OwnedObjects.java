// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.naming.Labels;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final AppliedFields appliedFields;
  private final ConcurrentMap<ObjectKey, Write> writes = new ConcurrentHashMap<>();

  /** What is being made at this moment, with its fingerprint. */
  private final ConcurrentMap<ObjectKey, String> creations = new ConcurrentHashMap<>();

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
  public record Owner(String uid, String fullName) {

    /** A custom resource as an owner. */
    public static Owner of(HasMetadata resource) {
      var metadata = resource.getMetadata();
      return new Owner(
          Objects.requireNonNullElse(metadata.getUid(), ""),
          "%s/%s/%s".formatted(resource.getKind(), metadata.getNamespace(), metadata.getName()));
    }
  }

  /**
   * Writes through the given client.
   *
   * @param client used for every read and write; not closed by this
   */
  public OwnedObjects(KubernetesClient client) {
    this.client = client;
    this.appliedFields = new AppliedFields(client, FIELD_MANAGER);
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
    var applied = new ArrayList<HasMetadata>();
    var foreign = new ArrayList<ObjectKey>();
    var recreated = new ArrayList<ObjectKey>();
    var refused = new ArrayList<KubernetesClientException>();
    for (var object : desired) {
      var key = ObjectKey.of(object);
      try {
        switch (apply(key, owner, object, left.remove(key))) {
          case Outcome.Written(var written) -> applied.add(written);
          case Outcome.Recreated _ -> recreated.add(key);
          case Outcome.Foreign _ -> foreign.add(key);
          case Outcome.Unchanged _ -> {}
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
          if (Ownership.isOwnedBy(object, owner)) {
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
      if (Ownership.isMarkedFor(object, owner)) {
        delete(ObjectKey.of(object), object);
      }
    }
  }

  /** Whether an object of that name is there and is somebody else's. */
  public static boolean isForeign(@Nullable HasMetadata object, Owner owner) {
    return object != null && !Ownership.isOwnedBy(object, owner);
  }

  private sealed interface Outcome {

    record Written(HasMetadata object) implements Outcome {}

    /** It was deleted, and will be made anew when it is gone. */
    record Recreated() implements Outcome {}

    record Unchanged() implements Outcome {}

    record Foreign() implements Outcome {}
  }

  private Outcome apply(
      ObjectKey key, Owner owner, HasMetadata desired, @Nullable HasMetadata observed) {
    if (Ownership.isMarkedFor(desired, owner) && isClaimedByAnother(key, owner)) {
      return new Outcome.Foreign();
    }
    var fingerprint = Fingerprint.of(desired);
    if (isAsWritten(key, fingerprint, observed) || isLeaving(observed)) {
      return new Outcome.Unchanged();
    }
    var annotations =
        new HashMap<>(
            Objects.requireNonNullElse(
                desired.getMetadata().getAnnotations(), Map.<String, String>of()));
    annotations.put(Labels.APPLIED_SHA256, fingerprint);
    desired.getMetadata().setAnnotations(annotations);
    if (observed != null && DesiredFields.areIn(observed, desired)) {
      writes.put(key, new Write(owner.uid(), fingerprint, version(observed)));
      return new Outcome.Unchanged();
    }
    if (observed == null && isSeldomChanged(desired)) {
      var created = create(key, owner, desired, fingerprint);
      if (created.isPresent()) {
        return new Outcome.Written(created.get());
      }
    }
    if (observed == null) {
      var live = client.resource(desired).get();
      if (live != null && Ownership.isSomebodyElses(live, desired, owner)) {
        claims.remove(key, owner.fullName());
        return new Outcome.Foreign();
      }
      if (live != null && (wasWritten(key, fingerprint, live) || isLeaving(live))) {
        return new Outcome.Unchanged();
      }
      if (live != null) {
        dropStaleOwners(live, owner.uid());
        KeptMetadata.addTo(desired, live);
      }
    } else {
      KeptMetadata.addTo(desired, observed);
    }
    HasMetadata written;
    try {
      if (observed != null) {
        appliedFields.takeOver(observed);
      }
      written = serverSideApply(desired, observed);
      writes.put(key, new Write(owner.uid(), fingerprint, version(written)));
    } catch (KubernetesClientException refusal) {
      if (observed == null || !Recreation.isNeeded(refusal, desired)) {
        throw refusal;
      }
      writes.remove(key);
      Recreation.begin(client, observed, desired);
      log("deleted to be made anew", key);
      return new Outcome.Recreated();
    }
    log("applied", key);
    return new Outcome.Written(written);
  }

  private HasMetadata serverSideApply(HasMetadata desired, @Nullable HasMetadata observed) {
    var applicable = client.resource(desired).fieldManager(FIELD_MANAGER).forceConflicts();
    try {
      return applicable.serverSideApply();
    } catch (KubernetesClientException refusal) {
      if (observed == null
          || refusal.getCode() != UNPROCESSABLE
          || Recreation.isNeeded(refusal, desired)
          || !appliedFields.takeFromOthers(observed)) {
        throw refusal;
      }
      return applicable.serverSideApply();
    }
  }

  /**
   * Makes an object that no cache knows of with one request, which cannot touch another's of the
   * same name. It is not used for workloads: those change often, and the first change of an object
   * that was made so takes two requests more.
   *
   * @return empty where there is one already
   */
  private Optional<HasMetadata> create(
      ObjectKey key, Owner owner, HasMetadata desired, String fingerprint) {
    creations.put(key, fingerprint);
    try {
      var created = client.resource(desired).create();
      writes.put(key, new Write(owner.uid(), fingerprint, version(created)));
      log("created", key);
      return Optional.of(created);
    } catch (KubernetesClientException refusal) {
      if (refusal.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw refusal;
      }
      return Optional.empty();
    } finally {
      creations.remove(key);
    }
  }

  /**
   * Whether an object that a cache has just learnt of is exactly what this wrote last, so that
   * nobody needs to look at it.
   */
  public boolean isOwnWrite(HasMetadata object) {
    var last = writes.get(ObjectKey.of(object));
    return last != null && last.version() == version(object);
  }

  /** The same for an object that is new to the cache, also before its creation was answered. */
  public boolean isOwnCreation(HasMetadata object) {
    if (isOwnWrite(object)) {
      return true;
    }
    var fingerprint = creations.get(ObjectKey.of(object));
    var annotations = object.getMetadata().getAnnotations();
    return fingerprint != null
        && annotations != null
        && fingerprint.equals(annotations.get(Labels.APPLIED_SHA256));
  }

  private static boolean isSeldomChanged(HasMetadata object) {
    return switch (object) {
      case Deployment _, StatefulSet _, DaemonSet _ -> false;
      case GenericKubernetesResource _ -> false;
      default -> true;
    };
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

  /** Two controllers in one object are refused by the API server, so the one that is gone goes. */
  private void dropStaleOwners(HasMetadata live, String ownerUid) {
    var kept =
        live.getMetadata().getOwnerReferences().stream()
            .filter(owner -> owner.getUid().equals(ownerUid) || !Ownership.isController(owner))
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

  private static long version(HasMetadata object) {
    var version = object.getMetadata().getResourceVersion();
    return version == null ? 0 : Long.parseLong(version);
  }
}
