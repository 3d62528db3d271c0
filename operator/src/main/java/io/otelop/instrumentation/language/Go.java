// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.crds.UserAnnotations;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.naming.EnvNames;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddContainer;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.AddVolume;
import io.otelop.pod.PodEdit.ShareProcesses;
import io.otelop.pod.SecurityLevel;
import io.otelop.reason.Finding;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.InstrumentationSettings;
import java.util.List;
import java.util.Optional;

/**
 * The agent for Go, a privileged container that watches a process of another one. Rules:
 * instrumentation.md 3.6.
 */
final class Go implements Language {

  private static final String NAME = "go";
  private static final String VOLUME = "kernel-debug";
  private static final String DIRECTORY = "/sys/kernel/debug";
  private static final String ALWAYS = "Always";

  private static final LanguageKeys KEYS =
      LanguageKeys.of(NAME, UserAnnotations.INJECT_GO, UserAnnotations.GO_CONTAINER_NAMES);

  private static final AgentProfile AGENT =
      AgentProfile.of(
          NAME, InstrumentationSettings.GO, ImageSettings.GO, UserAnnotations.DEFAULT_GO_IMAGE);

  @Override
  public LanguageKeys keys() {
    return KEYS;
  }

  @Override
  public Optional<AgentProfile> agent() {
    return Optional.of(AGENT);
  }

  @Override
  public boolean isBeside() {
    return true;
  }

  @Override
  public Contribution contribute(Target target) {
    return target
        .initContainerRefusal()
        .or(() -> forbidden(target))
        .or(() -> ownProcesses(target))
        .or(() -> processesOfNode(target))
        .or(() -> noExecutable(target))
        .or(
            () ->
                target.securityRefusal(
                    "spec.go.securityContext", target.agent().given().path("securityContext")))
        .orElseGet(() -> make(target));
  }

  /** The agent needs a path of the node, which only the privileged level has. */
  private static Optional<Contribution> forbidden(Target target) {
    var level = SecurityLevel.of(target.facts());
    if (level == SecurityLevel.PRIVILEGED) {
      return Optional.empty();
    }
    return Optional.of(
        new Contribution.Refused(
            Finding.of(
                InstrumentationReason.PrivilegedAgentForbidden,
                UserAnnotations.INJECT_GO,
                "",
                "asks for an agent that watches the node's kernel, which the level %s of namespace %s forbids"
                    .formatted(level.label(), target.facts().namespace()))));
  }

  private static Optional<Contribution> ownProcesses(Target target) {
    var shares = target.facts().pod().path("spec").path("shareProcessNamespace");
    if (!shares.isBoolean() || shares.asBoolean()) {
      return Optional.empty();
    }
    return Optional.of(
        new Contribution.Refused(
            Finding.of(
                InstrumentationReason.ProcessesNotShared,
                "spec.shareProcessNamespace",
                "false",
                "keeps the agent from seeing the program")));
  }

  /** The API server lets no pod share both, and the program may run in other pods of the node. */
  private static Optional<Contribution> processesOfNode(Target target) {
    if (!target.facts().pod().path("spec").path("hostPID").asBoolean()) {
      return Optional.empty();
    }
    return Optional.of(
        new Contribution.Refused(
            Finding.of(
                    InstrumentationReason.ProcessesNotShared,
                    "spec.hostPID",
                    "true",
                    "would let the agent see the programs of the whole node")
                .withRemedy("remove the field")));
  }

  private static Optional<Contribution> noExecutable(Target target) {
    var variable = EnvNames.GO_TARGET_EXE;
    if (annotation(target).isValueNode() || target.givenByInstrumentation(variable).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Contribution.Refused(
            Finding.of(
                InstrumentationReason.TargetExecutableMissing,
                UserAnnotations.GO_TARGET_EXE,
                "",
                "is not set at the pod, and no env of the Instrumentation has " + variable)));
  }

  private static Contribution make(Target target) {
    var volume = JsonNodeFactory.instance.objectNode().put("name", VOLUME);
    volume.putObject("hostPath").put("path", DIRECTORY);
    return new Contribution.Made(
        InjectedNames.AGENT,
        List.of(new ShareProcesses(), new AddVolume(volume), added(target)),
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * A container that never ends would keep a pod of a Job from ending; as a restartable init
   * container it goes when the others are done.
   */
  private static PodEdit added(Target target) {
    var container = container(target);
    var policy = target.facts().pod().path("spec").path("restartPolicy").asText(ALWAYS);
    return policy.equals(ALWAYS) || !target.facts().features().nativeSidecars()
        ? new AddContainer(container)
        : new AddInitContainer(container.put("restartPolicy", ALWAYS), "");
  }

  private static ObjectNode container(Target target) {
    var agent = target.agent();
    var container = PodParts.container(InjectedNames.AGENT, agent.image(), agent.resources());
    PodParts.setText(container, "imagePullPolicy", target.instrumentation().imagePullPolicy());
    container.putArray("volumeMounts").add(PodParts.mount(VOLUME, DIRECTORY));
    var given = agent.given().path("securityContext");
    if (given.isObject()) {
      container.set("securityContext", given);
    } else {
      var context = container.putObject("securityContext");
      context.put("runAsUser", 0).put("privileged", true);
      if (target.facts().pod().at("/spec/securityContext/runAsNonRoot").asBoolean()) {
        // The application's containers stay what the pod wants them to be.
        context.put("runAsNonRoot", false);
      }
    }
    var executable = annotation(target);
    if (executable.isValueNode()) {
      container
          .putArray("env")
          .add(EnvEntry.of(EnvNames.GO_TARGET_EXE, executable.asText("")).tree());
    }
    return container;
  }

  /** Read on the pod only; an empty text counts as given. */
  private static JsonNode annotation(Target target) {
    return target.facts().annotation(UserAnnotations.GO_TARGET_EXE);
  }
}
