// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.otelop.naming.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ConfigMaps that users made and custom resources name. Each is watched by its name, as long as
 * somebody names it, so that all the others of the cluster cost nothing.
 *
 * @param <P> type of the custom resources
 */
public final class NamedConfigMaps<P extends HasMetadata>
    extends AbstractEventSource<NamedConfigMaps.Content, P> {

  private static final Logger LOG = LoggerFactory.getLogger(NamedConfigMaps.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final KubernetesClient client;
  private final Map<ResourceID, Watched> watched = new HashMap<>();
  private final Map<ResourceID, Set<ResourceID>> named = new HashMap<>();

  /** What a ConfigMap holds; never handed out, only its hash is. */
  public record Content(String hash) {}

  private record Watched(SharedIndexInformer<ConfigMap> informer, Set<ResourceID> owners) {}

  /** Watches nothing yet. */
  public NamedConfigMaps(KubernetesClient client) {
    super(Content.class, "named-configmaps");
    this.client = client;
  }

  /**
   * Follows the ConfigMaps that an owner names now, and no others for it.
   *
   * @return hash of what they hold; empty where there are none, or one is missing
   */
  public synchronized String follow(ResourceID owner, SortedSet<String> names) {
    var namespace = owner.getNamespace().orElseThrow();
    var now = new HashSet<ResourceID>();
    names.forEach(name -> now.add(new ResourceID(name, namespace)));
    var before = now.isEmpty() ? named.remove(owner) : named.put(owner, now);
    for (var key : Objects.requireNonNullElse(before, Set.<ResourceID>of())) {
      if (!now.contains(key)) {
        leave(owner, key);
      }
    }
    var contents = new ArrayList<String>();
    for (var name : names) {
      var content = watch(owner, new ResourceID(name, namespace));
      if (content.isEmpty()) {
        return "";
      }
      contents.add(name + ":" + hash(content.get()));
    }
    return contents.isEmpty() ? "" : sha256(contents);
  }

  /** What {@link #follow} would return, from one look at each. */
  public static String read(KubernetesClient client, String namespace, SortedSet<String> names) {
    var contents = new ArrayList<String>();
    for (var name : names) {
      var map = client.configMaps().inNamespace(namespace).withName(name).get();
      if (map == null) {
        return "";
      }
      contents.add(name + ":" + hash(map));
    }
    return contents.isEmpty() ? "" : sha256(contents);
  }

  @Override
  public Set<Content> getSecondaryResources(P owner) {
    return Set.of();
  }

  @Override
  public synchronized void stop() {
    super.stop();
    watched.values().forEach(it -> it.informer().close());
    watched.clear();
    named.clear();
  }

  private Optional<ConfigMap> watch(ResourceID owner, ResourceID key) {
    try {
      var one = watched.computeIfAbsent(key, this::inform);
      one.owners().add(owner);
      return one.informer().getStore().list().stream().findFirst();
    } catch (KubernetesClientException refused) {
      LOG.atWarn()
          .setCause(refused)
          .addKeyValue("namespace", key.getNamespace().orElse(""))
          .addKeyValue("name", key.getName())
          .log("a ConfigMap cannot be watched");
      return Optional.empty();
    }
  }

  private void leave(ResourceID owner, ResourceID key) {
    var one = watched.get(key);
    if (one != null && one.owners().remove(owner) && one.owners().isEmpty()) {
      one.informer().close();
      watched.remove(key);
    }
  }

  private Watched inform(ResourceID key) {
    var informer =
        client
            .configMaps()
            .inNamespace(key.getNamespace().orElseThrow())
            .withName(key.getName())
            .inform(new Handler(key));
    return new Watched(informer, new HashSet<>());
  }

  private void tell(ResourceID key) {
    List<ResourceID> owners;
    synchronized (this) {
      var one = watched.get(key);
      owners = one == null || !isRunning() ? List.of() : List.copyOf(one.owners());
    }
    owners.forEach(owner -> getEventHandler().handleEvent(new Event(owner)));
  }

  private static String hash(ConfigMap map) {
    return sha256(
        List.of(
            Objects.requireNonNullElse(map.getData(), Map.of()),
            Objects.requireNonNullElse(map.getBinaryData(), Map.of())));
  }

  private static String sha256(List<?> content) {
    try {
      return Sha256.hex(JSON.writeValueAsBytes(content));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a ConfigMap has no hash", e);
    }
  }

  private final class Handler implements ResourceEventHandler<ConfigMap> {

    private final ResourceID key;

    Handler(ResourceID key) {
      this.key = key;
    }

    @Override
    public void onAdd(ConfigMap map) {
      tell(key);
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      if (!hash(before).equals(hash(after))) {
        tell(key);
      }
    }

    @Override
    public void onDelete(ConfigMap map, boolean isUnknown) {
      tell(key);
    }
  }
}
