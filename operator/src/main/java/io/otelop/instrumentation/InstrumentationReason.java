// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.info;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** Why a container is, or is not, instrumented as asked, and what can be wrong with the asking. */
public enum InstrumentationReason implements Reason {
  AlreadyInstrumented(info()),
  LanguageDisabled(error("let the operator be started with the language enabled")),

  NoInstrumentationInNamespace(
      error("create one there, or name one of another namespace as \"namespace/name\"")),
  SeveralInstrumentations(error("name the one that is meant")),
  SelectorsOverlap(error("let one of them select other pods, or ask by annotation for the one")),
  UnknownInstrumentation(error("correct the name, or create the Instrumentation")),
  InvalidInstrumentation(error("correct the Instrumentation")),
  TlsObjectMissing(error("create it: a pod that mounts it would not start")),

  ContainerNamesInvalid(
      error("separate the names by commas, without spaces, as in \"app,worker\"")),
  ContainerNamesMissing(error("say for each language which containers it is for, as in \"app\"")),
  ContainerNamedTwice(error("name each container once for each language")),
  ContainerNotFound(error("correct the name")),
  InitContainerNotSupported(error("name a container that is not an init container")),
  OnlyOneContainer(error("name one container")),
  OnlyFirstContainer(warning("name one container")),

  ImageVolumesNotSupported(
      warning("an init container copies the agent instead; with Auto that needs no word")),

  AgentIsCopied(warning("say Auto, which mounts the images of those agents that can be mounted")),

  OwnerUnknown(warning("")),

  UnsupportedPlatform(error("say \"glibc\" or \"musl\"")),
  UnsupportedRuntime(error("say \"linux-x64\" or \"linux-musl-x64\"")),
  OwnAgent(error("remove the variable if the operator is to bring the agent")),
  OtherAgent(
      warning("keep one of the two, or let spec.otherAgents of the Instrumentation be Skip")),
  TargetExecutableMissing(error("give the path of the program, as in \"/app/shop\"")),
  ProcessesNotShared(error("remove the field, or set it to true")),

  NameTaken(error("rename it")),
  PathTaken(error("mount it elsewhere")),

  SecurityContextForbidden(error("give it what the level allows, or leave it to the operator")),
  PrivilegedAgentForbidden(error("run the application in a namespace that allows it")),

  SamplerUnknown(error("name a sampler that the SDKs know")),
  SamplerArgumentInvalid(error("give an argument that the sampler takes")),
  VolumeGivenTwice(error("keep volumeClaimTemplate or volumeLimitSize, not both")),
  SamplerNotSet(warning("set it, or know that the agents decide how much is sampled")),
  TlsIncomplete(warning("give both cert_file and key_file, or none of them")),
  TlsWithoutHttps(warning("begin the endpoint with https://, or remove the section")),
  HttpsWithoutTls(warning("add spec.exporter.tls unless the system's certificates are enough")),
  VolumeLimitDeprecated(warning("use volumeClaimTemplate for another kind of volume")),
  PodsWouldBeRefused(error("correct it, since no pod can have it")),
  TimeZoneUnknown(error("name one as in \"Europe/Berlin\"")),
  UpgradeBlocked(warning("set the image yourself once the application is ready for it"));

  private final Meaning meaning;

  InstrumentationReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
