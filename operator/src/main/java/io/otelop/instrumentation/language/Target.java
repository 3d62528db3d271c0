// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.instrumentation.Agent;
import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.pod.ContainerSecurity;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A container that a language is asked for.
 *
 * @param facts of its pod
 * @param container as it came
 * @param all the containers that the language is asked for, init containers first
 * @param instrumentation says how
 * @param agent what it says about the language
 * @param earlier names of the languages that the pod gets before this one
 */
public record Target(
    PodFacts facts,
    PodContainer container,
    List<PodContainer> all,
    EffectiveInstrumentation instrumentation,
    Agent agent,
    Set<String> earlier) {

  /** Copies the collections. */
  public Target {
    all = List.copyOf(all);
    earlier = Set.copyOf(earlier);
  }

  /** The init container in front of which injected ones go; empty for the end of the list. */
  String placement() {
    var first = all.getFirst();
    return first.isInit() ? first.name() : "";
  }

  /** The security context of injected init containers; a missing node where they have none. */
  JsonNode initSecurityContext() {
    return initSecurityContext(all.getFirst());
  }

  /** The same where another container counts. */
  JsonNode initSecurityContext(PodContainer model) {
    return security().complete(givenSecurityContext(model), true);
  }

  /**
   * The same for a container with the image of the application itself, which runs as it always does
   * unless the Instrumentation says otherwise.
   */
  JsonNode cloneSecurityContext(PodContainer model) {
    var isOfOthers = instrumentation.securityContext().isObject();
    return security().complete(givenSecurityContext(model), isOfOthers);
  }

  private JsonNode givenSecurityContext(PodContainer model) {
    var given = instrumentation.securityContext();
    return given.isObject() ? given : model.tree().path("securityContext");
  }

  private ContainerSecurity security() {
    return new ContainerSecurity(facts);
  }

  /** Refuses where the pod would be refused for what the Instrumentation says. */
  public Optional<Contribution> securityRefusal() {
    return securityRefusal("spec.initContainerSecurityContext", instrumentation.securityContext());
  }

  /** The same for a context that the Instrumentation gives in a field. */
  Optional<Contribution> securityRefusal(String field, JsonNode context) {
    var security = security();
    var of = "of Instrumentation " + instrumentation.fullName() + " ";
    return security
        .forbidden(context)
        .map(
            part ->
                forbidden(
                    field + "." + part,
                    of
                        + "is against the level %s of namespace %s"
                            .formatted(security.level().label(), facts.namespace())))
        .or(
            () ->
                security
                    .misfit(context)
                    .map(
                        misfit ->
                            forbidden(field + "." + misfit.field(), of + misfit.problem())
                                .withRemedy("leave it out, or change the pod")))
        .map(Contribution.Refused::new);
  }

  private static Finding forbidden(String field, String problem) {
    return Finding.of(InstrumentationReason.SecurityContextForbidden, field, "", problem);
  }

  /** A variable that the container or the language's section gives; the container comes first. */
  Optional<EnvEntry> ownOrAgentEnv(String variable) {
    return container.env(variable).or(() -> named(agent.env().stream(), variable));
  }

  /** A variable that the Instrumentation gives; the language's section comes first. */
  Optional<EnvEntry> givenByInstrumentation(String variable) {
    return named(Stream.concat(agent.env().stream(), instrumentation.env().stream()), variable);
  }

  /** Refuses an init container, where the language cannot do anything with one. */
  Optional<Contribution> initContainerRefusal() {
    if (!container.isInit()) {
      return Optional.empty();
    }
    return Optional.of(
        new Contribution.Refused(
            Finding.of(
                InstrumentationReason.InitContainerNotSupported,
                "spec.initContainers[" + container.name() + "]",
                "",
                "is an init container, and this language is only for containers")));
  }

  /** Where a variable of the container is in the pod. */
  String path(String variable) {
    return container.path() + ".env[" + variable + "]";
  }

  private static Optional<EnvEntry> named(Stream<EnvEntry> entries, String variable) {
    return entries.filter(entry -> entry.name().equals(variable)).findFirst();
  }
}
