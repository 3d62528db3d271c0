// SPDX-License-Identifier: Apache-2.0
package io.otelop.targetallocator.child;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.otelop.crds.collector.PrometheusCustomResourcesSpec;
import io.otelop.naming.GoDurations;
import io.otelop.targetallocator.EffectiveAllocator;
import io.otelop.targetallocator.ServedCollector;
import io.otelop.yaml.BlockYaml;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The file that a target allocator reads. Rules: targetallocator-opamp-ops.md A2.1. */
public final class AllocatorConfig {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SCRAPE_CONFIGS = "scrape_configs";

  private AllocatorConfig() {}

  /** The text of the file; equal resources give an equal text. */
  public static String of(EffectiveAllocator allocator) {
    var spec = allocator.spec();
    var file = JSON.objectNode();
    var config = prometheus(allocator);
    if (!config.isEmpty()) {
      file.set("config", config);
    }
    file.set(
        "collector_selector",
        allocator.collector().map(it -> selector(it.selector(), List.of())).orElse(null));
    file.put("allocation_strategy", allocator.strategy());
    file.put("filter_strategy", Objects.requireNonNullElse(spec.filterStrategy(), ""));
    putDuration(file, "collector_not_ready_grace_period", spec.collectorNotReadyGracePeriod());
    if (Boolean.TRUE.equals(spec.allowInsecureAuthSecrets())) {
      file.put("allow_insecure_auth_secrets", true);
    }
    if (spec.prometheusCR() != null && Boolean.TRUE.equals(spec.prometheusCR().enabled())) {
      file.set("prometheus_cr", resources(spec.prometheusCR()));
    }
    if (allocator.mutualTls().isPresent()) {
      file.putObject("https")
          .put("enabled", true)
          .put("listen_addr", ":" + AllocatorPorts.HTTPS)
          .put("ca_file_path", AllocatorVolumes.CERTIFICATES + "/ca.crt")
          .put("tls_cert_file_path", AllocatorVolumes.CERTIFICATES + "/tls.crt")
          .put("tls_key_file_path", AllocatorVolumes.CERTIFICATES + "/tls.key");
    }
    return BlockYaml.of(sorted(file));
  }

  /** The scrape configs of the custom resource, then those of the collector. */
  static List<JsonNode> scrapeConfigs(EffectiveAllocator allocator) {
    return Stream.concat(
            Objects.requireNonNullElse(allocator.spec().scrapeConfigs(), List.<JsonNode>of())
                .stream(),
            allocator.collector().map(ServedCollector::scraping).stream()
                .flatMap(it -> StreamSupport.stream(it.path(SCRAPE_CONFIGS).spliterator(), false))
                .map(AllocatorConfig::unescaped))
        .toList();
  }

  private static ObjectNode prometheus(EffectiveAllocator allocator) {
    var config = JSON.objectNode();
    var own = allocator.spec().global();
    var global =
        own != null && !own.isEmpty()
            ? own
            : allocator.collector().map(it -> it.scraping().path("global")).orElse(null);
    if (global != null && !global.isEmpty()) {
      config.set("global", global);
    }
    var scrapes = scrapeConfigs(allocator);
    if (!scrapes.isEmpty()) {
      config.putArray(SCRAPE_CONFIGS).addAll(scrapes);
    }
    return config;
  }

  /**
   * A scrape config without the second dollar sign that a collector needs in a replacement, because
   * it would take the first for the begin of a variable.
   */
  private static JsonNode unescaped(JsonNode scrape) {
    if (!(scrape.deepCopy() instanceof ObjectNode copy)) {
      return scrape;
    }
    for (var list : List.of("relabel_configs", "metric_relabel_configs")) {
      for (var rule : copy.path(list)) {
        if (rule instanceof ObjectNode object
            && object.get("replacement") instanceof TextNode text) {
          object.put("replacement", text.textValue().replace("$$", "$"));
        }
      }
    }
    return copy;
  }

  private static ObjectNode resources(PrometheusCustomResourcesSpec spec) {
    var resources = JSON.objectNode().put("enabled", true);
    putDuration(resources, "scrape_interval", spec.scrapeInterval());
    putDuration(resources, "evaluation_interval", spec.evaluationInterval());
    putTexts(resources, "scrape_protocols", spec.scrapeProtocols());
    if (spec.scrapeClasses() != null && !spec.scrapeClasses().isEmpty()) {
      resources.putArray("scrape_classes").addAll(spec.scrapeClasses());
    }
    putTexts(resources, "allow_namespaces", spec.allowNamespaces());
    putTexts(resources, "deny_namespaces", spec.denyNamespaces());
    putTexts(resources, "secret_namespaces", spec.secretNamespaces());
    if (Boolean.TRUE.equals(spec.denyFSAccessThroughSMs())) {
      resources.put("deny_fs_access_through_sms", true);
    }
    put(resources, "service_monitor", spec.serviceMonitorSelector());
    put(resources, "service_monitor_namespace", spec.serviceMonitorNamespaceSelector());
    put(resources, "pod_monitor", spec.podMonitorSelector());
    put(resources, "pod_monitor_namespace", spec.podMonitorNamespaceSelector());
    put(resources, "scrape_config", spec.scrapeConfigSelector());
    put(resources, "scrape_config_namespace", spec.scrapeConfigNamespaceSelector());
    put(resources, "probe", spec.probeSelector());
    put(resources, "probe_namespace", spec.probeNamespaceSelector());
    return resources;
  }

  private static void put(ObjectNode to, String what, @Nullable LabelSelector selector) {
    to.set(
        what + "_selector",
        selector == null
            ? null
            : selector(
                Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()),
                Objects.requireNonNullElse(selector.getMatchExpressions(), List.of())));
  }

  /** With the keys that the target allocator's own reader of YAML knows. */
  private static ObjectNode selector(
      Map<String, String> labels, List<LabelSelectorRequirement> expressions) {
    var selector = JSON.objectNode();
    new TreeMap<>(labels).forEach(selector.putObject("matchlabels")::put);
    var list = selector.putArray("matchexpressions");
    for (var expression : expressions) {
      var values = list.addObject().put("key", expression.getKey());
      values.put("operator", expression.getOperator());
      var of = values.putArray("values");
      Objects.requireNonNullElse(expression.getValues(), List.<String>of()).forEach(of::add);
    }
    return selector;
  }

  private static void putTexts(ObjectNode to, String key, @Nullable List<String> texts) {
    if (texts != null && !texts.isEmpty()) {
      texts.forEach(to.putArray(key)::add);
    }
  }

  private static void putDuration(ObjectNode to, String key, @Nullable String duration) {
    if (duration != null && !duration.isEmpty()) {
      to.put(key, GoDurations.text(duration));
    }
  }

  private static JsonNode sorted(JsonNode tree) {
    if (tree.isObject()) {
      var sorted = JSON.objectNode();
      var properties = new TreeMap<String, JsonNode>();
      tree.properties().forEach(it -> properties.put(it.getKey(), it.getValue()));
      properties.forEach((key, value) -> sorted.set(key, sorted(value)));
      return sorted;
    }
    if (tree instanceof ArrayNode array) {
      var copy = JSON.arrayNode(array.size());
      array.forEach(item -> copy.add(sorted(item)));
      return copy;
    }
    return tree;
  }
}
