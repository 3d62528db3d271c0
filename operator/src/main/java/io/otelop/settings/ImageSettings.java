// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The images that the operator puts into pods where nobody names another one. */
public final class ImageSettings {

  private static final String OPERATOR = "ghcr.io/open-telemetry/opentelemetry-operator/";
  private static final String RELEASES = "ghcr.io/open-telemetry/opentelemetry-collector-releases/";
  private static final String VERSION = "0.158.0";

  public static final Setting<String> COLLECTOR =
      Setting.of(
              "collector-image",
              Format.text(),
              RELEASES + "opentelemetry-collector:" + VERSION,
              "Image of collectors")
          .env("RELATED_IMAGE_COLLECTOR");

  public static final Setting<String> CLUSTER_OBSERVABILITY_COLLECTOR =
      Setting.of(
              "clusterobservability-collector-image",
              Format.text(),
              RELEASES + "opentelemetry-collector-k8s:" + VERSION,
              "Image of the collectors of a ClusterObservability")
          .env("");

  public static final Setting<String> TARGET_ALLOCATOR =
      Setting.of(
              "target-allocator-image",
              Format.text(),
              OPERATOR + "target-allocator:" + VERSION,
              "Image of target allocators")
          .env("RELATED_IMAGE_TARGET_ALLOCATOR")
          .key("targetallocator-image");

  public static final Setting<String> OPAMP_BRIDGE =
      Setting.of(
              "operator-opamp-bridge-image",
              Format.text(),
              OPERATOR + "operator-opamp-bridge:" + VERSION,
              "Image of OpAMP bridges")
          .env("RELATED_IMAGE_OPERATOR_OPAMP_BRIDGE")
          .key("operatoropampbridge-image");

  public static final Setting<String> JAVA =
      agent("java", "java", OPERATOR + "autoinstrumentation-java:2.30.0");

  public static final Setting<String> NODEJS =
      agent("nodejs", "node-js", OPERATOR + "autoinstrumentation-nodejs:0.78.0");

  public static final Setting<String> PYTHON =
      agent("python", "python", OPERATOR + "autoinstrumentation-python:0.64b0");

  public static final Setting<String> DOTNET =
      agent("dotnet", "dot-net", OPERATOR + "autoinstrumentation-dotnet:1.16.0");

  public static final Setting<String> GO =
      agent(
          "go",
          "go",
          "ghcr.io/open-telemetry/opentelemetry-go-instrumentation/autoinstrumentation-go:v0.24.0");

  public static final Setting<String> APACHE_HTTPD =
      agent("apache-httpd", "apache-httpd", OPERATOR + "autoinstrumentation-apache-httpd:1.0.4");

  public static final Setting<String> NGINX =
      agent("nginx", "nginx", OPERATOR + "autoinstrumentation-apache-httpd:1.0.4");

  /** For clusters that reach one registry only. */
  public static final Setting<String> REGISTRY =
      Setting.of(
          "image-registry",
          Format.text(),
          "",
          "Registry, such as registry.example.com/mirror, in place of the one of every image that"
              + " the operator names itself");

  /** All that name an image. */
  static final List<Setting<String>> IMAGES =
      List.of(
          COLLECTOR,
          CLUSTER_OBSERVABILITY_COLLECTOR,
          TARGET_ALLOCATOR,
          OPAMP_BRIDGE,
          JAVA,
          NODEJS,
          PYTHON,
          DOTNET,
          GO,
          APACHE_HTTPD,
          NGINX);

  static final List<Setting<?>> ALL =
      Stream.<Setting<?>>concat(Stream.of(REGISTRY), IMAGES.stream()).toList();

  private ImageSettings() {}

  /**
   * An image's reference with another registry; its path, tag and digest stay. What stands before
   * the first slash is a registry if it has a dot or a port, or is {@code localhost}: the rule of
   * the distribution project.
   */
  static String inRegistry(String registry, String image) {
    var slash = image.indexOf('/');
    var host = slash < 0 ? "" : image.substring(0, slash);
    var path =
        host.contains(".") || host.contains(":") || host.equals("localhost")
            ? image.substring(slash + 1)
            : image;
    return registry + (registry.endsWith("/") ? "" : "/") + path;
  }

  private static Setting<String> agent(String language, String inFile, String fallback) {
    var env = language.replace('-', '_').toUpperCase(Locale.ROOT);
    return Setting.of(
            "auto-instrumentation-" + language + "-image",
            Format.text(),
            fallback,
            "Image of the agent for " + language)
        .env("RELATED_IMAGE_AUTO_INSTRUMENTATION_" + env)
        .key("auto-instrumentation-" + inFile + "-image");
  }
}
