// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.reason.Advice;

/** What to do about each {@link InstrumentationReason}; the compiler wants one for each. */
public final class InstrumentationAdvice {

  private static final String EDIT = "{edit}";
  private static final String EDIT_INSTRUMENTATION =
      "kubectl -n NAMESPACE edit instrumentation NAME";

  private InstrumentationAdvice() {}

  /** The advice for a reason. */
  public static Advice of(InstrumentationReason reason) {
    return switch (reason) {
      case AlreadyInstrumented ->
          Advice.none("The pod came with an agent in it, and it was left as it is");
      case LanguageDisabled ->
          new Advice(
              "Pods that ask for one language get no agent, in every namespace",
              "helm upgrade opentelemetry-operator CHART --reuse-values"
                  + " --set manager.autoInstrumentation.LANGUAGE.enabled=true");
      case NoInstrumentationInNamespace ->
          new Advice(
              "No pod of a namespace gets an agent, although they ask for one with \"true\"",
              "kubectl -n {namespace} apply -f instrumentation.yaml && {restart}");
      case SeveralInstrumentations ->
          new Advice(
              "Pods that ask with \"true\" get no agent since there is a second Instrumentation",
              "{set INSTRUMENTATION}");
      case SelectorsOverlap ->
          new Advice(
              "Pods that no annotation asks for get no agent since a second one selects them",
              EDIT_INSTRUMENTATION);
      case UnknownInstrumentation ->
          new Advice("A pod that names an Instrumentation gets no agent", "{set INSTRUMENTATION}");
      case InvalidInstrumentation ->
          new Advice(
              "No pod gets an agent from an Instrumentation that is stored and looks well",
              EDIT_INSTRUMENTATION);
      case TlsObjectMissing ->
          new Advice(
              "Pods get no agent where the Instrumentation names a Secret or ConfigMap for TLS",
              "kubectl -n {namespace} create secret generic SECRET --from-file=ca.crt");
      case ContainerNamesInvalid ->
          new Advice("A pod that names its containers gets no agent", "{set app,worker}");
      case ContainerNamesMissing ->
          new Advice("A pod that asks for several languages gets none of them", "{set CONTAINER}");
      case ContainerNamedTwice ->
          new Advice("A pod that asks for several languages gets none of them", "{set CONTAINER}");
      case ContainerNotFound ->
          new Advice("Some container of a pod gets no agent", "{set CONTAINER}");
      case InitContainerNotSupported ->
          new Advice("An init container gets no agent", "{set CONTAINER}");
      case OnlyOneContainer ->
          new Advice("A pod that names several containers gets no agent", "{set CONTAINER}");
      case OnlyFirstContainer ->
          new Advice("Only the first of several containers gets the agent", "{set CONTAINER}");
      case OwnerUnknown ->
          Advice.none("Telemetry does not name the Deployment or CronJob that it comes from");
      case UnsupportedPlatform -> new Advice("A pod gets no Python agent", "{set glibc}");
      case UnsupportedRuntime -> new Advice("A pod gets no .NET agent", "{set linux-x64}");
      case OwnAgent -> new Advice("A container that brings an agent gets no other one", EDIT);
      case TargetExecutableMissing ->
          new Advice("A pod gets no Go agent", "{set /PATH/OF/THE/PROGRAM}");
      case ProcessesNotShared -> new Advice("A pod gets no Go agent", EDIT);
      case OtherAgent -> new Advice("Two agents are in one program, or it is left alone", EDIT);
      case NameTaken ->
          new Advice("A pod gets no agent that has a volume or container of the same name", EDIT);
      case PathTaken ->
          new Advice("A container gets no agent that mounts something else in its place", EDIT);
      case SecurityContextForbidden ->
          new Advice(
              "No pod gets an agent in a namespace with a Pod Security level, or a pod gets none that"
                  + " has what the Instrumentation's security context does not go with",
              EDIT);
      case PrivilegedAgentForbidden ->
          new Advice(
              "A pod gets no Go agent in a namespace with a Pod Security level",
              "kubectl label namespace {namespace} --overwrite"
                  + " pod-security.kubernetes.io/enforce=privileged");
      case ImageVolumesNotSupported ->
          new Advice(
              "Pods get no agent, or another way, on nodes of an old version",
              EDIT_INSTRUMENTATION);
      case AgentIsCopied ->
          new Advice(
              "An agent is copied although the Instrumentation says ImageVolume",
              EDIT_INSTRUMENTATION);
      case SamplerUnknown ->
          new Advice("An Instrumentation is refused for its sampler", EDIT_INSTRUMENTATION);
      case SamplerArgumentInvalid ->
          new Advice(
              "An Instrumentation is refused for the argument of its sampler",
              EDIT_INSTRUMENTATION);
      case VolumeGivenTwice ->
          new Advice("An Instrumentation is refused for its volume", EDIT_INSTRUMENTATION);
      case PodsWouldBeRefused ->
          new Advice(
              "An Instrumentation is refused for what it would put into pods",
              EDIT_INSTRUMENTATION);
      case SamplerNotSet ->
          new Advice("An argument of the sampler has no effect", EDIT_INSTRUMENTATION);
      case TimeZoneUnknown ->
          new Advice("An Instrumentation is refused for its window", EDIT_INSTRUMENTATION);
      case TlsIncomplete ->
          new Advice("The agents do not present their certificate", EDIT_INSTRUMENTATION);
      case TlsWithoutHttps ->
          new Advice("The agents do not use the certificates given", EDIT_INSTRUMENTATION);
      case HttpsWithoutTls ->
          new Advice(
              "The agents do not trust the endpoint of their telemetry", EDIT_INSTRUMENTATION);
      case VolumeLimitDeprecated ->
          new Advice("A warning comes with an Instrumentation", EDIT_INSTRUMENTATION);
      case UpgradeBlocked ->
          new Advice(
              "The image of an agent is not upgraded with the operator", EDIT_INSTRUMENTATION);
    };
  }
}
