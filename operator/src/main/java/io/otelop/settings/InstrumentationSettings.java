// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which pods may be instrumented, and by what. */
public final class InstrumentationSettings {

  public static final Setting<Boolean> SEVERAL_LANGUAGES =
      Setting.of(
          "enable-multi-instrumentation",
          Format.truth(),
          true,
          "Let a pod be instrumented for several languages");

  public static final Setting<Boolean> APACHE_HTTPD =
      language("apache-httpd", true).key("enable-apache-httpd-instrumentation");

  public static final Setting<Boolean> DOTNET =
      language("dotnet", true).key("enable-dot-net-auto-instrumentation");

  public static final Setting<Boolean> GO = language("go", false);

  public static final Setting<Boolean> JAVA = language("java", true);

  public static final Setting<Boolean> NGINX = language("nginx", false);

  public static final Setting<Boolean> NODEJS =
      language("nodejs", true).key("enable-node-js-auto-instrumentation");

  public static final Setting<Boolean> PYTHON = language("python", true);

  public static final Setting<Boolean> RESTARTS =
      Setting.of(
          "enable-workload-restarts",
          Format.truth(),
          true,
          "Restart outdated workloads for Instrumentations that ask for it");

  public static final Setting<Boolean> FROM_CLUSTER =
      Setting.of(
              "enable-instrumentation-crds",
              Format.truth(),
              true,
              "Read Instrumentations from the cluster; otherwise from the config file")
          .withoutFlag()
          .env("");

  public static final Setting<Map<String, Object>> FROM_FILE =
      Setting.of(
              "instrumentations",
              Format.tree(),
              Map.<String, Object>of(),
              "The Instrumentation that is used where none is read from the cluster")
          .withoutFlag()
          .env("");

  static final List<Setting<?>> ALL =
      List.of(
          SEVERAL_LANGUAGES,
          APACHE_HTTPD,
          DOTNET,
          GO,
          JAVA,
          NGINX,
          NODEJS,
          PYTHON,
          RESTARTS,
          FROM_CLUSTER,
          FROM_FILE);

  private InstrumentationSettings() {}

  private static Setting<Boolean> language(String name, boolean fallback) {
    var env = name.replace('-', '_').toUpperCase(Locale.ROOT);
    return Setting.of(
            "enable-" + name + "-instrumentation",
            Format.truth(),
            fallback,
            "Instrument pods that ask for " + name)
        .env("ENABLE_" + env + "_AUTO_INSTRUMENTATION")
        .key("enable-" + name + "-auto-instrumentation");
  }
}
