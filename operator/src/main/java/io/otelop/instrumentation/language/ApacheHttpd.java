// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import io.otelop.crds.UserAnnotations;
import io.otelop.naming.EnvNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.AddVolume;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.InstrumentationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The module for the Apache HTTP server. Rules: instrumentation.md 3.7. */
final class ApacheHttpd implements Language {

  static final String NAME = "apache-httpd";

  private static final String LIBRARIES = WebServer.AGENT_DIRECTORY + "/sdk_lib/lib/";
  private static final List<String> LOADED =
      List.of(
          "libopentelemetry_common.so",
          "libopentelemetry_resources.so",
          "libopentelemetry_trace.so",
          "libopentelemetry_otlp_recordable.so",
          "libopentelemetry_exporter_ostream_span.so",
          "libopentelemetry_exporter_otlp_grpc.so",
          "libopentelemetry_webserver_sdk.so");

  /** The file's name is what the compatible operator calls it. */
  static final String SCRIPT =
      WebServer.scriptStart("httpd.conf")
          + """
      printf '%%s\\n' "$%s" | sed "s,%s,$%s,g" > "$conf/opentemetry_agent.conf"
      {
        cat "$conf/httpd.conf"
        printf '\\nInclude %%s/opentemetry_agent.conf\\n' "$1"
      } > "$conf/httpd.conf.new"
      mv -f "$conf/httpd.conf.new" "$conf/httpd.conf"
      """
              .formatted(
                  EnvNames.APACHE_AGENT_CONF,
                  WebServer.INSTANCE,
                  EnvNames.APACHE_SERVICE_INSTANCE_ID);

  private static final LanguageKeys KEYS =
      LanguageKeys.of(
          NAME, UserAnnotations.INJECT_APACHE_HTTPD, UserAnnotations.APACHE_HTTPD_CONTAINER_NAMES);

  private static final AgentProfile AGENT =
      AgentProfile.of(
              "apacheHttpd",
              InstrumentationSettings.APACHE_HTTPD,
              ImageSettings.APACHE_HTTPD,
              UserAnnotations.DEFAULT_APACHE_HTTPD_IMAGE)
          .requesting("1m", "128Mi")
          .byDefault(Map.of("version", "2.4", "configPath", "/usr/local/apache2/conf"));

  @Override
  public LanguageKeys keys() {
    return KEYS;
  }

  @Override
  public Optional<AgentProfile> agent() {
    return Optional.of(AGENT);
  }

  @Override
  public boolean isAlwaysCopied() {
    return true;
  }

  @Override
  public Contribution contribute(Target target) {
    return target
        .initContainerRefusal()
        .orElseGet(
            () -> WebServer.isFirst(target) ? make(target) : WebServer.variablesOnly(target));
  }

  private static Contribution make(Target target) {
    var path = target.agent().text("configPath");
    var directory = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    var server = new WebServer(target, "apache", directory);
    // As in the compatible operator, the last of several containers is the model.
    var model = WebServer.containers(target).getLast();
    var clone = server.clone(model);
    PodParts.setTexts(
        clone, "command", List.of("cp", "-r", directory + "/.", WebServer.COPY_DIRECTORY));
    var attach =
        server.attach(
            List.of(SCRIPT, "--", directory),
            EnvEntry.of(EnvNames.APACHE_AGENT_CONF, config(server)),
            EnvEntry.ofField(EnvNames.APACHE_SERVICE_INSTANCE_ID, "metadata.name"),
            model);
    var parts = new ArrayList<PodEdit>();
    parts.add(new AddVolume(target.agent().limitedVolume(server.configVolume())));
    parts.add(new AddInitContainer(clone, ""));
    parts.add(new AddVolume(target.agent().volume(server.agentVolume())));
    parts.add(new AddInitContainer(attach, ""));
    parts.addAll(server.mounts());
    return new Contribution.Made(target.container().name(), parts, List.of(), List.of(), List.of());
  }

  private static String config(WebServer server) {
    var config = new StringBuilder();
    for (var library : LOADED) {
      config.append("LoadFile ").append(LIBRARIES).append(library).append('\n');
    }
    var isOld = server.target().agent().text("version").equals("2.2");
    config
        .append("LoadModule otel_apache_module ")
        .append(WebServer.AGENT_DIRECTORY)
        .append("/WebServerModule/Apache/libmod_apache_otel")
        .append(isOld ? "22" : "")
        .append(".so\n");
    server
        .directives("ApacheModule", NAME)
        .forEach((key, value) -> config.append(key).append(' ').append(value).append('\n'));
    return config.toString();
  }
}
