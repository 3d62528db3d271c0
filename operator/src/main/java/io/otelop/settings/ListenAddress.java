// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a server listens, written as {@code host:port}, {@code :port} for every address, {@code
 * [::1]:port}, or {@code 0} or nothing for not at all.
 *
 * @param host empty for every address of the machine
 * @param port 0 for whichever is free, -1 for not at all
 */
public record ListenAddress(String host, int port) {

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:\\[(?<six>[0-9a-fA-F:.%]+)]|(?<host>[^\\[\\]:/\\s]*)):(?<port>[0-9]{1,5})");

  /** A server that is not wanted. */
  public static final ListenAddress NONE = new ListenAddress("", -1);

  /** Every address of the machine. */
  public static ListenAddress all(int port) {
    return new ListenAddress("", port);
  }

  static Optional<ListenAddress> parse(String text) {
    if (text.isEmpty() || text.equals("0")) {
      return Optional.of(NONE);
    }
    var match = WRITTEN.matcher(text);
    if (!match.matches() || Integer.parseInt(match.group("port")) > 65535) {
      return Optional.empty();
    }
    var host = match.group("six") == null ? match.group("host") : match.group("six");
    return Optional.of(new ListenAddress(host, Integer.parseInt(match.group("port"))));
  }

  /** Whether a server is wanted. */
  public boolean isWanted() {
    return port >= 0;
  }

  /** The address to bind to. */
  public InetSocketAddress socketAddress() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    if (!isWanted()) {
      return "0";
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
