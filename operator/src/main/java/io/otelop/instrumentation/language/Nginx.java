// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.crds.UserAnnotations;
import io.otelop.naming.EnvNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddInitContainer;
import io.otelop.pod.PodEdit.AddVolume;
import io.otelop.pod.PodEdit.JoinEnv;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.InstrumentationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The module for nginx. Rules: instrumentation.md 3.8. */
final class Nginx implements Language {

  private static final String NAME = "nginx";
  private static final String LIBRARIES = WebServer.AGENT_DIRECTORY + "/sdk_lib/lib";

  /** The copy notes the server's version, because the module must have the same. */
  static final String COPY =
      """
      set -e
      conf=%s
      cp -r "$1"/. "$conf"
      nginx -v 2>&1 | sed 's,.*/,,; s, .*,,' > "$conf/version.txt"
      """
          .formatted(WebServer.COPY_DIRECTORY);

  /** Without a module for its version, nginx would not start with the changed config. */
  static final String SCRIPT =
      WebServer.scriptStart("$1")
          + """
      read -r version < "$conf/version.txt"
      module="$agent/WebServerModule/Nginx/$version/ngx_http_opentelemetry_module.so"
      if [ ! -e "$module" ]; then
        echo "The agent has no module for nginx $version, so nginx starts without it."
        exit 0
      fi
      mkdir -p "$conf/conf.d"
      if [ ! -w "$conf/conf.d" ]; then
        cp -r "$conf/conf.d" "$conf/conf.d.new"
        mv "$conf/conf.d" "$conf/conf.d.old"
        mv "$conf/conf.d.new" "$conf/conf.d"
      fi
      printf '%%s\\n' "$%s" | sed "s,%s,$%s,g" > "$conf/conf.d/opentelemetry_agent.conf"
      {
        echo "env %s;"
        echo "load_module $module;"
        cat "$conf/$1"
      } > "$conf/$1.new"
      mv -f "$conf/$1.new" "$conf/$1"
      """
              .formatted(
                  EnvNames.NGINX_AGENT_CONF,
                  WebServer.INSTANCE,
                  EnvNames.NGINX_SERVICE_INSTANCE_ID,
                  EnvNames.RESOURCE_ATTRIBUTES);

  private static final LanguageKeys KEYS =
      LanguageKeys.of(
          NAME,
          UserAnnotations.INJECT_NGINX,
          UserAnnotations.INJECT_NGINX_CONTAINER_NAMES,
          UserAnnotations.NGINX_CONTAINER_NAMES);

  private static final AgentProfile AGENT =
      AgentProfile.of(
              NAME,
              InstrumentationSettings.NGINX,
              ImageSettings.NGINX,
              UserAnnotations.DEFAULT_NGINX_IMAGE)
          .requesting("1m", "128Mi")
          .byDefault(Map.of("configFile", "/etc/nginx/nginx.conf"));

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
    var path = target.agent().text("configFile");
    var slash = path.lastIndexOf('/');
    var directory = slash < 0 ? "." : path.substring(0, Math.max(slash, 1));
    var server = new WebServer(target, NAME, directory);
    var clone = server.clone(target.container());
    PodParts.setTexts(clone, "command", List.of("/bin/sh", "-c"));
    PodParts.setTexts(clone, "args", List.of(COPY, "--", directory));
    var attach =
        server.attach(
            List.of(SCRIPT, "--", path.substring(slash + 1)),
            EnvEntry.of(EnvNames.NGINX_AGENT_CONF, config(server)),
            EnvEntry.ofField(EnvNames.NGINX_SERVICE_INSTANCE_ID, "metadata.name"),
            target.container());
    var parts = new ArrayList<PodEdit>();
    parts.add(new AddVolume(emptyVolume(server.configVolume())));
    parts.add(new AddInitContainer(clone, ""));
    parts.add(new AddVolume(emptyVolume(server.agentVolume())));
    parts.add(new AddInitContainer(attach, ""));
    parts.addAll(server.mounts());
    var container = target.container().name();
    return new Contribution.Made(
        container,
        parts,
        List.of(
            new JoinEnv(
                container, EnvNames.LD_LIBRARY_PATH, LIBRARIES, "", ":" + LIBRARIES, LIBRARIES)),
        List.of(),
        List.of());
  }

  private static String config(WebServer server) {
    var config = new StringBuilder();
    server
        .directives("NginxModule", NAME)
        .forEach((key, value) -> config.append(key).append(' ').append(value).append(";\n"));
    return config.toString();
  }

  private static JsonNode emptyVolume(String name) {
    var volume = JsonNodeFactory.instance.objectNode().put("name", name);
    volume.putObject("emptyDir");
    return volume;
  }
}
