// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.OptionalInt;

/** Reading and completing the addresses that a collector's config gives as text. */
final class Addresses {

  private static final int MAX_PORT = 65_535;

  private Addresses() {}

  /**
   * The port of an address or URL: the digits after its last colon outside of brackets.
   *
   * @return empty where the text names none, or none that is a port
   */
  static OptionalInt port(String address) {
    var authority = authority(address);
    var colon = authority.lastIndexOf(':');
    if (colon < 0 || authority.indexOf(']') > colon) {
      return OptionalInt.empty();
    }
    return number(authority.substring(colon + 1));
  }

  /** The address with a missing host or port filled in; one that names both is left as it is. */
  static String complete(String address, int defaultPort) {
    if (address.isEmpty()) {
      return "0.0.0.0:" + defaultPort;
    }
    if (address.startsWith(":")) {
      return "0.0.0.0" + address;
    }
    return number(address).isPresent() ? "0.0.0.0:" + address : address;
  }

  /** Whether who listens on an address listens on every one of the machine. */
  static boolean isOfAllHosts(String address) {
    return address.startsWith(":") || address.startsWith("0.0.0.0:") || address.startsWith("[::]:");
  }

  private static String authority(String address) {
    var scheme = address.indexOf("://");
    var rest = scheme < 0 ? address : address.substring(scheme + 3);
    var slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  private static OptionalInt number(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    var number = Integer.parseInt(text);
    return number >= 1 && number <= MAX_PORT ? OptionalInt.of(number) : OptionalInt.empty();
  }
}
