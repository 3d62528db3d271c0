// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

/**
 * An address that a component listens on.
 *
 * @param protocol its key in the receiver's map of them; empty where the endpoint stands in the
 *     component's own settings
 * @param port used where the config names none; 0 where there is no default, so no port either
 * @param transport {@code TCP} or {@code UDP}
 * @param appProtocol for Services; empty for none
 * @param completed whether a missing host or port is written into the config
 */
record Listener(
    String protocol, int port, String transport, String appProtocol, boolean completed) {

  static Listener tcp(int port) {
    return new Listener("", port, "TCP", "", port > 0);
  }

  static Listener http(int port) {
    return new Listener("", port, "TCP", "http", port > 0);
  }

  static Listener udp(int port) {
    return new Listener("", port, "UDP", "", port > 0);
  }

  static Listener protocol(String protocol, int port, String transport, String appProtocol) {
    return new Listener(protocol, port, transport, appProtocol, true);
  }

  boolean isNested() {
    return !protocol.isEmpty();
  }
}
