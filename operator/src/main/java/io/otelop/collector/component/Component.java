// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * One row of the catalogue: what a component of the collector needs of Kubernetes. No function of
 * it fails on any settings; what it does not understand it ignores.
 *
 * @param section where it is defined
 * @param types the names it is known under, the newest first
 * @param listeners the addresses it listens on; empty for one that listens on none
 * @param rules the permissions it needs for given settings
 * @param env environment variables that its config refers to by convention
 */
public record Component(
    Section section,
    List<String> types,
    List<Listener> listeners,
    Function<JsonNode, List<PolicyRule>> rules,
    List<EnvVar> env) {

  public Component {
    types = List.copyOf(types);
    listeners = List.copyOf(listeners);
    env = List.copyOf(env);
  }

  static Component of(Section section, String... types) {
    return new Component(section, List.of(types), List.of(), _ -> List.of(), List.of());
  }

  Component listening(Listener... addresses) {
    return new Component(section, types, List.of(addresses), rules, env);
  }

  Component needing(Function<JsonNode, List<PolicyRule>> permissions) {
    return new Component(section, types, listeners, permissions, env);
  }

  Component reading(EnvVar... variables) {
    return new Component(section, types, listeners, rules, List.of(variables));
  }

  /** The ports that a component of this row opens, sorted by name. */
  public List<ComponentPort> ports(ComponentId id, JsonNode settings) {
    var ports = new ArrayList<ComponentPort>();
    for (var listener : listeners) {
      if (listener.isNested()) {
        var protocol = settings.path("protocols").get(listener.protocol());
        if (protocol != null) {
          port(protocol, listener)
              .ifPresent(
                  n -> ports.add(ComponentPort.of(id + "-" + listener.protocol(), n, listener)));
        }
      } else if (settings.isObject()) {
        port(settings, listener)
            .ifPresent(n -> ports.add(ComponentPort.of(id.text(), n, listener)));
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
    if (listeners.stream().noneMatch(Listener::completed)
        || !(settings.isObject() || settings.isNull())) {
      return settings;
    }
    ObjectNode result =
        settings.isObject() ? settings.deepCopy() : JsonNodeFactory.instance.objectNode();
    for (var listener : listeners) {
      if (!listener.completed()) {
        continue;
      }
      if (!listener.isNested()) {
        complete(result, listener);
      } else if (result.path("protocols") instanceof ObjectNode protocols
          && protocols.has(listener.protocol())) {
        var protocol = protocols.get(listener.protocol());
        if (protocol.isNull()) {
          complete(protocols.putObject(listener.protocol()), listener);
        } else if (protocol instanceof ObjectNode object) {
          complete(object, listener);
        }
      }
    }
    return result;
  }

  /** The keys under {@code protocols} that this component knows; empty where it has none. */
  public List<String> protocols() {
    return listeners.stream().filter(Listener::isNested).map(Listener::protocol).toList();
  }

  private static void complete(ObjectNode settings, Listener listener) {
    var endpoint = settings.path("endpoint");
    if (!endpoint.isMissingNode() && !endpoint.isNull() && !endpoint.isTextual()) {
      return;
    }
    var before = endpoint.asText("").strip();
    if (before.isEmpty() && settings.path("listen_address").isTextual()) {
      return;
    }
    settings.put(
        "endpoint", Addresses.complete("null".equals(before) ? "" : before, listener.port()));
  }

  private static OptionalInt port(JsonNode settings, Listener listener) {
    var endpoint = settings.path("endpoint").asText("");
    var text = endpoint.isEmpty() ? settings.path("listen_address").asText("") : endpoint;
    var port = Addresses.port(text);
    if (port.isPresent() || listener.port() == 0) {
      return port;
    }
    return OptionalInt.of(listener.port());
  }
}
