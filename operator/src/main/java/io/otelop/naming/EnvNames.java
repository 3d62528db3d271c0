// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

/**
 * Environment variables that the operator puts into containers. Source: instrumentation.md 3, 4.
 */
public final class EnvNames {

  public static final String NODE_IP = "OTEL_NODE_IP";
  public static final String POD_IP = "OTEL_POD_IP";

  public static final String SERVICE_NAME = "OTEL_SERVICE_NAME";
  public static final String PROPAGATORS = "OTEL_PROPAGATORS";
  public static final String TRACES_SAMPLER = "OTEL_TRACES_SAMPLER";
  public static final String TRACES_SAMPLER_ARG = "OTEL_TRACES_SAMPLER_ARG";

  public static final String EXPORTER_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  public static final String EXPORTER_PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  public static final String EXPORTER_CERTIFICATE = "OTEL_EXPORTER_OTLP_CERTIFICATE";
  public static final String EXPORTER_CLIENT_CERTIFICATE = "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE";
  public static final String EXPORTER_CLIENT_KEY = "OTEL_EXPORTER_OTLP_CLIENT_KEY";
  public static final String TRACES_EXPORTER = "OTEL_TRACES_EXPORTER";
  public static final String METRICS_EXPORTER = "OTEL_METRICS_EXPORTER";
  public static final String LOGS_EXPORTER = "OTEL_LOGS_EXPORTER";

  public static final String RESOURCE_ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";
  public static final String ATTRIBUTES_POD_NAME = "OTEL_RESOURCE_ATTRIBUTES_POD_NAME";
  public static final String ATTRIBUTES_POD_UID = "OTEL_RESOURCE_ATTRIBUTES_POD_UID";
  public static final String ATTRIBUTES_NODE_NAME = "OTEL_RESOURCE_ATTRIBUTES_NODE_NAME";

  public static final String JAVA_TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";
  public static final String NODE_OPTIONS = "NODE_OPTIONS";
  public static final String PYTHONPATH = "PYTHONPATH";
  public static final String LD_LIBRARY_PATH = "LD_LIBRARY_PATH";

  public static final String CORECLR_ENABLE_PROFILING = "CORECLR_ENABLE_PROFILING";
  public static final String CORECLR_PROFILER = "CORECLR_PROFILER";
  public static final String CORECLR_PROFILER_PATH = "CORECLR_PROFILER_PATH";
  public static final String DOTNET_STARTUP_HOOKS = "DOTNET_STARTUP_HOOKS";
  public static final String DOTNET_ADDITIONAL_DEPS = "DOTNET_ADDITIONAL_DEPS";
  public static final String DOTNET_SHARED_STORE = "DOTNET_SHARED_STORE";
  public static final String DOTNET_AUTO_HOME = "OTEL_DOTNET_AUTO_HOME";

  public static final String GO_TARGET_EXE = "OTEL_GO_AUTO_TARGET_EXE";

  public static final String APACHE_AGENT_CONF = "OTEL_APACHE_AGENT_CONF";
  public static final String APACHE_SERVICE_INSTANCE_ID = "APACHE_SERVICE_INSTANCE_ID";
  public static final String NGINX_AGENT_CONF = "OTEL_NGINX_AGENT_CONF";
  public static final String NGINX_SERVICE_INSTANCE_ID = "OTEL_NGINX_SERVICE_INSTANCE_ID";

  /** The config of a collector that runs as a sidecar. */
  public static final String COLLECTOR_CONFIG = "OTEL_CONFIG";

  private static final String OWN = "OTEL_INJECTION_OWN_";

  private EnvNames() {}

  /** The name under which a container's own variable is kept that another value is put around. */
  public static String own(String variable) {
    return OWN + variable;
  }
}
