// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

/** Names of what the operator puts into other people's pods. Source: instrumentation.md 3, 4.4. */
public final class InjectedNames {

  /** The collector, as a sidecar and in pods of its own. */
  public static final String COLLECTOR = "otc-container";

  /** The container of the agent for Go. */
  public static final String AGENT = "opentelemetry-auto-instrumentation";

  /** The init container that copies a web server's config. */
  public static final String CONFIG_CLONE = "otel-agent-source-container-clone";

  private static final String ATTACH = "otel-agent-attach-";

  private InjectedNames() {}

  /** The init container and the volume of an agent that is copied into the pod. */
  public static String agent(String language) {
    return AGENT + "-" + language;
  }

  /** The init container that puts a module into a web server's config. */
  public static String attach(String server) {
    return ATTACH + server;
  }

  /** The volume of a secret with the exporter's certificates. */
  public static String secretVolume(String secret) {
    return ObjectNames.dnsName(ObjectNames.truncate("otel-auto-secret-%s", secret));
  }

  /** The volume of a config map with the exporter's CA. */
  public static String configMapVolume(String configMap) {
    return ObjectNames.dnsName(ObjectNames.truncate("otel-auto-configmap-%s", configMap));
  }
}
