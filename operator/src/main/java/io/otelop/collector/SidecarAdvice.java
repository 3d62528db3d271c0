// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.otelop.reason.Advice;

/** What to do about the reasons of sidecars. */
public final class SidecarAdvice {

  private static final String NAME_ANOTHER = "{set COLLECTOR}";

  private SidecarAdvice() {}

  /** The advice for a reason. */
  public static Advice of(SidecarReason reason) {
    return switch (reason) {
      case SidecarAlreadyThere ->
          Advice.none("The pod came with a collector in it, which was left as it is");
      case SidecarRemoved -> Advice.none("A pod that came with a sidecar has none, as it asks for");
      case NoSidecarInNamespace ->
          new Advice(
              "No pod of a namespace gets a sidecar, although they ask for one with \"true\"",
              "kubectl -n {namespace} apply -f collector.yaml && {restart}");
      case SeveralSidecars ->
          new Advice(
              "Pods that ask with \"true\" get no sidecar since there is a second one",
              NAME_ANOTHER);
      case UnknownCollector ->
          new Advice("A pod that names a collector gets no sidecar", NAME_ANOTHER);
      case NotASidecar ->
          new Advice(
              "A pod that names a collector with pods of its own gets no sidecar", NAME_ANOTHER);
      case InvalidCollector ->
          new Advice(
              "No pod gets a sidecar from a collector that is stored and looks well",
              "kubectl otel -n {namespace} explain collector COLLECTOR");
      case VolumeNameTaken ->
          new Advice(
              "A pod with a volume of the name of one of the sidecar's gets no sidecar", "{edit}");
      case ContainerNameTaken ->
          new Advice(
              "A pod with a container of the name of one of the sidecar's gets no sidecar",
              "{edit}");
      case VolumeMissing ->
          new Advice(
              "No pod gets a sidecar that mounts a volume which nobody has",
              "kubectl otel -n {namespace} explain collector COLLECTOR");
      case SidecarForbidden ->
          new Advice(
              "No pod gets a sidecar in a namespace with a Pod Security level, or a pod gets none that"
                  + " has what the collector's security context does not go with",
              "kubectl otel -n {namespace} explain collector COLLECTOR");
      case ConfigNotWritten ->
          new Advice(
              "A pod whose sidecar has its config in a file gets no sidecar",
              "kubectl -n {namespace} get configmaps -l"
                  + " app.kubernetes.io/component=opentelemetry-sidecar");
      case PermissionsNotGranted ->
          new Advice(
              "A sidecar that reads from Kubernetes logs that it is forbidden",
              "kubectl otel -n {namespace} explain collector COLLECTOR");
      case PodWillNotEnd ->
          new Advice("A Job with a sidecar does not complete", "kubectl get nodes");
    };
  }
}
