// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import io.otelop.collector.CollectorReason;
import io.otelop.collector.component.ComponentId;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import io.otelop.collector.config.ConfigReason;
import io.otelop.reason.Finding;
import io.otelop.reason.NearMiss;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Components that may not run here, and those that the collector's image may not have. Which ones
 * an image has is not known for sure, so these are warnings. Rules: collector.md 4.4, row 14.
 */
final class ComponentChecks {

  private ComponentChecks() {}

  static Stream<Finding> of(Candidate candidate) {
    var version = version(candidate);
    return Arrays.stream(Section.values())
        .flatMap(
            section ->
                candidate.config().used(section).stream()
                    .filter(id -> !candidate.config().settings(section, id).isMissingNode())
                    .flatMap(
                        id ->
                            Stream.of(
                                    forbidden(candidate, section, id),
                                    unknown(section, id),
                                    version.flatMap(it -> unknownTo(it, section, id)))
                                .flatMap(Optional::stream)));
  }

  private static Optional<Finding> forbidden(Candidate candidate, Section section, ComponentId id) {
    return candidate.facts().forbiddenComponents().contains(section.noun() + "." + id.type())
        ? Optional.of(
            Finding.of(
                CollectorReason.ForbiddenComponent,
                field(section, id),
                id.type(),
                "may not be used on machines in FIPS mode"))
        : Optional.empty();
  }

  private static Optional<Finding> unknown(Section section, ComponentId id) {
    if (Components.isKnown(section, id.type())) {
      return Optional.empty();
    }
    var finding =
        Finding.of(
            ConfigReason.UnknownComponentType,
            field(section, id),
            id.type(),
            "is no " + section.noun() + " that this operator knows");
    return Optional.of(
        NearMiss.of(id.type(), Components.types(section))
            .map(near -> finding.withRemedy("did you mean \"" + near + "\"?"))
            .orElse(finding));
  }

  private static Optional<Finding> unknownTo(
      CollectorVersion version, Section section, ComponentId id) {
    var component = Components.of(section, id);
    var isNewest = component.types().getFirst().equals(id.type());
    var since = CollectorVersion.of(component.newestFrom());
    var removed = CollectorVersion.of(component.removedIn());
    if (isNewest && since.filter(version::isBefore).isPresent()) {
      return Optional.of(
          Finding.of(
                  ConfigReason.UnknownComponentType,
                  field(section, id),
                  id.type(),
                  "is a name that no collector before "
                      + component.newestFrom()
                      + " knows, and the image is of "
                      + version)
              .withRemedy("write \"" + component.types().getLast() + "\""));
    }
    return removed
        .filter(it -> !version.isBefore(it))
        .map(
            it ->
                Finding.of(
                    ConfigReason.UnknownComponentType,
                    field(section, id),
                    id.type(),
                    "was removed from the collector in "
                        + it
                        + ", and the image is of "
                        + version));
  }

  private static Optional<CollectorVersion> version(Candidate candidate) {
    var image = Objects.requireNonNullElse(candidate.spec().image(), "");
    return image.isEmpty()
        ? CollectorVersion.of(candidate.facts().defaults().version())
        : CollectorVersion.of(image.replaceFirst(".*/", "").replaceFirst("[^:]*:", ""));
  }

  private static String field(Section section, ComponentId id) {
    return "spec.config." + section.key() + "." + id;
  }
}
