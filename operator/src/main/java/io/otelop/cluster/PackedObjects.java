// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer remembers of one kind, by owner, and as compressed JSON: a tenth of what the
 * same are as Java objects. Who asks gets an object that is read from it, or the one that somebody
 * still has in hand; nobody may change it. Of the managers of fields only who they are is kept.
 *
 * <p>One informer may write, and all threads may read.
 *
 * @param <T> the kind
 */
public final class PackedObjects<T extends HasMetadata> implements ItemStore<T> {

  private final Class<T> kind;
  private final KubernetesSerialization serialization;
  private final Function<T, Set<ResourceID>> owners;
  private final ConcurrentMap<String, Packed<T>> objects = new ConcurrentHashMap<>();
  private final ConcurrentMap<ResourceID, List<String>> keysByOwner = new ConcurrentHashMap<>();

  /** Each is the same for a thousand objects. */
  private final ConcurrentMap<List<ManagedFieldsEntry>, List<ManagedFieldsEntry>> managers =
      new ConcurrentHashMap<>();

  /** One object; the same only as itself. */
  private static final class Packed<T> {

    final byte[] json;
    final Set<ResourceID> owners;
    final List<ManagedFieldsEntry> managers;
    final WeakReference<T> inHand;

    Packed(byte[] json, Set<ResourceID> owners, List<ManagedFieldsEntry> managers, T inHand) {
      this.json = json;
      this.owners = owners;
      this.managers = managers;
      this.inHand = new WeakReference<>(inHand);
    }
  }

  /**
   * An empty memory.
   *
   * @param serialization both ways
   * @param owners by which an object can be found
   */
  public PackedObjects(
      Class<T> kind, KubernetesSerialization serialization, Function<T, Set<ResourceID>> owners) {
    this.kind = kind;
    this.serialization = serialization;
    this.owners = owners;
  }

  /** All that belong to an owner, in no order. */
  public Stream<T> of(ResourceID owner) {
    return keysByOwner.getOrDefault(owner, List.of()).stream()
        .map(this::get)
        .filter(Objects::nonNull);
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    var now = pack(object);
    var before = objects.put(key, now);
    if (before == null || !before.owners.equals(now.owners)) {
      forget(key, before);
      now.owners.forEach(owner -> keysByOwner.merge(owner, List.of(key), PackedObjects::joined));
    }
    return before == null ? null : object(before);
  }

  @Override
  public @Nullable T remove(String key) {
    var before = objects.remove(key);
    forget(key, before);
    return before == null ? null : object(before);
  }

  @Override
  public Stream<String> keySet() {
    return objects.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return objects.keySet().stream().map(this::get).filter(Objects::nonNull);
  }

  @Override
  public int size() {
    return objects.size();
  }

  @Override
  public @Nullable T get(String key) {
    var packed = objects.get(key);
    if (packed == null) {
      return null;
    }
    var inHand = packed.inHand.get();
    if (inHand != null) {
      return inHand;
    }
    var object = unpack(packed);
    objects.replace(key, packed, new Packed<>(packed.json, packed.owners, packed.managers, object));
    return object;
  }

  private Packed<T> pack(T object) {
    var known =
        object.getMetadata().getManagedFields().stream().map(PackedObjects::manager).toList();
    return new Packed<>(
        deflated(serialization.asJson(object)),
        Set.copyOf(owners.apply(object)),
        managers.computeIfAbsent(known, it -> it),
        object);
  }

  private T object(Packed<T> packed) {
    var inHand = packed.inHand.get();
    return inHand == null ? unpack(packed) : inHand;
  }

  private T unpack(Packed<T> packed) {
    try (var json = new InflaterInputStream(new ByteArrayInputStream(packed.json))) {
      var object = serialization.unmarshal(json, kind);
      object.getMetadata().setManagedFields(packed.managers);
      return object;
    } catch (IOException impossible) {
      throw new UncheckedIOException("bytes in memory could not be read", impossible);
    }
  }

  private static byte[] deflated(String text) {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    var bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes, deflater)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException("bytes could not be written to memory", impossible);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static ManagedFieldsEntry manager(ManagedFieldsEntry entry) {
    return new ManagedFieldsEntryBuilder()
        .withManager(entry.getManager())
        .withOperation(entry.getOperation())
        .withSubresource(entry.getSubresource())
        .build();
  }

  private void forget(String key, @Nullable Packed<T> packed) {
    if (packed != null) {
      packed.owners.forEach(
          owner -> keysByOwner.computeIfPresent(owner, (_, keys) -> without(keys, key)));
    }
  }

  private static List<String> joined(List<String> some, List<String> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  private static @Nullable List<String> without(List<String> keys, String gone) {
    var rest = keys.stream().filter(key -> !key.equals(gone)).toList();
    return rest.isEmpty() ? null : rest;
  }
}
