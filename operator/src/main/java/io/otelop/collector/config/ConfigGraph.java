// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.otelop.collector.component.ComponentId;
import io.otelop.collector.component.Components;
import io.otelop.collector.component.Section;
import io.otelop.reason.Finding;
import io.otelop.reason.NearMiss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks that a config hangs together: what a pipeline names is defined, no pipeline lacks an end,
 * connectors have both sides. Everything that is wrong is reported, not only the first thing.
 */
public final class ConfigGraph {

  private static final String ROOT = "spec.config";
  private static final List<String> TOP =
      Stream.concat(Arrays.stream(Section.values()).map(Section::key), Stream.of("service"))
          .toList();
  private static final List<Section> IN_PIPELINES =
      List.of(Section.RECEIVERS, Section.PROCESSORS, Section.EXPORTERS);
  private static final Pattern ID = Pattern.compile("\\s*[a-zA-Z]\\w{0,62}\\s*(/\\s*\\S.*)?");
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
      components
          .propertyStream()
          .map(Map.Entry::getKey)
          .filter(id -> !ID.matcher(id).matches())
          .forEach(
              id ->
                  add(
                      ConfigReason.InvalidId,
                      ROOT + "." + section.key(),
                      id,
                      "is not the id of " + section.one()));
    }
    nulls();
    config
        .tree()
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(key -> !TOP.contains(key))
        .forEach(this::unknownSection);
  }

  private void unknownSection(String key) {
    var finding =
        Finding.of(ConfigReason.UnknownSection, ROOT + "." + key, "", "is no section of a config");
    findings.add(
        NearMiss.of(key, TOP)
            .map(near -> finding.withRemedy("did you mean \"" + near + "\"?"))
            .orElse(finding));
  }

  /** One finding for all of them, as there can be many. */
  private void nulls() {
    var found = new TreeSet<String>();
    for (var section : Section.values()) {
      nulls(section.key(), config.tree().path(section.key()), found);
    }
    if (!found.isEmpty()) {
      add(ConfigReason.NullValue, ROOT, String.join(", ", found), "have no value");
    }
  }

  private static void nulls(String path, JsonNode tree, Set<String> found) {
    for (var property : tree.properties()) {
      var at = path + "." + property.getKey();
      if (property.getValue().isNull()) {
        found.add(at + ":");
      }
      nulls(at, property.getValue(), found);
    }
  }

  private void pipelines() {
    var pipelines = config.tree().path("service").path("pipelines");
    if (pipelines.isEmpty()
        && config.defined(Section.RECEIVERS).isEmpty()
        && config.defined(Section.EXPORTERS).isEmpty()) {
      add(ConfigReason.EmptyConfig, ROOT, "", "is empty");
      return;
    }
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
      if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
        add(ConfigReason.WrongType, field, list.asText(), "is not a list of ids");
        continue;
      }
      if (section != Section.PROCESSORS && list.isEmpty()) {
        add(
            ConfigReason.PipelineIncomplete,
            field,
            "",
            "names no " + section.noun() + ", so the pipeline \"" + id + "\" cannot start");
      }
      var seen = new HashSet<String>();
      for (var name : list) {
        reference(section, field, name.asText(), "pipeline \"" + id + "\"");
        if (!seen.add(name.asText())) {
          add(ConfigReason.DuplicateReference, field, name.asText(), "is named twice");
        }
      }
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
        "is not defined in %s.%s, but the %s uses it".formatted(ROOT, section.key(), user);
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
      for (var section : List.of(Section.RECEIVERS, Section.EXPORTERS)) {
        if (!config.settings(section, id).isMissingNode()) {
          add(
              ConfigReason.AmbiguousId,
              ROOT + ".connectors." + id,
              id.text(),
              "is the id of " + section.one() + " too");
        }
      }
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
