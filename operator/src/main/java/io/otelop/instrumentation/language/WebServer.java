// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.instrumentation.attributes.CommonEnv;
import io.otelop.instrumentation.attributes.ServiceName;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddMount;
import io.otelop.pod.PodEdit.ReplaceMount;
import io.otelop.reason.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the two web servers have in common: one init container copies the server's config out of its
 * image, a second one adds the module to the copy, and the server mounts the copy. Rules:
 * instrumentation.md 3.7, 3.8.
 *
 * @param target a container of the server
 * @param name of the server in the names of what is added
 * @param directory of the server's config
 */
record WebServer(Target target, String name, String directory) {

  static final String AGENT_DIRECTORY = "/opt/opentelemetry-webserver/agent";
  static final String COPY_DIRECTORY = "/opt/opentelemetry-webserver/source-conf";

  /** Stands for the pod's name, which only the running pod knows. */
  static final String INSTANCE = "<<SID-PLACEHOLDER>>";

  /**
   * The start of a script: copies the agent and tells its log where to be. The copy of the config
   * may be another user's, whose files can be replaced but not written to. Beware of what
   * Kubernetes would expand.
   *
   * @param file the server's main config file, as the shell has it
   */
  static String scriptStart(String file) {
    return """
    set -e
    agent=%s
    conf=%s
    if [ ! -r "$conf/%s" ]; then
      echo "The configuration of the server cannot be read, so it starts without the module."
      exit 0
    fi
    cp -r /opt/opentelemetry/. "$agent"
    sed "s,__agent_log_dir__,$agent/logs,g" \\
      < "$agent/conf/opentelemetry_sdk_log4cxx.xml.template" \\
      > "$agent/conf/opentelemetry_sdk_log4cxx.xml"
    """
        .formatted(AGENT_DIRECTORY, COPY_DIRECTORY, file);
  }

  /** References to variables stay as they are, for the kubelet replaces them. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._/:@%+,=<>()$~^*?&!|\\[\\]-]+");

  private static final String DEFAULT_ENDPOINT = "http://localhost:4317/";

  String configVolume() {
    return "otel-" + name + "-conf-dir";
  }

  String agentVolume() {
    return "otel-" + name + "-agent";
  }

  /** The containers that the language can do something with. */
  static List<PodContainer> containers(Target target) {
    return target.all().stream().filter(container -> !container.isInit()).toList();
  }

  /** Only one container of a pod can have the copy. */
  static boolean isFirst(Target target) {
    return containers(target).getFirst().name().equals(target.container().name());
  }

  /** For a container that gets the variables and not the module. */
  static Contribution variablesOnly(Target target) {
    return new Contribution.Made(
        target.container().name(),
        List.of(),
        List.of(),
        List.of(),
        List.of(
            Finding.of(
                InstrumentationReason.OnlyFirstContainer,
                "spec.containers[" + target.container().name() + "]",
                "",
                "gets variables but no module, because container "
                    + containers(target).getFirst().name()
                    + " has it")));
  }

  /** The application mounts agent and copy. */
  List<PodEdit> mounts() {
    var container = target.container().name();
    return List.of(
        new AddMount(container, PodParts.mount(agentVolume(), AGENT_DIRECTORY)),
        new ReplaceMount(container, directory, PodParts.mount(configVolume(), directory)));
  }

  /** The init container that copies the config; it sees what the application would see. */
  ObjectNode clone(PodContainer securityModel) {
    var application = target.container().tree();
    var container =
        PodParts.container(cloneName(), target.container().image(), target.agent().resources());
    var env = env(List.of(target.container().env(), target.agent().env()));
    if (!env.isEmpty()) {
      container.set("env", env);
    }
    PodParts.setObject(container, "envFrom", application.path("envFrom"));
    PodParts.setText(container, "imagePullPolicy", application.path("imagePullPolicy").asText(""));
    var security = target.cloneSecurityContext(securityModel);
    var isPrivileged = security.path("privileged").asBoolean();
    var mounts = container.putArray("volumeMounts");
    application
        .path("volumeMounts")
        .forEach(mount -> mounts.add(isPrivileged ? mount : oneWay(mount)));
    mounts.add(PodParts.mount(configVolume(), COPY_DIRECTORY));
    PodParts.setObject(container, "securityContext", security);
    return container;
  }

