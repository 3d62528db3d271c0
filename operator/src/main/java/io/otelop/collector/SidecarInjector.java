// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.collector.Sidecars.Candidate;
import io.otelop.collector.Sidecars.OtherMode;
import io.otelop.collector.Sidecars.Unusable;
import io.otelop.collector.Sidecars.Usable;
import io.otelop.collector.sidecar.Sidecar;
import io.otelop.crds.UserAnnotations;
import io.otelop.naming.InjectedNames;
import io.otelop.naming.Labels;
import io.otelop.pod.Decision;
import io.otelop.pod.Decision.Injected;
import io.otelop.pod.Decision.Removed;
import io.otelop.pod.Decision.Skipped;
import io.otelop.pod.Decision.Source;
import io.otelop.pod.Decision.Subject;
import io.otelop.pod.PodEdit.RemoveContainer;
import io.otelop.pod.PodFacts;
import io.otelop.pod.PodInjector;
import io.otelop.pod.PodReason;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a collector into pods that ask for it. Rules: collector.md 2.7, instrumentation.md 5. */
public final class SidecarInjector implements PodInjector {

  private static final String NAME = "sidecar";
  private static final String SOURCE = "collector";
  private static final Subject SUBJECT = new Subject(NAME, InjectedNames.COLLECTOR);

  private final Sidecars sidecars;
  private final SidecarNeeds needs;

  /** An injector of the collectors that are known, where somebody meets the needs of their pods. */
  public SidecarInjector(Sidecars sidecars, SidecarNeeds needs) {
    this.sidecars = sidecars;
    this.needs = needs;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Decision> decide(PodFacts pod) {
    var asked = pod.merged(UserAnnotations.INJECT_SIDECAR);
    if (asked.isEmpty() || isOurs(pod)) {
      return List.of();
    }
    var isThere = pod.container(InjectedNames.COLLECTOR).isPresent();
    if (asked.equalsIgnoreCase("false")) {
      return isThere && hasOthers(pod) ? List.of(removed()) : List.of();
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

  /** A namespace that wants no sidecars means others' pods, not those of collectors. */
  private static boolean isOurs(PodFacts pod) {
    return pod.label(Labels.MANAGED_BY).equals(Labels.OPERATOR);
  }

  /** A pod must have a container. */
  private static boolean hasOthers(PodFacts pod) {
    return pod.containers().stream().anyMatch(it -> !it.name().equals(InjectedNames.COLLECTOR));
  }

  private Decision choose(PodFacts pod, String asked) {
    if (asked.equalsIgnoreCase("true")) {
      return onlyOne(pod, asked);
    }
    var slash = asked.indexOf('/');
    if (slash == 0) {
      return skipped(SidecarReason.UnknownCollector, asked, "has no namespace in front of its /");
    }
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

  private Decision use(PodFacts pod, String asked, Candidate candidate) {
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

  private Decision inject(PodFacts pod, String asked, Sidecar sidecar) {
    var collector = sidecar.collector();
    if (pod.isWindows() && collector.image().equals(collector.facts().defaults().image())) {
      return new Skipped(
          Subject.ofPod(NAME),
          Finding.of(
                  PodReason.WindowsPod,
                  pod.windowsField(),
                  "windows",
                  "sends the pod to Windows, and the image of collector "
                      + sidecar.fullName()
                      + ", which names none, is for Linux")
              .withRemedy("name an image for Windows in spec.image of the collector"));
    }
    var taken = sidecar.takenVolume(pod);
    if (taken.isPresent()) {
      return skipped(
          SidecarReason.VolumeNameTaken,
          asked,
          "brings a volume " + taken.get() + ", and the pod has another one of that name");
    }
    var container = sidecar.takenContainer(pod);
    if (container.isPresent()) {
      return skipped(
          SidecarReason.ContainerNameTaken,
          asked,
          "brings a container " + container.get() + ", and the pod has another one of that name");
    }
    var missing = sidecar.missingVolume(pod);
    if (missing.isPresent()) {
      return skipped(
          SidecarReason.VolumeMissing,
          asked,
          "means the collector %s, which mounts a volume %s that neither it nor the pod has"
              .formatted(sidecar.fullName(), missing.get()));
    }
    var excess = sidecar.excess(pod);
    if (excess.isPresent()) {
      return new Skipped(Subject.ofPod(NAME), excess.get());
    }
    var forbidden = sidecar.forbidden(pod);
    if (forbidden.isPresent()) {
      return skipped(
          SidecarReason.SidecarForbidden,
          asked,
          "means the collector " + sidecar.fullName() + ", which has a " + forbidden.get());
    }
    if (!pod.isDryRun() && !needs.meet(sidecar, pod)) {
      return skipped(
          SidecarReason.ConfigNotWritten,
          asked,
          "means the collector "
              + sidecar.fullName()
              + ", whose config could not be put into namespace "
              + pod.namespace());
    }
    return new Injected(
        SUBJECT,
        new Source(SOURCE, sidecar.fullName() + "@" + sidecar.generation()),
        sidecar.edits(pod),
        remarks(pod, asked, sidecar));
  }

  private static List<Finding> remarks(PodFacts pod, String asked, Sidecar sidecar) {
    var remarks = new ArrayList<Finding>();
    var restarts = pod.pod().path("spec").path("restartPolicy").asText("Always");
    // A container beside others runs until the pod is deleted.
    if (!pod.features().nativeSidecars() && !restarts.equals("Always")) {
      remarks.add(
          Finding.of(
              SidecarReason.PodWillNotEnd,
              "spec.restartPolicy",
              restarts,
              "lets the pod end, which the sidecar keeps it from"));
    }
    if (sidecar.needsPermissions() && !sidecar.isGranted(pod)) {
      remarks.add(
          Finding.of(
              SidecarReason.PermissionsNotGranted,
              UserAnnotations.INJECT_SIDECAR,
              asked,
              "means the collector "
                  + sidecar.fullName()
                  + ", whose config needs permissions that the operator does not give to the pod's"
                  + " ServiceAccount"));
    }
    return remarks;
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
