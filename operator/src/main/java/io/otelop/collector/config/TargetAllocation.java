// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the Prometheus receiver is told where a target allocator shares out the targets: whom to ask
 * for them, instead of what to scrape. Rules: targetallocator-opamp-ops.md A2.9.
 *
 * @param service the allocator's Service
 * @param interval between two questions, as Go writes durations
 * @param isMutual whether both sides prove who they are
 */
public record TargetAllocation(String service, String interval, boolean isMutual) {

  /** Where the pods find the certificates for it. */
  public static final String CERTIFICATES = "/tls";

  /** The one receiver that a target allocator knows. */
  private static final String RECEIVER = "prometheus";

  /**
   * The config with that in it; every other key of the receiver stays.
   *
   * @return the same where there is no such receiver
   */
  CollectorConfig appliedTo(CollectorConfig config) {
    ObjectNode tree = config.tree().deepCopy();
    if (!(tree.path("receivers").path(RECEIVER) instanceof ObjectNode receiver)) {
      return config;
    }
    if (receiver.get("config") instanceof ObjectNode scraping) {
      scraping.remove("scrape_configs");
    }
    var allocator =
        receiver.get("target_allocator") instanceof ObjectNode given
            ? given
            : receiver.putObject("target_allocator");
    allocator
        .put("endpoint", isMutual ? "https://" + service + ":443" : "http://" + service + ":80")
        .put("interval", interval)
        .put("collector_id", "${POD_NAME}");
    if (isMutual) {
      var tls =
          allocator.get("tls") instanceof ObjectNode given ? given : allocator.putObject("tls");
      tls.put("ca_file", CERTIFICATES + "/ca.crt")
          .put("cert_file", CERTIFICATES + "/tls.crt")
          .put("key_file", CERTIFICATES + "/tls.key")
          .put("reload_interval", "5m");
    }
    return CollectorConfig.of(tree);
  }
}
