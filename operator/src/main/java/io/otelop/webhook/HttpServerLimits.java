// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

/**
 * The limits of the JDK's HTTP server, which can only be set for the whole process and before its
 * first server is made. What was given with {@code -D} at start stays.
 */
public final class HttpServerLimits {

  private HttpServerLimits() {}

  /** Sets the limits; to be called before any HTTP server is made. */
  public static void apply() {
    set("sun.net.httpserver.nodelay", "true");
    // Longer than the 90 s after which the API server drops an idle connection: if this side closed
    // first, a request could be on its way already, and a POST is not sent twice.
    set("sun.net.httpserver.idleInterval", "120");
    set("sun.net.httpserver.maxIdleConnections", "200");
    // Whoever reaches the port can hold connections without a word; the API server needs one more.
    set("jdk.httpserver.maxConnections", "10000");
    // A client that sends nothing, or one byte a minute, is sent away.
    set("sun.net.httpserver.maxReqTime", "10");
    set("sun.net.httpserver.maxRspTime", "30");
  }

  private static void set(String name, String value) {
    System.getProperties().putIfAbsent(name, value);
  }
}
