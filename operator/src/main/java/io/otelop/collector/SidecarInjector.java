// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.collector.Sidecars.Candidate;
import io.otelop.collector.Sidecars.OtherMode;
import io.otelop.collector.Sidecars.Unusable;
import io.otelop.collector.Sidecars.Usable;
import io.otelop.collector.sidecar.Sidecar;
import io.otelop.crds.UserAnnotations;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.Decision.Source;
import io.otelop.pod.Decision.Subject;
import io.otelop.pod.PodEdit.RemoveContainer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodInjector;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a collector into pods that ask for it. Rules: collector.md 2.7, instrumentation.md 5. */
public final class SidecarInjector implements PodInjector {

  private static final String NAME = "sidecar";
  private static final String SOURCE = "collector";
  private static final Subject SUBJECT = new Subject(NAME, InjectedNames.COLLECTOR);

  private final Sidecars sidecars;

  /** An injector of the collectors that are known. */
  public SidecarInjector(Sidecars sidecars) {
    this.sidecars = sidecars;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Decision> decide(PodFacts pod) {
    var asked = pod.merged(UserAnnotations.INJECT_SIDECAR);
    if (asked.isEmpty()) {
      return List.of();
    }
    var isThere = pod.container(InjectedNames.COLLECTOR).isPresent();
    if (asked.equalsIgnoreCase("false")) {
      return isThere ? List.of(removed()) : List.of();
    }
    if (isThere) {
      return List.of(
          skipped(
              SidecarReason.SidecarAlreadyThere,
              asked,
              "asks for a sidecar, and the pod has one already"));
    }
    return List.of(choose(pod, asked));
  }

  private Decision choose(PodFacts pod, String asked) {
    if (asked.equalsIgnoreCase("true")) {
      return onlyOne(pod, asked);
    }
    var slash = asked.indexOf('/');
    var namespace = slash < 0 ? pod.namespace() : asked.substring(0, slash);
    return sidecars
        .find(namespace, asked.substring(slash + 1))
        .map(candidate -> use(pod, asked, candidate))
        .orElseGet(
            () ->
                skipped(
                    SidecarReason.UnknownCollector,
                    asked,
                    "names no collector of namespace " + namespace));
  }

  private Decision onlyOne(PodFacts pod, String asked) {
    var candidates =
        sidecars.in(pod.namespace()).stream().filter(it -> !(it instanceof OtherMode)).toList();
    return switch (candidates.size()) {
      case 0 ->
          skipped(
              SidecarReason.NoSidecarInNamespace,
              asked,
              "asks for the sidecar of namespace " + pod.namespace() + ", which has none");
      case 1 -> use(pod, asked, candidates.getFirst());
      default ->
          skipped(
              SidecarReason.SeveralSidecars,
              asked,
              candidates.stream()
                  .map(Candidate::fullName)
                  .collect(Collectors.joining(", ", "could mean ", "")));
    };
  }

  private static Decision use(PodFacts pod, String asked, Candidate candidate) {
    return switch (candidate) {
      case Usable(var sidecar) -> inject(pod, asked, sidecar);
      case OtherMode(var name, var mode) ->
          skipped(
              SidecarReason.NotASidecar,
              asked,
              "names the collector " + name + ", which runs as a " + mode.key());
      case Unusable(var name, var findings) ->
          skipped(
              SidecarReason.InvalidCollector,
              asked,
              findings.stream()
                  .map(Finding::sentence)
                  .collect(Collectors.joining("; ", "means the collector " + name + ": ", "")));
    };
  }

  private static Decision inject(PodFacts pod, String asked, Sidecar sidecar) {
    return sidecar
        .takenVolume(pod)
        .map(
            volume ->
                skipped(
                    SidecarReason.VolumeNameTaken,
                    asked,
                    "brings a volume " + volume + ", and the pod has another one of that name"))
        .orElseGet(
            () ->
                new Injected(
                    SUBJECT,
                    new Source(SOURCE, sidecar.fullName() + "@" + sidecar.generation()),
                    sidecar.edits(pod),
                    remarks(pod)));
  }

  /** A container beside others runs until the pod is deleted. */
  private static List<Finding> remarks(PodFacts pod) {
    var restarts = pod.pod().path("spec").path("restartPolicy").asText("Always");
    return pod.features().nativeSidecars() || restarts.equals("Always")
        ? List.of()
        : List.of(
            Finding.of(
                SidecarReason.PodWillNotEnd,
                "spec.restartPolicy",
                restarts,
                "lets the pod end, which the sidecar keeps it from"));
  }

  private static Decision removed() {
    return new Removed(
        SUBJECT,
        List.of(new RemoveContainer(InjectedNames.COLLECTOR)),
        Finding.of(
            SidecarReason.SidecarRemoved,
            UserAnnotations.INJECT_SIDECAR,
            "false",
            "removes the sidecar that the pod came with"));
  }

  private static Decision skipped(SidecarReason reason, String asked, String what) {
    return new Skipped(
        Subject.ofPod(NAME), Finding.of(reason, UserAnnotations.INJECT_SIDECAR, asked, what));
  }
}
