// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.attributes;

import io.otelop.instrumentation.EffectiveInstrumentation;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.naming.EnvNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddEnv;
import io.otelop.pod.PodEdit.AddEnvTogether;
import io.otelop.pod.PodEdit.AddResourceAttributes;
import io.otelop.pod.PodEdit.PrependEnv;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables that every SDK reads, in the compatible order. Rules: instrumentation.md 3, 4.
 *
 * @param edits in their order
 * @param remarks what a person should know
 */
public record CommonEnv(List<PodEdit> edits, List<Finding> remarks) {

  /** The addresses of node and pod, so that every other variable can refer to them. */
  public static final List<EnvEntry> ADDRESSES =
      List.of(
          EnvEntry.ofField(EnvNames.NODE_IP, "status.hostIP"),
          EnvEntry.ofField(EnvNames.POD_IP, "status.podIP"));

  /** Copies the lists. */
  public CommonEnv {
    edits = List.copyOf(edits);
    remarks = List.copyOf(remarks);
  }

  /** What comes in front of all that a container has. */
  public static PodEdit addresses(String container) {
    return new PrependEnv(container, ADDRESSES);
  }

  /**
   * What comes behind the variables of language and Instrumentation.
   *
   * @param container that the telemetry is about
   * @param into the container that gets the variables
   */
  public static CommonEnv of(
      PodFacts facts,
      PodContainer container,
      String into,
      EffectiveInstrumentation instrumentation) {
    var attributes = ResourceAttributes.of(facts, container, instrumentation);
    var name = ServiceName.of(facts, container, instrumentation, attributes.values());
    var exporter = ExporterTls.of(instrumentation.exporter());
    var env = new ArrayList<EnvEntry>();
    env.add(EnvEntry.of(EnvNames.SERVICE_NAME, name));
    var endpoint = instrumentation.exporter().endpoint();
    if (!endpoint.isEmpty()) {
      env.add(EnvEntry.of(EnvNames.EXPORTER_ENDPOINT, endpoint));
    }
    env.addAll(exporter.env());
    env.addAll(attributes.variables());
    if (!instrumentation.propagators().isEmpty()) {
      env.add(EnvEntry.of(EnvNames.PROPAGATORS, instrumentation.propagators()));
    }
    var edits = new ArrayList<PodEdit>(exporter.mounts(into));
    edits.add(new AddEnv(into, env));
    sampler(instrumentation.sampler(), into, edits);
    edits.add(new AddResourceAttributes(into, attributes.attributes()));
    return new CommonEnv(edits, remarks(instrumentation, attributes));
  }

  private static void sampler(
      EffectiveInstrumentation.Sampler sampler, String into, List<PodEdit> edits) {
    if (sampler.type().isEmpty()) {
      return;
    }
    var env = new ArrayList<EnvEntry>();
    env.add(EnvEntry.of(EnvNames.TRACES_SAMPLER, sampler.type()));
    if (!sampler.argument().isEmpty()) {
      env.add(EnvEntry.of(EnvNames.TRACES_SAMPLER_ARG, sampler.argument()));
    }
    var unless = List.of(EnvNames.TRACES_SAMPLER, EnvNames.TRACES_SAMPLER_ARG);
    edits.add(new AddEnvTogether(into, env, unless));
  }

  private static List<Finding> remarks(
      EffectiveInstrumentation instrumentation, ResourceAttributes attributes) {
    var remarks = new ArrayList<Finding>();
    if (instrumentation.resource().addsUids()) {
      attributes.owners().stream()
          .filter(owner -> owner.uid().isEmpty())
          .forEach(
              owner ->
                  remarks.add(
                      Finding.of(
                          InstrumentationReason.OwnerUnknown,
                          "",
                          "",
                          "the uid of %s %s is not known, so it is left out"
                              .formatted(owner.kind(), owner.name()))));
    }
    return remarks;
  }
}
