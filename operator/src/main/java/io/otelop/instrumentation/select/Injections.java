// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.naming.EnvNames;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a pod was instrumented before it came to us. Rules: instrumentation.md 2.3. */
public final class Injections {

  private static final Set<String> INIT_CONTAINERS =
      Set.of(
          InjectedNames.agent("java"),
          InjectedNames.agent("nodejs"),
          InjectedNames.agent("python"),
          InjectedNames.agent("dotnet"),
          InjectedNames.attach("apache"),
          InjectedNames.attach("nginx"),
          InjectedNames.CONFIG_CLONE);

  private Injections() {}

  /** What shows that it was; empty for a pod that was not. */
  public static Optional<Finding> in(PodFacts facts) {
    var injected =
        Stream.concat(
            facts.initContainers().stream()
                .filter(container -> INIT_CONTAINERS.contains(container.name()))
                .map(container -> "spec.initContainers[" + container.name() + "]"),
            Stream.concat(facts.containers().stream(), facts.initContainers().stream())
                .filter(container -> container.name().equals(InjectedNames.AGENT))
                .map(container -> "container " + container.name()));
    var variable = EnvNames.ATTRIBUTES_NODE_NAME;
    var configured =
        Stream.concat(facts.containers().stream(), facts.initContainers().stream())
            .filter(container -> !container.name().equals(InjectedNames.COLLECTOR))
            .filter(container -> container.env(variable).isPresent())
            .map(container -> "env " + variable + " of container " + container.name());
    return Stream.concat(injected, configured)
        .findFirst()
        .map(
            what ->
                Finding.of(
                    InstrumentationReason.AlreadyInstrumented,
                    what,
                    "",
                    "shows that the pod is instrumented already"));
  }
}
