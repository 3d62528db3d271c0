// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.instrumentation.attributes.CommonEnv;
import io.otelop.instrumentation.language.Contribution;
import io.otelop.instrumentation.language.Contribution.Made;
import io.otelop.instrumentation.language.Contribution.Refused;
import io.otelop.instrumentation.language.Language;
import io.otelop.instrumentation.language.Target;
import io.otelop.instrumentation.select.OtherAgents;
import io.otelop.pod.ContainerResources;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.Decision.Source;
import io.otelop.pod.Decision.Subject;
import io.otelop.pod.InjectionNote;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddContainer;
import io.otelop.pod.PodEdit.AddEnv;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.AddPullSecret;
import io.otelop.pod.PodReason;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of one container for one language. */
final class Injection {

  /** The custom resource that says how. */
  static final String SOURCE = "instrumentation";

  private static final String CLUSTER_SOURCE = "clusterinstrumentation";

  private Injection() {}

  /** The custom resources that a note names, with their generations. */
  static List<String> sources(InjectionNote note) {
    return Stream.of(SOURCE, CLUSTER_SOURCE)
        .flatMap(kind -> Stream.of(note.sources().getOrDefault(kind, "").split(",", -1)))
        .toList();
  }

  static Decision of(Language language, Target target) {
    var subject = new Subject(language.name(), target.container().name());
    if (language.agent().isPresent() && target.facts().isWindows()) {
      return new Skipped(subject, windows(target));
    }
    if (!target.agent().problems().isEmpty()) {
      return new Skipped(subject, invalid(language, target));
    }
    var other =
        language.agent().isPresent()
            ? OtherAgents.in(target.facts(), target.container())
            : Optional.<Finding>empty();
    if (other.isPresent() && target.instrumentation().skipsOtherAgents()) {
      return new Skipped(subject, other.get().withRemedy(OtherAgents.REMEDY_WHERE_SKIPPED));
    }
    var contribution = language.contribute(target);
    if (runsInitContainers(language, contribution)) {
      contribution = target.securityRefusal().orElse(contribution);
    }
    return switch (contribution) {
      case Refused(var finding) -> new Skipped(subject, finding);
      case Made made -> injected(subject, language, target, made, other.stream().toList());
    };
  }

  /** The other languages of the Instrumentation can do without the section. */
  private static Finding invalid(Language language, Target target) {
    return Finding.of(
        InstrumentationReason.InvalidInstrumentation,
        language.keys().inject(),
        "",
        "means Instrumentation %s, which is invalid for it: %s"
            .formatted(
                target.instrumentation().fullName(),
                target.agent().problems().getFirst().sentence()));
  }

  /** The SDK's variables alone do no harm there. */
  private static Finding windows(Target target) {
    return Finding.of(
        PodReason.WindowsPod,
        target.facts().windowsField(),
        "windows",
        "sends the pod to Windows, and the agents that are injected are for Linux");
  }

  /** An agent that is a container of its own has a security context of its own. */
  private static boolean runsInitContainers(Language language, Contribution contribution) {
    return !language.isBeside()
        && contribution instanceof Made made
        && made.parts().stream().anyMatch(AddInitContainer.class::isInstance);
  }

  /** Namespaces limit the resources of containers. */
  private static PodEdit fitted(PodEdit part, ContainerResources resources) {
    return switch (part) {
      case AddContainer(var container) -> new AddContainer(resources.fitted(container, false));
      case AddInitContainer(var container, var before) ->
          new AddInitContainer(
              resources.fitted(container, !container.has("restartPolicy")), before);
      default -> part;
    };
  }

  /** Init containers that end take no more than the pod does without them. */
  private static Optional<Finding> excess(List<PodEdit> edits, ContainerResources resources) {
    return edits.stream()
        .flatMap(
            edit ->
                switch (edit) {
                  case AddContainer(var container) -> Stream.of(container);
                  case AddInitContainer(var container, _) when container.has("restartPolicy") ->
                      Stream.of(container);
                  default -> Stream.<JsonNode>empty();
                })
        .flatMap(container -> resources.excess(container).stream())
        .findFirst();
  }

  /** An agent that cannot be mounted is no reason to do without it. */
  private static Optional<Finding> copied(Language language, Target target, Made made) {
    var instrumentation = target.instrumentation();
    return language.isAlwaysCopied()
            && instrumentation.delivery() == Delivery.IMAGE_VOLUME
            && made.parts().stream().anyMatch(AddInitContainer.class::isInstance)
        ? Optional.of(
            Finding.of(
                InstrumentationReason.AgentIsCopied,
                "spec.delivery",
                "ImageVolume",
                "of Instrumentation %s is not possible for %s, whose agent is copied"
                    .formatted(instrumentation.fullName(), language.name())))
        : Optional.empty();
  }

  /** The compatible order: who asks for the same variable first has it. */
  private static Decision injected(
      Subject subject, Language language, Target target, Made made, List<Finding> others) {
    var into = made.container();
    var instrumentation = target.instrumentation();
    var common = CommonEnv.of(target.facts(), target.container(), into, instrumentation);
    var resources = new ContainerResources(target.facts());
    var edits = new ArrayList<PodEdit>();
    made.parts().forEach(part -> edits.add(fitted(part, resources)));
    edits.add(CommonEnv.addresses(into));
    edits.add(new AddEnv(into, target.agent().env()));
    edits.addAll(made.before());
    edits.add(new AddEnv(into, instrumentation.env()));
    edits.addAll(made.after());
    edits.addAll(common.edits());
    if (language.agent().isPresent()) {
      instrumentation.pullSecrets().forEach(name -> edits.add(new AddPullSecret(name)));
    }
    var remarks = new ArrayList<>(others);
    remarks.addAll(made.remarks());
    remarks.addAll(common.remarks());
    copied(language, target, made).ifPresent(remarks::add);
    var source =
        new Source(
            instrumentation.namespace().isEmpty() ? CLUSTER_SOURCE : SOURCE,
            instrumentation.fullName() + "@" + instrumentation.generation(),
            instrumentation.contents().getOrDefault(subject.injection(), ""));
    return Clashes.in(target.facts(), target.container(), edits)
        .or(() -> excess(edits, resources))
        .<Decision>map(clash -> new Skipped(subject, clash))
        .orElseGet(() -> new Injected(subject, source, edits, remarks));
  }
}
