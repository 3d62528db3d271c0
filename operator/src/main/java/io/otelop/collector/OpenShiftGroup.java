// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.otelop.collector.child.Children;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The group of the files in a pod's volumes. OpenShift chooses it for each namespace, and the Go
 * operator has written it into the workloads, where it stays while the spec says nothing: to take
 * it away would restart the pods, which would get it all the same. Pure.
 */
final class OpenShiftGroup {

  private OpenShiftGroup() {}

  /** Adds it to the desired objects, which are the caller's to change. */
  static List<HasMetadata> keptIn(
      List<HasMetadata> desired, EffectiveCollector collector, List<HasMetadata> observed) {
    var group = observed.stream().flatMap(it -> group(it).stream()).findFirst();
    if (group.isPresent() && Children.isOpenShift(collector.facts().cluster())) {
      for (var object : desired) {
        ObservedWorkload.template(object)
            .filter(it -> group(object).isEmpty())
            .ifPresent(
                template ->
                    template
                        .getSpec()
                        .setSecurityContext(
                            with(template.getSpec().getSecurityContext(), group.get())));
      }
    }
    return desired;
  }

  private static Optional<Long> group(HasMetadata object) {
    return ObservedWorkload.template(object)
        .map(template -> template.getSpec().getSecurityContext())
        .map(PodSecurityContext::getFsGroup);
  }

  private static PodSecurityContext with(@Nullable PodSecurityContext given, long group) {
    var builder =
        given == null ? new PodSecurityContextBuilder() : new PodSecurityContextBuilder(given);
    return builder.withFsGroup(group).build();
  }
}
