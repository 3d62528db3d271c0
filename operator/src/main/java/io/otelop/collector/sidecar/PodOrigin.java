// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.sidecar;

import io.otelop.naming.EnvNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.OwnerChain;
import io.otelop.pod.PodFacts;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a sidecar is told of its pod. Rules: collector.md 2.7; owners other than those of a
 * Deployment are told too.
 */
final class PodOrigin {

  private static final List<EnvEntry> REFERENCES =
      List.of(
          EnvEntry.ofField(EnvNames.ATTRIBUTES_POD_NAME, "metadata.name"),
          EnvEntry.ofField(EnvNames.ATTRIBUTES_POD_UID, "metadata.uid"),
          EnvEntry.ofField(EnvNames.ATTRIBUTES_NODE_NAME, "spec.nodeName"));

  private PodOrigin() {}

  static List<EnvEntry> of(PodFacts pod) {
    var attributes = new TreeMap<String, String>();
    attributes.put("k8s.namespace.name", pod.namespace());
    attributes.put("k8s.pod.name", reference(EnvNames.ATTRIBUTES_POD_NAME));
    attributes.put("k8s.pod.uid", reference(EnvNames.ATTRIBUTES_POD_UID));
    attributes.put("k8s.node.name", reference(EnvNames.ATTRIBUTES_NODE_NAME));
    for (var owner : OwnerChain.of(pod, true)) {
      var prefix = "k8s." + OwnerChain.kind(owner);
      attributes.put(prefix + ".name", owner.name());
      if (!owner.uid().isEmpty()) {
        attributes.put(prefix + ".uid", owner.uid());
      }
    }
    var text =
        attributes.entrySet().stream()
            .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
            .collect(Collectors.joining(","));
    return List.of(
        REFERENCES.get(0),
        REFERENCES.get(1),
        REFERENCES.get(2),
        EnvEntry.of(EnvNames.RESOURCE_ATTRIBUTES, text));
  }

  private static String reference(String variable) {
    return "$(" + variable + ")";
  }
}
