// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** Why a container is, or is not, instrumented as asked, and what can be wrong with the asking. */
public enum InstrumentationReason implements Reason {
  AlreadyInstrumented(Severity.INFO, ""),
  LanguageDisabled(Severity.ERROR, "let the operator be started with the language enabled"),

  NoInstrumentationInNamespace(
      Severity.ERROR, "create one there, or name one of another namespace as \"namespace/name\""),
  SeveralInstrumentations(Severity.ERROR, "name the one that is meant"),
  SelectorsOverlap(
      Severity.ERROR, "let one of them select other pods, or ask by annotation for the one"),
  UnknownInstrumentation(Severity.ERROR, "correct the name, or create the Instrumentation"),
  InvalidInstrumentation(Severity.ERROR, "correct the Instrumentation"),
  TlsObjectMissing(Severity.ERROR, "create it: a pod that mounts it would not start"),

  ContainerNamesInvalid(
      Severity.ERROR, "separate the names by commas, without spaces, as in \"app,worker\""),
  ContainerNamesMissing(
      Severity.ERROR, "say for each language which containers it is for, as in \"app\""),
  ContainerNamedTwice(Severity.ERROR, "name each container once for each language"),
  ContainerNotFound(Severity.ERROR, "correct the name"),
  InitContainerNotSupported(Severity.ERROR, "name a container that is not an init container"),
  OnlyOneContainer(Severity.ERROR, "name one container"),
  OnlyFirstContainer(Severity.WARNING, "name one container"),

  ImageVolumesNotSupported(
      Severity.WARNING, "an init container copies the agent instead; with Auto that needs no word"),

  AgentIsCopied(
      Severity.WARNING, "say Auto, which mounts the images of those agents that can be mounted"),

  OwnerUnknown(Severity.WARNING, ""),

  UnsupportedPlatform(Severity.ERROR, "say \"glibc\" or \"musl\""),
  UnsupportedRuntime(Severity.ERROR, "say \"linux-x64\" or \"linux-musl-x64\""),
  OwnAgent(Severity.ERROR, "remove the variable if the operator is to bring the agent"),
  OtherAgent(
      Severity.WARNING,
      "keep one of the two, or let spec.otherAgents of the Instrumentation be Skip"),
  TargetExecutableMissing(Severity.ERROR, "give the path of the program, as in \"/app/shop\""),
  ProcessesNotShared(Severity.ERROR, "remove the field, or set it to true"),

  SecurityContextForbidden(
      Severity.ERROR, "give it what the level allows, or leave it to the operator"),
  PrivilegedAgentForbidden(Severity.ERROR, "run the application in a namespace that allows it"),

  SamplerUnknown(Severity.ERROR, "name a sampler that the SDKs know"),
  SamplerArgumentInvalid(Severity.ERROR, "give an argument that the sampler takes"),
  VolumeGivenTwice(Severity.ERROR, "keep volumeClaimTemplate or volumeLimitSize, not both"),
  SamplerNotSet(Severity.WARNING, "set it, or know that the agents decide how much is sampled"),
  TlsIncomplete(Severity.WARNING, "give both cert_file and key_file, or none of them"),
  TlsWithoutHttps(Severity.WARNING, "begin the endpoint with https://, or remove the section"),
  HttpsWithoutTls(
      Severity.WARNING, "add spec.exporter.tls unless the system's certificates are enough"),
  VolumeLimitDeprecated(Severity.WARNING, "use volumeClaimTemplate for another kind of volume"),
  TimeZoneUnknown(Severity.ERROR, "name one as in \"Europe/Berlin\""),
  UpgradeBlocked(Severity.WARNING, "set the image yourself once the application is ready for it");

  private final Severity severity;
  private final String remedy;

  InstrumentationReason(Severity severity, String remedy) {
    this.severity = severity;
    this.remedy = remedy;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
