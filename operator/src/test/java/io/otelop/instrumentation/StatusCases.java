// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.otelop.crds.instrumentation.Instrumentation;
import io.otelop.crds.instrumentation.InstrumentationStatus;
import io.otelop.crds.instrumentation.RestartStatus;
import io.otelop.settings.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the operator's own functions say of an Instrumentation where it may not do something. */
public final class StatusCases {

  private StatusCases() {}

  /** A status that gives the reason. */
  public static InstrumentationStatus of(LifeReason reason, String namespace, String name) {
    var resource = new Instrumentation();
    resource.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    var secrets =
        reason == LifeReason.ReferencesUnknown
            ? new References(List.of(), List.of(), List.of("Secret " + namespace + "/authority"))
            : References.NONE;
    var restart =
        RestartReasonsTest.ofWorkloads().contains(reason)
            ? Optional.of(RestartReasonsTest.status(reason))
            : Optional.<RestartStatus>empty();
    return StatusReport.of(
        new StatusReport.Inputs(
            1,
            EffectiveInstrumentation.of(resource, InstrumentationFacts.of(Settings.defaults())),
            pods(reason),
            secrets,
            new TreeMap<>(),
            restart),
        null,
        Instant.parse("2026-03-01T12:00:00Z"));
  }

  private static Optional<Survey.Report> pods(LifeReason reason) {
    return reason == LifeReason.PodsNotCountedYet
        ? Optional.empty()
        : Optional.of(new Survey.Report(1, 0, Map.of(), reason != LifeReason.PodsNotReadable));
  }
}
