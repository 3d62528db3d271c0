// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;

/**
 * An address that a component listens on.
 *
 * @param path keys that lead from the component's settings to the map with the endpoint; empty
 *     where the settings themselves hold it
 * @param suffix what the port's name has after the component's id; empty for nothing
 * @param port used where the config names none; 0 where there is no default, so no port either;
 *     {@link #DEMANDED} where the component cannot start without one
 * @param transport {@code TCP} or {@code UDP}
 * @param appProtocol for Services; empty for none
 * @param onlyIf keys that lead to what must be true for it to listen; empty where it always does
 */
record Listener(
    List<String> path,
    String suffix,
    int port,
    String transport,
    String appProtocol,
    List<String> onlyIf) {

  static final int DEMANDED = -1;

  private static final String PROTOCOLS = "protocols";
  private static final String ENDPOINT = "endpoint";

  Listener {
    path = List.copyOf(path);
    onlyIf = List.copyOf(onlyIf);
  }

  private static Listener of(
      List<String> path, String suffix, int port, String transport, String appProtocol) {
    return new Listener(path, suffix, port, transport, appProtocol, List.of());
  }

  static Listener tcp(int port) {
    return of(List.of(), "", port, "TCP", "");
  }

  static Listener http(int port) {
    return of(List.of(), "", port, "TCP", "http");
  }

  static Listener udp(int port) {
    return of(List.of(), "", port, "UDP", "");
  }

  /** One of several protocols; it listens only where the config lists it. */
  static Listener protocol(String name, int port, String transport, String appProtocol) {
    return of(List.of(PROTOCOLS, name), name, port, transport, appProtocol);
  }

  /** An address in a map of its own; with a default port it listens without that map, too. */
  static Listener nested(String key, String suffix, int port) {
    return of(List.of(key), suffix, port, "TCP", "");
  }

  /** An address in a map of a map, where another key of the outer one is true. */
  static Listener switched(String outer, String inner, String key) {
    return new Listener(List.of(outer, inner), "", 0, "TCP", "", List.of(outer, key));
  }

  boolean isProtocol() {
    return path.size() > 1 && path.getFirst().equals(PROTOCOLS);
  }

  boolean isDemanded() {
    return port == DEMANDED;
  }

  private boolean isOn(JsonNode settings) {
    var at = settings;
    for (var key : onlyIf) {
      at = at.path(key);
    }
    return onlyIf.isEmpty() || at.asBoolean();
  }

  /** The port that it opens with these settings of its component. */
  OptionalInt port(JsonNode settings) {
    var own = own(settings);
    if (own.isMissingNode() || (own.isNull() && path.isEmpty()) || !isOn(settings)) {
      return OptionalInt.empty();
    }
    var given = Addresses.port(address(own));
    return given.isPresent() || port <= 0 ? given : OptionalInt.of(port);
  }

  /** Whether its address is any of the pod's. */
  boolean isOnAllAddresses(JsonNode settings) {
    return Addresses.isOfAllHosts(address(own(settings)));
  }

  private static String address(JsonNode own) {
    var endpoint = own.path(ENDPOINT).asText("");
    return endpoint.isEmpty() ? own.path("listen_address").asText("") : endpoint;
  }

  /** Fills in the host and the port that an endpoint lacks. */
  void complete(ObjectNode settings) {
    var own = own(settings);
    if (port <= 0) {
      completeHost(own);
      return;
    }
    if ((own.isNull() && !path.isEmpty()) || (own.isMissingNode() && isAlwaysOn())) {
      complete(((ObjectNode) parent(settings)).putObject(path.getLast()), "");
    } else if (own instanceof ObjectNode object) {
      var endpoint = object.path(ENDPOINT);
      if (endpoint.isMissingNode() || endpoint.isNull() || endpoint.isTextual()) {
        complete(object, endpoint.isTextual() ? endpoint.textValue().strip() : "");
      }
    }
  }

  /** An address of its own without a default port gets a host where it names the port alone. */
  private void completeHost(JsonNode own) {
    if (isAlwaysOn() && own instanceof ObjectNode object && object.path(ENDPOINT).isTextual()) {
      var endpoint = object.path(ENDPOINT).textValue().strip();
      if (!endpoint.isEmpty()) {
        object.put(ENDPOINT, Addresses.complete(endpoint, port));
      }
    }
  }

  /** Only a protocol has to be listed to be served. */
  private boolean isAlwaysOn() {
    return path.size() == 1 && onlyIf.isEmpty();
  }

  private void complete(ObjectNode own, String endpoint) {
    var isListenAddress = endpoint.isEmpty() && own.path("listen_address").isTextual();
    if (port > 0 && !isListenAddress) {
      own.put(ENDPOINT, Addresses.complete(endpoint, port));
    }
  }

  private JsonNode own(JsonNode settings) {
    return path.isEmpty() ? settings : parent(settings).path(path.getLast());
  }

  private JsonNode parent(JsonNode settings) {
    var parent = settings;
    for (var key : path.subList(0, path.size() - 1)) {
      parent = parent.path(key);
    }
    return parent;
  }
}
