// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.otelop.cluster.MetadataReads.Answer;
import io.otelop.pod.Owner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The workload that a user made, from the ReplicaSet or Job that a controller made for it. Reads
 * the metadata of that one object, which names its owner with the uid, and remembers it: who owns
 * an object does not change. Each ReplicaSet is read once, whatever number of pods it has.
 */
final class TopOwners implements UnaryOperator<ObjectReference> {

  private static final int REMEMBERED = 2_000;

  /** What people write themselves, and where the API server has it. */
  private static final Map<String, String> WORKLOADS =
      Map.of("Deployment", "apps/v1", "CronJob", "batch/v1");

  private final MetadataReads metadata;

  /** By the uid of what is owned; forgets what was asked for longest ago. */
  private final Map<String, ObjectReference> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectReference> eldest) {
          return size() > REMEMBERED;
        }
      };

  TopOwners(MetadataReads metadata) {
    this.metadata = metadata;
  }

  /**
   * The owner of an object; the object itself where it has none that is known. Waits for a read,
   * two seconds at most; for one thread.
   */
  @Override
  public ObjectReference apply(ObjectReference owned) {
    var uid = Objects.requireNonNullElse(owned.getUid(), "");
    var kind = kind(owned);
    if (kind.isEmpty() || uid.isEmpty()) {
      return owned;
    }
    var before = known.get(uid);
    if (before != null) {
      return before;
    }
    var answer = metadata.read(kind.get(), owned.getNamespace(), owned.getName()).join();
    if (answer instanceof Answer.Unread) {
      return owned;
    }
    var top = top(owned, uid, answer);
    known.put(uid, top);
    return top;
  }

  private static Optional<MetadataKind> kind(ObjectReference owned) {
    return switch (owned.getApiVersion() + "/" + owned.getKind()) {
      case "apps/v1/ReplicaSet" -> Optional.of(MetadataKind.REPLICA_SET);
      case "batch/v1/Job" -> Optional.of(MetadataKind.JOB);
      default -> Optional.empty();
    };
  }

  /** An object of the same name and another uid is another object. */
  private static ObjectReference top(ObjectReference owned, String uid, Answer answer) {
    if (!(answer instanceof Answer.Found(var found, var owners)) || !found.equals(uid)) {
      return owned;
    }
    return owners.stream()
        .filter(owner -> WORKLOADS.containsKey(owner.kind()))
        .findFirst()
        .map(owner -> reference(owned, owner))
        .orElse(owned);
  }

  private static ObjectReference reference(ObjectReference owned, Owner owner) {
    return new ObjectReferenceBuilder()
        .withApiVersion(WORKLOADS.get(owner.kind()))
        .withKind(owner.kind())
        .withNamespace(owned.getNamespace())
        .withName(owner.name())
        .withUid(owner.uid())
        .build();
  }
}
