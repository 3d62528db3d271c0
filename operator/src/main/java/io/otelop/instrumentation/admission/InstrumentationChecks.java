// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.instrumentation.Agent;
import io.otelop.instrumentation.InstrumentationFacts;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.language.AgentProfile;
import io.otelop.instrumentation.language.Languages;
import io.otelop.instrumentation.restart.RestartWindow;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a spec, errors and warnings. Rules: instrumentation.md 1.5, 1.6. */
public final class InstrumentationChecks {

  private static final String HTTPS = "https://";

  private InstrumentationChecks() {}

  /** What is wrong with one language, and so no reason to do without the others. */
  public static List<Finding> of(AgentProfile agent, JsonNode spec) {
    return PodFieldChecks.of(agent, spec.path(agent.field()));
  }

  /** All other findings at once; empty where everything is right. */
  public static List<Finding> of(JsonNode spec, InstrumentationFacts facts) {
    var findings = new ArrayList<Finding>(SamplerChecks.of(spec.path("sampler")));
    findings.addAll(PodFieldChecks.ofAll(spec));
    addTls(spec.path("exporter"), findings);
    for (var language : Languages.ALL) {
      language
          .agent()
          .ifPresent(
              agent -> {
                addVolume(agent, spec.path(agent.field()), findings);
                var image = spec.path(agent.field()).path("image").asText("");
                BlockedUpgrades.problem(language.name(), image, facts.image(language.name()))
                    .ifPresent(
                        problem ->
                            findings.add(
                                Finding.of(
                                    InstrumentationReason.UpgradeBlocked,
                                    "spec." + agent.field() + ".image",
                                    image,
                                    problem)));
              });
    }
    var window = spec.path("restart").path("window");
    if (!RestartWindow.isZoneKnown(window)) {
      findings.add(
          Finding.of(
              InstrumentationReason.TimeZoneUnknown,
              "spec.restart.window.timeZone",
              window.path("timeZone").asText(""),
              "is no time zone"));
    }
    return List.copyOf(findings);
  }

  private static void addTls(JsonNode exporter, List<Finding> findings) {
    var endpoint = exporter.path("endpoint").asText("");
    var tls = exporter.path("tls");
    if (!tls.isObject()) {
      if (endpoint.startsWith(HTTPS)) {
        findings.add(
            Finding.of(
                InstrumentationReason.HttpsWithoutTls,
                "spec.exporter.endpoint",
                endpoint,
                "wants TLS, and spec.exporter.tls is not set"));
      }
      return;
    }
    if (tls.path("cert_file").asText("").isEmpty() != tls.path("key_file").asText("").isEmpty()) {
      findings.add(
          Finding.of(
              InstrumentationReason.TlsIncomplete,
              "spec.exporter.tls",
              "",
              "has one of cert_file and key_file, and the client needs both"));
    }
    if (!endpoint.startsWith(HTTPS)) {
      findings.add(
          Finding.of(
              InstrumentationReason.TlsWithoutHttps,
              "spec.exporter.endpoint",
              endpoint,
              "does not begin with https://, so spec.exporter.tls is not used"));
    }
  }

  private static void addVolume(AgentProfile agent, JsonNode section, List<Finding> findings) {
    if (!section.hasNonNull("volumeLimitSize")) {
      return;
    }
    var field = "spec." + agent.field() + ".volumeLimitSize";
    var limit = section.path("volumeLimitSize").asText("");
    if (!Agent.hasClaim(section)) {
      findings.add(
          Finding.of(
              InstrumentationReason.VolumeLimitDeprecated, field, limit, "is a deprecated field"));
    } else {
      findings.add(
          Finding.of(
              InstrumentationReason.VolumeGivenTwice,
              field,
              limit,
              "limits a volume that spec." + agent.field() + ".volumeClaimTemplate gives already"));
    }
  }
}
