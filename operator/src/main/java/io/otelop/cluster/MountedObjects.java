// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.otelop.cluster.MetadataReads.Answer;
import java.net.HttpURLConnection;
import java.time.Duration;

/**
 * Whether Secrets, ConfigMaps and the like are there that pods cannot start without.
 *
 * <p>Nothing is watched: which namespaces it is about is only known when a pod comes, and to watch
 * Secrets is to be allowed to list them, with all that they hold. A read needs the permission to
 * get an object of one name, which can be given for some names alone; where it is not given,
 * nothing is known, and whoever asks must take the object for existing.
 */
public final class MountedObjects {

  private static final Duration PATIENCE = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private static final Duration WHILE_PRESENT = Duration.ofSeconds(30);

  /** Enough for a burst of pods; who creates the object should not have to wait. */
  private static final Duration WHILE_ABSENT = Duration.ofSeconds(1);

  private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final BriefReads<Key> reads;

  private record Key(MetadataKind kind, String namespace, String name) {}

  /** Whether an object is there. */
  public enum Presence {
    PRESENT,
    ABSENT,
    /** It may not be read, or could not be read in time. */
    UNKNOWN
  }

  /** Knows nothing yet. */
  public MountedObjects(MetadataReads metadata) {
    this.reads =
        new BriefReads<>(
            key -> metadata.read(key.kind(), key.namespace(), key.name()),
            MountedObjects::shelfLife,
            PATIENCE,
            System::nanoTime);
  }

  /**
   * For a pod that waits: from memory, where it may be some seconds old, or after some
   * milliseconds.
   *
   * @param kind {@code Secret} or {@code ConfigMap}
   */
  public Presence find(String kind, String namespace, String name) {
    return reads
        .get(key(kind, namespace, name))
        .map(MountedObjects::presence)
        .orElse(Presence.UNKNOWN);
  }

  /**
   * For who has time: how it is now.
   *
   * @param kind {@code Secret}, {@code ConfigMap}, {@code ServiceAccount}, {@code
   *     PersistentVolumeClaim} or {@code TargetAllocator}
   */
  public Presence look(String kind, String namespace, String name) {
    return reads
        .refresh(key(kind, namespace, name), LONGEST)
        .map(MountedObjects::presence)
        .orElse(Presence.UNKNOWN);
  }

  private static Key key(String kind, String namespace, String name) {
    var known =
        switch (kind) {
          case "Secret" -> MetadataKind.SECRET;
          case "ConfigMap" -> MetadataKind.CONFIG_MAP;
          case "ServiceAccount" -> MetadataKind.SERVICE_ACCOUNT;
          case "PersistentVolumeClaim" -> MetadataKind.PERSISTENT_VOLUME_CLAIM;
          case "TargetAllocator" -> MetadataKind.TARGET_ALLOCATOR;
          default -> throw new IllegalArgumentException("nobody mounts a " + kind);
        };
    return new Key(known, namespace, name);
  }

  private static Presence presence(Answer answer) {
    return switch (answer) {
      case Answer.Found _ -> Presence.PRESENT;
      case Answer.Absent _ -> Presence.ABSENT;
      case Answer.Unread _ -> Presence.UNKNOWN;
    };
  }

  private static Duration shelfLife(Answer answer) {
    return switch (answer) {
      case Answer.Found _ -> WHILE_PRESENT;
      case Answer.Absent _ -> WHILE_ABSENT;
      case Answer.Unread(var code) ->
          code == HttpURLConnection.HTTP_FORBIDDEN ? AFTER_REFUSAL : AFTER_FAILURE;
    };
  }
}
