// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

/**
 * A port that a component of a config opens.
 *
 * @param name as a Service takes it, at most 15 characters
 * @param number 1 to 65535
 * @param transport {@code TCP} or {@code UDP}
 * @param appProtocol empty for none
 */
public record ComponentPort(String name, int number, String transport, String appProtocol) {

  private static final int MAX_NAME = 15;

  /** A port named after the component, or after its number where that makes no good name. */
  static ComponentPort of(String base, int number, Listener listener) {
    return new ComponentPort(
        portName(base, number), number, listener.transport(), listener.appProtocol());
  }

  /** Port name of a component, collector.md 3.2. */
  static String portName(String base, int number) {
    if (base.length() > MAX_NAME) {
      return "port-" + number;
    }
    var name = base.replace('/', '-').replace('_', '-');
    return isLabel(name) ? name : "port-" + number;
  }

  /** Whether the component's name would not do. */
  public boolean isNamedByNumber() {
    return name.equals("port-" + number);
  }

  private static boolean isLabel(String name) {
    if (name.isEmpty() || name.startsWith("-") || name.endsWith("-")) {
      return false;
    }
    return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }
}
