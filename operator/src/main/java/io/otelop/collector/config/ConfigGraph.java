// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.collector.component.ComponentId;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks that a config hangs together: what a pipeline names is defined, no pipeline lacks an end,
 * connectors have both sides. Everything that is wrong is reported, not only the first thing.
 */
public final class ConfigGraph {

  private static final String ROOT = "spec.config";
  private static final List<Section> IN_PIPELINES =
      List.of(Section.RECEIVERS, Section.PROCESSORS, Section.EXPORTERS);
  private static final Set<String> SIGNALS = Set.of("traces", "metrics", "logs", "profiles");

  private final CollectorConfig config;
  private final List<Finding> findings = new ArrayList<>();

  private ConfigGraph(CollectorConfig config) {
    this.config = config;
  }

  /** All findings, in the order of the config. */
  public static List<Finding> check(CollectorConfig config) {
    var graph = new ConfigGraph(config);
    graph.sections();
    graph.pipelines();
    graph.extensions();
    graph.connectors();
    graph.protocols();
    return List.copyOf(graph.findings);
  }

  private void sections() {
    for (var section : Section.values()) {
      var components = config.tree().path(section.key());
      if (!components.isMissingNode() && !components.isNull() && !components.isObject()) {
        add(
            ConfigReason.WrongType,
            ROOT + "." + section.key(),
            components.toString(),
            "is not a map of " + section.noun() + "s by id");
      }
      for (var component : components.properties()) {
        if (component.getValue().isNull()) {
          add(
              ConfigReason.NullValue,
              ROOT + "." + section.key() + "." + component.getKey(),
              "",
              "has no value");
        }
      }
    }
  }

  private void pipelines() {
    var pipelines = config.tree().path("service").path("pipelines");
    if (!pipelines.isObject() || pipelines.isEmpty()) {
      add(ConfigReason.NoPipelines, ROOT + ".service.pipelines", "", "has no pipeline");
      return;
    }
    config.eachPipeline(this::pipeline);
  }

  private void pipeline(String id, JsonNode pipeline) {
    var path = ROOT + ".service.pipelines." + id;
    if (!SIGNALS.contains(new ComponentId(id).type())) {
      add(ConfigReason.PipelineTypeUnknown, path, id, "is not a pipeline of a known signal");
    }
    for (var section : IN_PIPELINES) {
      var list = pipeline.path(section.key());
      var field = path + "." + section.key();
      if (section != Section.PROCESSORS && list.isEmpty()) {
        add(
            ConfigReason.PipelineIncomplete,
            field,
            "",
            "names no " + section.noun() + ", so the pipeline \"" + id + "\" cannot start");
      }
      list.forEach(name -> reference(section, field, name.asText(), "pipeline \"" + id + "\""));
    }
  }

  private void extensions() {
    config
        .tree()
        .path("service")
        .path("extensions")
        .forEach(
            name ->
                reference(
                    Section.EXTENSIONS, ROOT + ".service.extensions", name.asText(), "service"));
  }

  private void reference(Section section, String field, String name, String user) {
    if (name.contains("${") || isDefined(section, name)) {
      return;
    }
    var problem =
        "is a %s that the %s uses but %s.%s does not define"
            .formatted(section.noun(), user, ROOT, section.key());
    var candidates = candidates(section);
    var finding = Finding.of(ConfigReason.UndefinedComponent, field, name, problem);
    findings.add(
        NearMiss.of(name, candidates)
            .map(candidate -> finding.withRemedy("did you mean \"" + candidate + "\"?"))
            .orElse(finding));
  }

  private boolean isDefined(Section section, String name) {
    var id = new ComponentId(name);
    return !config.settings(section, id).isMissingNode()
        || (mayBeConnector(section) && !config.settings(Section.CONNECTORS, id).isMissingNode());
  }

  private List<String> candidates(Section section) {
    var ids = new ArrayList<>(config.defined(section));
    if (mayBeConnector(section)) {
      ids.addAll(config.defined(Section.CONNECTORS));
    }
    return ids.stream().map(ComponentId::text).toList();
  }

  private static boolean mayBeConnector(Section section) {
    return section == Section.RECEIVERS || section == Section.EXPORTERS;
  }

  private void connectors() {
    var sources = new HashSet<>(config.used(Section.RECEIVERS));
    var sinks = new HashSet<>(config.used(Section.EXPORTERS));
    for (var id : config.defined(Section.CONNECTORS)) {
      if (sources.contains(id) != sinks.contains(id)) {
        add(
            ConfigReason.ConnectorOneSided,
            ROOT + ".connectors." + id,
            id.text(),
            sinks.contains(id) ? "is no pipeline's receiver" : "is no pipeline's exporter");
      }
    }
  }

  private void protocols() {
    config.eachEnabled(
        Section.RECEIVERS,
        (id, settings) -> {
          var known = Components.of(Section.RECEIVERS, id).protocols();
          if (known.isEmpty()) {
            return;
          }
          for (var protocol : settings.path("protocols").properties()) {
            if (!known.contains(protocol.getKey())) {
              add(
                  ConfigReason.UnknownProtocol,
                  ROOT + ".receivers." + id + ".protocols." + protocol.getKey(),
                  protocol.getKey(),
                  "is not a protocol of " + id.type() + ", which knows " + known);
            }
          }
        });
  }

  private void add(ConfigReason reason, String field, String value, String problem) {
    findings.add(Finding.of(reason, field, value, problem));
  }
}
