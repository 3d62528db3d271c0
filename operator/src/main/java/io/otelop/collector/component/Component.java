// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One row of the catalogue: what a component of the collector needs of Kubernetes. No function of
 * it fails on any settings; what it does not understand it ignores.
 *
 * @param section where it is defined
 * @param types the names it is known under, the newest first
 * @param listeners the addresses it listens on; empty for one that listens on none
 * @param texts settings that are written where the config has none
 * @param needed the permissions it needs for given settings
 * @param env environment variables that its config refers to by convention
 */
public record Component(
    Section section,
    List<String> types,
    List<Listener> listeners,
    Map<String, String> texts,
    Function<JsonNode, List<Grant>> needed,
    List<EnvVar> env) {

  public Component {
    types = List.copyOf(types);
    listeners = List.copyOf(listeners);
    texts = Map.copyOf(texts);
    env = List.copyOf(env);
  }

  static Component of(Section section, String... types) {
    return new Component(section, List.of(types), List.of(), Map.of(), _ -> List.of(), List.of());
  }

  Component listening(Listener... addresses) {
    return new Component(section, types, List.of(addresses), texts, needed, env);
  }

  Component writing(String key, String text) {
    return new Component(section, types, listeners, Map.of(key, text), needed, env);
  }

  Component needing(Function<JsonNode, List<Grant>> permissions) {
    return new Component(section, types, listeners, texts, permissions, env);
  }

  Component reading(EnvVar... variables) {
    return new Component(section, types, listeners, texts, needed, List.of(variables));
  }

  /** The ports that a component of this row opens, sorted by name. */
  public List<ComponentPort> ports(ComponentId id, JsonNode settings) {
    var ports = new ArrayList<ComponentPort>();
    var numbers = new HashSet<String>();
    for (var listener : listeners) {
      var number = listener.port(settings);
      if (number.isPresent() && numbers.add(listener.transport() + number.getAsInt())) {
        var base = listener.suffix().isEmpty() ? id.text() : id + "-" + listener.suffix();
        ports.add(ComponentPort.of(base, number.getAsInt(), listener));
      }
    }
    ports.sort(Comparator.comparing(ComponentPort::name));
    return ports;
  }

  /**
   * The settings with missing hosts and ports of the addresses filled in, collector.md 4.2. All
   * other keys stay as they are.
   *
   * @return a new tree; {@code settings} is left alone
   */
  public JsonNode completed(JsonNode settings) {
    var isOpen = listeners.stream().anyMatch(listener -> listener.port() > 0);
    if (!isOpen || !(settings.isObject() || settings.isNull())) {
      return settings;
    }
    ObjectNode result =
        settings.isObject() ? settings.deepCopy() : JsonNodeFactory.instance.objectNode();
    listeners.forEach(listener -> listener.complete(result));
    texts.forEach(
        (key, text) -> {
          if (result.path(key).asText("").isEmpty()) {
            result.put(key, text);
          }
        });
    return result;
  }

  /** The permissions that a component of this row needs. */
  public List<Grant> grants(JsonNode settings) {
    return needed.apply(settings);
  }

  /** The keys of the protocols that this component knows; empty where it has none. */
  public List<String> protocols() {
    return listeners.stream().filter(Listener::isProtocol).map(Listener::suffix).toList();
  }
}
