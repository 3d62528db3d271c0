// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import io.fabric8.kubernetes.api.model.ServicePort;
import io.otelop.crds.opampbridge.BridgeSpec;
import io.otelop.naming.PortNames;
import io.otelop.reason.Finding;
import io.otelop.reason.NearMiss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is wrong or odd in the spec of an OpAMP bridge. Pure. No finding has a header, or an address
 * with its password, in it. Rules: targetallocator-opamp-ops.md B1, B3.
 */
final class BridgeChecks {

  /** What the bridge offers whatever the custom resource says. */
  static final String REPORTS_STATUS = "ReportsStatus";

  /** The port of the Service that leads to the bridge. */
  static final int PORT = 80;

  private static final String PORT_NAME = "opamp-bridge";
  private static final int MAX_PORT = 65_535;
  private static final String TCP = "TCP";

  /** Names of the protocol OpAMP; the bridge ignores others without a word. */
  private static final Set<String> CAPABILITIES =
      Set.of(
          REPORTS_STATUS,
          "AcceptsRemoteConfig",
          "ReportsEffectiveConfig",
          "AcceptsPackages",
          "ReportsPackageStatuses",
          "ReportsOwnTraces",
          "ReportsOwnMetrics",
          "ReportsOwnLogs",
          "AcceptsOpAMPConnectionSettings",
          "AcceptsOtherConnectionSettings",
          "AcceptsRestartCommand",
          "ReportsHealth",
          "ReportsRemoteConfig",
          "ReportsHeartbeat",
          "ReportsAvailableComponents",
          "ReportsConnectionSettingsStatus");

  /** The sections that the bridge compares with the list. */
  private static final Set<String> SECTIONS = Set.of("receivers", "processors", "exporters");

  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|wss?)://.+", Pattern.DOTALL);

  private final List<Finding> findings = new ArrayList<>();

  private BridgeChecks() {}

  static List<Finding> of(BridgeSpec spec) {
    var checks = new BridgeChecks();
    checks.endpoint(spec);
    checks.proxy(spec);
    checks.names("spec.capabilities.", spec.capabilities().keySet(), CAPABILITIES, "capability");
    checks.sections(spec);
    checks.replicas(spec);
    checks.ports(spec);
    return checks.findings;
  }

  /** A variable in it may stand for anything. */
  private void endpoint(BridgeSpec spec) {
    var endpoint = spec.endpoint().strip();
    if (endpoint.isEmpty()) {
      wrong("spec.endpoint", "", "is empty, and there is no server without an address");
    } else if (!ADDRESS.matcher(endpoint).matches() && endpoint.indexOf('$') < 0) {
      findings.add(
          Finding.of(
              BridgeReason.BridgeEndpointUnusual,
              "spec.endpoint",
              "",
              "is no address of HTTP or of a WebSocket, so the bridge finds no server"));
    }
    var tls = spec.tls();
    if (tls == null || !Boolean.TRUE.equals(tls.insecure())) {
      return;
    }
    if (Boolean.TRUE.equals(tls.insecureSkipVerify())) {
      wrong("spec.tls", "", "insecure and insecure_skip_verify are mutually exclusive");
    }
    var scheme = endpoint.toLowerCase(Locale.ROOT);
    if (scheme.startsWith("https:") || scheme.startsWith("wss:")) {
      wrong(
          "spec.tls.insecure",
          "true",
          "does not go with an address of https or wss, and the bridge would not start");
    }
  }

  private void proxy(BridgeSpec spec) {
    var proxy = spec.proxy();
    if (proxy == null || proxy.headers() == null || proxy.headers().isEmpty()) {
      return;
    }
    var url = Objects.requireNonNullElse(proxy.url(), "").strip().toLowerCase(Locale.ROOT);
    if (url.isEmpty()) {
      wrong("spec.proxy.headers", "", "need a proxy, and url names none");
    } else if (url.startsWith("socks5:") || url.startsWith("socks5h:")) {
      wrong("spec.proxy.headers", "", "do not go with a proxy of SOCKS");
    }
  }

  private void sections(BridgeSpec spec) {
    var allowed =
        Objects.requireNonNullElse(spec.componentsAllowed(), Map.<String, List<String>>of());
    for (var section : List.of("extensions", "connectors")) {
      if (allowed.containsKey(section)) {
        findings.add(
            Finding.of(
                BridgeReason.BridgeFieldWithoutEffect,
                "spec.componentsAllowed." + section,
                "",
                "has no effect: the bridge compares receivers, processors and exporters alone, and"
                    + " the server may use any of the "
                    + section));
      }
    }
    var others = new HashSet<>(allowed.keySet());
    others.removeAll(List.of("extensions", "connectors"));
    names("spec.componentsAllowed.", others, SECTIONS, "section that the bridge compares");
  }

  private void names(String parent, Collection<String> given, Set<String> known, String what) {
    given.stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(
            name -> {
              var finding =
                  Finding.of(
                      BridgeReason.BridgeFieldWithoutEffect,
                      parent + name,
                      "",
                      "is no " + what + ", so it has no effect");
              findings.add(
                  NearMiss.of(name, known.stream().sorted().toList())
                      .map(near -> finding.withRemedy("did you mean \"" + near + "\"?"))
                      .orElse(finding));
            });
  }

  private void replicas(BridgeSpec spec) {
    if (spec.replicas() != null && spec.replicas() > 1) {
      wrong(
          "spec.replicas",
          spec.replicas().toString(),
          "is more than 1, and two bridges would undo each other's work");
    }
  }

  private void ports(BridgeSpec spec) {
    var names = new HashSet<>(Set.of(PORT_NAME));
    var numbers = new HashSet<>(Set.of(PORT + TCP));
    var i = 0;
    for (var port : Objects.requireNonNullElse(spec.ports(), List.<ServicePort>of())) {
      var field = "spec.ports[" + i++ + "]";
      var name = Objects.requireNonNullElse(port.getName(), "");
      var number = Objects.requireNonNullElse(port.getPort(), 0);
      if (!PortNames.isValid(name)) {
        wrong(field + ".name", name, PortNames.PROBLEM);
      } else if (!names.add(name)) {
        wrong(field + ".name", name, "is the name of another port of the Service");
      }
      if (number < 1 || number > MAX_PORT) {
        wrong(field + ".port", String.valueOf(number), "is not between 1 and " + MAX_PORT);
      } else if (!numbers.add(number + Objects.requireNonNullElse(port.getProtocol(), TCP))) {
        wrong(
            field + ".port",
            String.valueOf(number),
            "is the number of another port of the Service");
      }
      if (port.getNodePort() != null && port.getNodePort() != 0) {
        findings.add(
            Finding.of(
                BridgeReason.BridgeFieldWithoutEffect,
                field + ".nodePort",
                port.getNodePort().toString(),
                "has no effect, since the Service has no ports on nodes"));
      }
    }
  }

  private void wrong(String field, String value, String problem) {
    findings.add(Finding.of(BridgeReason.InvalidBridge, field, value, problem));
  }
}
