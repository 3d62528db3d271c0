// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.attributes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otelop.instrumentation.EffectiveInstrumentation.Exporter;
import io.otelop.naming.EnvNames;
import io.otelop.naming.InjectedNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddMount;
import io.otelop.pod.PodEdit.AddVolume;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates of an exporter. Rules: instrumentation.md 4.4.
 *
 * @param secret mounted into the container; empty for none
 * @param configMap mounted into the container; empty for none
 * @param env where the SDK finds the files
 */
record ExporterTls(String secret, String configMap, List<EnvEntry> env) {

  private static final String DIRECTORY = "/otel-auto-instrumentation-";

  static ExporterTls of(Exporter exporter) {
    var tls = exporter.tls();
    var secret = text(tls, "secretName");
    var configMap = text(tls, "configMapName");
    var env = new ArrayList<EnvEntry>();
    var authority = configMap.isEmpty() ? secretPath(secret) : configMapPath(configMap);
    add(env, EnvNames.EXPORTER_CERTIFICATE, authority, text(tls, "ca_file"));
    add(env, EnvNames.EXPORTER_CLIENT_CERTIFICATE, secretPath(secret), text(tls, "cert_file"));
    add(env, EnvNames.EXPORTER_CLIENT_KEY, secretPath(secret), text(tls, "key_file"));
    return new ExporterTls(secret, configMap, List.copyOf(env));
  }

  List<PodEdit> mounts(String container) {
    var edits = new ArrayList<PodEdit>();
    if (!secret.isEmpty()) {
      var name = InjectedNames.secretVolume(secret);
      edits.add(new AddVolume(volume(name, "secret", "secretName", secret)));
      edits.add(new AddMount(container, mount(name, secretPath(secret))));
    }
    if (!configMap.isEmpty()) {
      var name = InjectedNames.configMapVolume(configMap);
      edits.add(new AddVolume(volume(name, "configMap", "name", configMap)));
      edits.add(new AddMount(container, mount(name, configMapPath(configMap))));
    }
    return edits;
  }

  private static void add(List<EnvEntry> env, String variable, String directory, String file) {
    if (!file.isEmpty()) {
      env.add(EnvEntry.of(variable, file.startsWith("/") ? file : directory + "/" + file));
    }
  }

  private static String secretPath(String secret) {
    return DIRECTORY + "secret-" + secret;
  }

  private static String configMapPath(String configMap) {
    return DIRECTORY + "configmap-" + configMap;
  }

  private static JsonNode volume(String name, String kind, String field, String object) {
    var volume = JsonNodeFactory.instance.objectNode().put("name", name);
    volume.putObject(kind).put(field, object);
    return volume;
  }

  private static JsonNode mount(String volume, String path) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", volume)
        .put("mountPath", path)
        .put("readOnly", true);
  }

  private static String text(JsonNode tls, String field) {
    return tls.path(field).asText("");
  }
}
