// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where pods reach the API server: the port of its Service, and those that it listens on. They are
 * asked for when somebody wants to know, and again after some minutes.
 */
public final class ApiServerPorts {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServerPorts.class);
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int OF_SERVICE = 443;

  private final KubernetesClient client;
  private final Clock clock;
  private Set<Integer> known = Set.of();
  private Instant asked = Instant.MIN;

  /** Nobody is asked yet. */
  public ApiServerPorts(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** The ports; empty where the cluster does not tell. */
  public synchronized Set<Integer> known() {
    var now = clock.instant();
    if (asked.isBefore(now.minus(KEPT))) {
      asked = now;
      known = ask();
    }
    return known;
  }

  private Set<Integer> ask() {
    try {
      var slice =
          client
              .discovery()
              .v1()
              .endpointSlices()
              .inNamespace("default")
              .withName("kubernetes")
              .get();
      if (slice == null) {
        return Set.of();
      }
      var ports = new TreeSet<Integer>();
      slice.getPorts().stream()
          .map(port -> port.getPort())
          .filter(Objects::nonNull)
          .forEach(ports::add);
      if (!ports.isEmpty()) {
        ports.add(OF_SERVICE);
      }
      return Set.copyOf(ports);
    } catch (KubernetesClientException unreadable) {
      LOG.atDebug().setCause(unreadable).log("the ports of the API server are not known");
      return Set.of();
    }
  }
}
