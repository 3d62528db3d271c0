// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import io.otelop.collector.CollectorReason;
import io.otelop.collector.component.ComponentId;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import io.otelop.crds.collector.PortsSpec;
import io.otelop.naming.PortNames;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Ports that a Service takes. Rules: collector.md 4.4, rows 6 and 7. */
final class PortChecks {

  private static final int MAX_PORT = 65_535;
  private static final Set<String> ALL_HOSTS = Set.of("", "0.0.0.0", "::", "[::]");

  private PortChecks() {}

  static Stream<Finding> of(Candidate candidate) {
    return Stream.of(
            specified(candidate), inferred(candidate), namedByNumber(candidate), taken(candidate))
        .flatMap(Function.identity());
  }

  private static Stream<Finding> specified(Candidate candidate) {
    var ports = Objects.requireNonNullElse(candidate.spec().ports(), List.<PortsSpec>of());
    var findings = new ArrayList<Finding>();
    var taken = new HashSet<String>();
    for (var i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var field = "spec.ports[" + i + "]";
      var name = Objects.requireNonNullElse(port.name(), "");
      if (!PortNames.isValid(name)) {
        findings.add(invalid(field + ".name", name, PortNames.PROBLEM));
      }
      if (port.port() < 1 || port.port() > MAX_PORT) {
        findings.add(
            invalid(field + ".port", String.valueOf(port.port()), "is not between 1 and 65535"));
      }
      if (!taken.add(port.port() + Objects.requireNonNullElse(port.protocol(), "TCP"))) {
        findings.add(
            invalid(field + ".port", String.valueOf(port.port()), "is in the list already"));
      }
      if (port.nodePort() != null && port.nodePort() != 0) {
        findings.add(
            Finding.of(
                CollectorReason.WithoutEffect,
                field + ".nodePort",
                port.nodePort().toString(),
                "has no effect, since the Service has no ports on nodes"));
      }
    }
    return findings.stream();
  }

  private static Stream<Finding> inferred(Candidate candidate) {
    var findings = new ArrayList<Finding>();
    candidate
        .config()
        .eachEnabled(
            Section.RECEIVERS,
            (id, settings) -> {
              var component = Components.of(Section.RECEIVERS, id);
              if (component.demandsPort() && component.ports(id, settings).isEmpty()) {
                findings.add(
                    invalid(
                        "spec.config.receivers." + id,
                        "",
                        "names no port in listen_address, and has none of its own"));
              }
            });
    return findings.stream();
  }

  /** A NetworkPolicy or a monitor that goes by the component's name would look for it in vain. */
  private static Stream<Finding> namedByNumber(Candidate candidate) {
    var specified = Objects.requireNonNullElse(candidate.spec().ports(), List.<PortsSpec>of());
    var findings = new ArrayList<Finding>();
    for (var section : List.of(Section.RECEIVERS, Section.EXPORTERS)) {
      candidate
          .config()
          .eachEnabled(
              section,
              (id, settings) ->
                  Components.of(section, id).ports(id, settings).stream()
                      .filter(it -> hasName(id) && it.isNamedByNumber())
                      .filter(it -> specified.stream().noneMatch(has -> has.port() == it.number()))
                      .map(
                          it ->
                              Finding.of(
                                  CollectorReason.PortNamedByNumber,
                                  "spec.config." + section.key() + "." + id,
                                  "",
                                  "makes no name of at most 15 characters for its port, which is"
                                      + " called "
                                      + it.name()))
                      .forEach(findings::add));
    }
    return findings.stream();
  }

  /** A collector starts only if each component gets its port; its own check does not try that. */
  private static Stream<Finding> taken(Candidate candidate) {
    var config = candidate.config().withDefaults();
    var owners = new HashMap<String, String>();
    var telemetry = config.telemetry();
    if (telemetry.isServed() && ALL_HOSTS.contains(telemetry.host())) {
      owners.put(telemetry.port() + "TCP", "service.telemetry.metrics");
    }
    var findings = new ArrayList<Finding>();
    for (var section : List.of(Section.RECEIVERS, Section.EXPORTERS, Section.EXTENSIONS)) {
      config.eachEnabled(
          section,
          (id, settings) -> {
            var field = section.key() + "." + id;
            for (var port : Components.of(section, id).portsOfAllAddresses(id, settings)) {
              var owner = owners.putIfAbsent(port.number() + port.transport(), field);
              if (owner != null) {
                findings.add(
                    Finding.of(
                        CollectorReason.PortTaken,
                        "spec.config." + field,
                        "",
                        "listens on port %d, as %s does, so that the collector cannot start"
                            .formatted(port.number(), owner)));
              }
            }
          });
    }
    return findings.stream();
  }

  /** Names that a type's own protocols make cannot be helped. */
  private static boolean hasName(ComponentId id) {
    return id.text().indexOf('/') >= 0;
  }

  private static Finding invalid(String field, String value, String problem) {
    return Finding.of(CollectorReason.InvalidSpec, field, value, problem);
  }
}
