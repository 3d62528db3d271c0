// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.cluster.ObjectReads;
import io.otelop.naming.Labels;
import io.otelop.settings.Settings;
import io.otelop.settings.SettingsResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine.ParseResult;

/**
 * The operator as its Deployment says it: its settings decide what becomes of pods, whether it runs
 * or not.
 *
 * @param deployment the object
 * @param settings as its command line and its environment say
 */
record InstalledOperator(JsonNode deployment, Settings settings) {

  /** How the chart, and that of the Go operator, mark it. */
  static final String SELECTOR = Labels.NAME + "=" + Labels.OPERATOR;

  /** All that are installed; empty where they may not be read. */
  static List<InstalledOperator> find(ObjectReads reads) {
    try {
      return reads.list(Kinds.DEPLOYMENT, "", SELECTOR).stream()
          .map(deployment -> of(deployment, reads))
          .toList();
    } catch (KubernetesClientException refused) {
      return List.of();
    }
  }

  /**
   * What {@code --setting} says; without it, the settings of the operator that is installed; the
   * defaults where none is known.
   */
  static Settings settings(ParseResult line, ObjectReads reads) {
    return line.hasMatchedOption(Options.SETTING)
        ? Options.settings(line)
        : find(reads).stream()
            .findFirst()
            .map(InstalledOperator::settings)
            .orElseGet(Settings::defaults);
  }

  /** Whose {@link #settings(ParseResult, ObjectReads)} are, in words. */
  static String settingsOf(ParseResult line, ObjectReads reads) {
    return line.hasMatchedOption(Options.SETTING)
        ? "those of --setting"
        : find(reads).stream()
            .findFirst()
            .map(it -> "those of Deployment %s/%s".formatted(it.namespace(), it.name()))
            .orElse("those of this program, for no operator was found");
  }

  String namespace() {
    return deployment.at("/metadata/namespace").asText();
  }

  String name() {
    return deployment.at("/metadata/name").asText();
  }

  /** The container that runs the operator. */
  JsonNode container() {
    return container(deployment)
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  /** The account of its pods. */
  String serviceAccount() {
    return deployment.at("/spec/template/spec/serviceAccountName").asText("default");
  }

  /** The proxy variables that it hands on to collectors. */
  List<EnvVar> proxy() {
    return RunCommand.proxy(environment(container()));
  }

  /** Reads its config file, where it has one and that may be read. */
  static InstalledOperator of(JsonNode deployment, ObjectReads reads) {
    var container = container(deployment);
    var arguments = container.map(InstalledOperator::arguments).orElse(List.of());
    var environment = container.map(InstalledOperator::environment).orElse(Map.of());
    var settings =
        switch (Settings.parse(arguments, environment, file -> mounted(deployment, file, reads))) {
          case SettingsResult.Accepted(var accepted, _) -> accepted;
          case SettingsResult.Refused _ -> Settings.defaults();
        };
    return new InstalledOperator(deployment, settings);
  }

  /** The text of a file of its container that comes of a ConfigMap. */
  private static Optional<String> mounted(JsonNode deployment, String file, ObjectReads reads) {
    var namespace = deployment.at("/metadata/namespace").asText();
    var folder = file.substring(0, Math.max(0, file.lastIndexOf('/')));
    var key = file.substring(file.lastIndexOf('/') + 1);
    var mounts = container(deployment).map(it -> it.path("volumeMounts")).stream();
    return mounts
        .flatMap(JsonNode::valueStream)
        .filter(mount -> mount.path("mountPath").asText().equals(folder))
        .map(mount -> mount.path("name"))
        .flatMap(
            name ->
                deployment
                    .at("/spec/template/spec/volumes")
                    .valueStream()
                    .filter(volume -> volume.path("name").equals(name)))
        .map(volume -> volume.at("/configMap/name").asText())
        .filter(name -> !name.isEmpty())
        .flatMap(name -> reads.get(Kinds.CONFIG_MAP, namespace, name).stream())
        .map(map -> map.path("data").path(key))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst();
  }

  private static Optional<JsonNode> container(JsonNode deployment) {
    var containers = deployment.at("/spec/template/spec/containers");
    return StreamSupport.stream(containers.spliterator(), false)
        .filter(container -> container.path("name").asText().equals("manager"))
        .findFirst()
        .or(() -> Optional.ofNullable(containers.get(0)));
  }

  private static List<String> arguments(JsonNode container) {
    return StreamSupport.stream(container.path("args").spliterator(), false)
        .map(JsonNode::asText)
        .filter(argument -> argument.startsWith("-"))
        .toList();
  }

  private static Map<String, String> environment(JsonNode container) {
    var environment = new HashMap<String, String>();
    for (var variable : container.path("env")) {
      if (variable.hasNonNull("value")) {
        environment.put(variable.path("name").asText(), variable.path("value").asText());
      }
    }
    return environment;
  }
}
