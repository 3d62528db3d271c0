// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.child;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.otelop.collector.EffectiveCollector;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import io.otelop.crds.collector.ProbeSpec;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The probes of a collector that runs the health_check extension. Rules: collector.md 2.5.
 *
 * @param liveness null where the collector has no such extension, as the others
 */
record CollectorProbes(
    @Nullable Probe liveness, @Nullable Probe readiness, @Nullable Probe startup) {

  private static final String HEALTH_CHECK = "health_check";
  private static final int PORT = 13133;

  static CollectorProbes of(EffectiveCollector collector) {
    var found = new AtomicReference<@Nullable Probe>();
    collector
        .config()
        .eachEnabled(
            Section.EXTENSIONS,
            (id, settings) -> {
              if (id.type().equals(HEALTH_CHECK) && found.get() == null) {
                var ports = Components.of(Section.EXTENSIONS, id).ports(id, settings);
                found.set(probe(settings, ports.isEmpty() ? PORT : ports.getFirst().number()));
              }
            });
    var probe = found.get();
    if (probe == null) {
      return new CollectorProbes(null, null, null);
    }
    var spec = collector.spec();
    return new CollectorProbes(
        tuned(probe, spec.livenessProbe()),
        tuned(probe, spec.readinessProbe()),
        tuned(probe, spec.startupProbe()));
  }

  private static Probe probe(JsonNode settings, int port) {
    var path = settings.path("path").asText("");
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path.isEmpty() ? "/" : path)
        .withPort(new IntOrString(port))
        .endHttpGet()
        .build();
  }

  private static Probe tuned(Probe probe, @Nullable ProbeSpec by) {
    if (by == null) {
      return probe;
    }
    return new ProbeBuilder(probe)
        .withInitialDelaySeconds(by.initialDelaySeconds())
        .withTimeoutSeconds(by.timeoutSeconds())
        .withPeriodSeconds(by.periodSeconds())
        .withSuccessThreshold(by.successThreshold())
        .withFailureThreshold(by.failureThreshold())
        .withTerminationGracePeriodSeconds(by.terminationGracePeriodSeconds())
        .build();
  }
}
