// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.otelop.child.Grant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One row of the catalogue: what a component of the collector needs of Kubernetes. No function of
 * it fails on any settings; what it does not understand it ignores.
 *
 * @param section where it is defined
 * @param types the names it is known under, the newest first
 * @param listeners the addresses it listens on; empty for one that listens on none
 * @param texts settings that are written where the config has none
 * @param permissions what {@code needed} may say, in words; empty where it says nothing
 * @param needed the permissions it needs for given settings
 * @param env environment variables that its config refers to by convention
 * @param newestFrom the collector's version before which none knows the newest of several names;
 *     empty where there is no such version
 * @param removedIn the collector's version that has it no more; empty where all have it
 */
public record Component(
    Section section,
    List<String> types,
    List<Listener> listeners,
    Map<String, String> texts,
    String permissions,
    Function<JsonNode, List<Grant>> needed,
    List<EnvVar> env,
    String newestFrom,
    String removedIn) {

  public Component {
    types = List.copyOf(types);
    listeners = List.copyOf(listeners);
    texts = Map.copyOf(texts);
    env = List.copyOf(env);
  }

  static Component of(Section section, String... types) {
    return new Component(
        section, List.of(types), List.of(), Map.of(), "", _ -> List.of(), List.of(), "", "");
  }

  /** Rows of components of which nothing but the name matters here. */
  static Stream<Component> named(Section section, String... types) {
    return Stream.of(types).map(type -> of(section, type));
  }

  Component listening(Listener... addresses) {
    return new Component(
        section, types, List.of(addresses), texts, permissions, needed, env, newestFrom, removedIn);
  }

  Component writing(String key, String text) {
    return new Component(
        section,
        types,
        listeners,
        Map.of(key, text),
        permissions,
        needed,
        env,
        newestFrom,
        removedIn);
  }

  Component needing(String words, Function<JsonNode, List<Grant>> rules) {
    return new Component(
        section, types, listeners, texts, words, rules, env, newestFrom, removedIn);
  }

  Component reading(EnvVar... variables) {
    return new Component(
        section,
        types,
        listeners,
        texts,
        permissions,
        needed,
        List.of(variables),
        newestFrom,
        removedIn);
  }

  /** No version of the collector before this one knows the newest of its names. */
  Component notKnownBefore(String version) {
    return new Component(
        section, types, listeners, texts, permissions, needed, env, version, removedIn);
  }

  /** This version of the collector and later ones do not have it. */
  Component removedIn(String version) {
    return new Component(
        section, types, listeners, texts, permissions, needed, env, newestFrom, version);
  }

  /** The ports that a component of this row opens, sorted by name. */
  public List<ComponentPort> ports(ComponentId id, JsonNode settings) {
    return ports(id, settings, listeners);
  }

  /** Those of them that it opens on all addresses, so that nobody else can have them. */
  public List<ComponentPort> portsOfAllAddresses(ComponentId id, JsonNode settings) {
    return ports(
        id, settings, listeners.stream().filter(it -> it.isOnAllAddresses(settings)).toList());
  }

  private static List<ComponentPort> ports(
      ComponentId id, JsonNode settings, List<Listener> listeners) {
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

  /** Whether it cannot start unless its settings name a port. */
  public boolean demandsPort() {
    return !listeners.isEmpty() && listeners.stream().allMatch(Listener::isDemanded);
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
