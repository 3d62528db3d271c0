// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** How the API server reaches the webhooks. */
public sealed interface WebhookTarget {

  /** The names that the server's certificate must prove, and those of the machine itself. */
  List<String> serverNames();

  /**
   * Through a Service of the cluster.
   *
   * @param port of the Service
   */
  record ThroughService(String namespace, String name, int port) implements WebhookTarget {

    @Override
    public List<String> serverNames() {
      var full = name + "." + namespace + ".svc";
      return withLocal(List.of(full, full + ".cluster.local"));
    }
  }

  /**
   * At an address, for an operator outside the cluster.
   *
   * @param base begins with {@code https://}
   */
  record AtUrl(URI base) implements WebhookTarget {

    /** Drops a slash at the end, so that a path can follow. */
    public AtUrl {
      base = URI.create(base.toString().replaceFirst("/+$", ""));
    }

    @Override
    public List<String> serverNames() {
      var host = base.getHost();
      return withLocal(List.of(host.startsWith("[") ? host.substring(1, host.length() - 1) : host));
    }
  }

  private static List<String> withLocal(List<String> names) {
    var all = new ArrayList<>(names);
    for (var local : List.of("localhost", "127.0.0.1", "::1")) {
      if (!all.contains(local)) {
        all.add(local);
      }
    }
    return List.copyOf(all);
  }
}