  /** Only a privileged container can pass on to the node what it mounts. */
  private static JsonNode oneWay(JsonNode mount) {
    if (!mount.path("mountPropagation").asText("").equals("Bidirectional")) {
      return mount;
    }
    ObjectNode copy = mount.deepCopy();
    return copy.put("mountPropagation", "HostToContainer");
  }

  /**
   * The init container that adds the module to the copy.
   *
   * @param config the module's config, and the variable that it comes in
   * @param instance the variable with the pod's name
   */
  ObjectNode attach(
      List<String> args, EnvEntry config, EnvEntry instance, PodContainer securityModel) {
    var agent = target.agent();
    var instrumentation = target.instrumentation();
    var container =
        PodParts.container(InjectedNames.attach(name), agent.image(), agent.resources());
    PodParts.setTexts(container, "command", List.of("/bin/sh", "-c"));
    PodParts.setTexts(container, "args", args);
    PodParts.setText(container, "imagePullPolicy", instrumentation.imagePullPolicy());
    var env = env(List.of(agent.env(), instrumentation.env(), CommonEnv.ADDRESSES.reversed()));
    container.set("env", env.add(config.tree()).add(instance.tree()));
    container
        .putArray("volumeMounts")
        .add(PodParts.mount(agentVolume(), AGENT_DIRECTORY))
        .add(PodParts.mount(configVolume(), COPY_DIRECTORY));
    PodParts.setObject(container, "securityContext", target.initSecurityContext(securityModel));
    return container;
  }

  /** The module's directives, with those of the Instrumentation in place of the operator's. */
  SortedMap<String, String> directives(String prefix, String fallbackNamespace) {
    var facts = target.facts();
    var endpoint = target.instrumentation().exporter().endpoint();
    var directives = new TreeMap<String, String>();
    directives.put(prefix + "Enabled", "ON");
    directives.put(prefix + "OtelSpanExporter", "otlp");
    directives.put(
        prefix + "OtelExporterEndpoint", endpoint.isEmpty() ? DEFAULT_ENDPOINT : endpoint);
    directives.put(
        prefix + "ServiceName",
        argument(ServiceName.of(facts, target.container(), target.instrumentation())));
    directives.put(
        prefix + "ServiceNamespace",
        facts.namespace().isEmpty() ? fallbackNamespace : facts.namespace());
    directives.put(prefix + "ServiceInstanceId", INSTANCE);
    directives.put(prefix + "ResolveBackends", "ON");
    directives.put(prefix + "TraceAsError", "ON");
    target
        .agent()
        .given()
        .path("attrs")
        .forEach(
            attribute ->
                directives.put(
                    attribute.path("name").asText(""), attribute.path("value").asText("")));
    return directives;
  }

  /** A text as one argument of a directive; neither server can write a control character. */
  private static String argument(String text) {
    if (WORD.matcher(text).matches()) {
      return text;
    }
    var escaped = text.replaceAll("\\p{Cntrl}", " ").replaceAll("[\\\\\"]", "\\\\$0");
    return '"' + escaped + '"';
  }

  /** Both servers in one pod have a copy each. */
  private String cloneName() {
    return target.earlier().contains(ApacheHttpd.NAME)
        ? InjectedNames.CONFIG_CLONE + "-" + name
        : InjectedNames.CONFIG_CLONE;
  }

  /** Of variables of the same name, the first. */
  private static ArrayNode env(List<List<EnvEntry>> sources) {
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    sources.forEach(
        entries -> entries.forEach(entry -> byName.putIfAbsent(entry.name(), entry.tree())));
    return JsonNodeFactory.instance.arrayNode().addAll(byName.values());
  }
}
