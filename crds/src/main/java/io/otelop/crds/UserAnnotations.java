// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds;

import java.util.Set;

/**
 * Keys of the annotations that users write on pods and namespaces, and of those that the operator
 * writes on an Instrumentation. Source: instrumentation.md 2.1.
 */
public final class UserAnnotations {

  private static final String INSTRUMENTATION = "instrumentation.opentelemetry.io/";

  /** What the keys begin with that ask for an agent. */
  public static final String INJECT_PREFIX = INSTRUMENTATION + "inject-";

  public static final String INJECT_JAVA = INJECT_PREFIX + "java";
  public static final String INJECT_NODEJS = INJECT_PREFIX + "nodejs";
  public static final String INJECT_PYTHON = INJECT_PREFIX + "python";
  public static final String INJECT_DOTNET = INJECT_PREFIX + "dotnet";
  public static final String INJECT_GO = INJECT_PREFIX + "go";
  public static final String INJECT_APACHE_HTTPD = INJECT_PREFIX + "apache-httpd";
  public static final String INJECT_NGINX = INJECT_PREFIX + "nginx";
  public static final String INJECT_SDK = INJECT_PREFIX + "sdk";

  /** Containers for every language that the pod asks for. */
  public static final String CONTAINER_NAMES = INSTRUMENTATION + "container-names";

  public static final String JAVA_CONTAINER_NAMES = INSTRUMENTATION + "java-container-names";
  public static final String NODEJS_CONTAINER_NAMES = INSTRUMENTATION + "nodejs-container-names";
  public static final String PYTHON_CONTAINER_NAMES = INSTRUMENTATION + "python-container-names";
  public static final String DOTNET_CONTAINER_NAMES = INSTRUMENTATION + "dotnet-container-names";
  public static final String GO_CONTAINER_NAMES = INSTRUMENTATION + "go-container-names";
  public static final String APACHE_HTTPD_CONTAINER_NAMES =
      INSTRUMENTATION + "apache-httpd-container-names";
  public static final String SDK_CONTAINER_NAMES = INSTRUMENTATION + "sdk-container-names";

  /** The regular name, which only this operator reads. */
  public static final String NGINX_CONTAINER_NAMES = INSTRUMENTATION + "nginx-container-names";

  /** The name that the compatible operator reads. */
  public static final String INJECT_NGINX_CONTAINER_NAMES = INJECT_PREFIX + "nginx-container-names";

  /** C library of the containers: {@code glibc} or {@code musl}. */
  public static final String PYTHON_PLATFORM = INSTRUMENTATION + "otel-python-platform";

  /** Runtime of the containers: {@code linux-x64} or {@code linux-musl-x64}. */
  public static final String DOTNET_RUNTIME = INSTRUMENTATION + "otel-dotnet-auto-runtime";

  /** Path of the Go program; read on the pod only. */
  public static final String GO_TARGET_EXE = INSTRUMENTATION + "otel-go-auto-target-exe";

  /** Asks for a collector as a sidecar. */
  public static final String INJECT_SIDECAR = "sidecar.opentelemetry.io/inject";

  /**
   * On a collector with a ServiceAccount of the user: {@code true} asks for the permissions that
   * its config needs to be given to that account.
   */
  public static final String GENERATE_RBAC = "operator.opentelemetry.io/generate-rbac";

  /** Label of a collector: the TargetAllocator of its namespace that shares out its targets. */
  public static final String TARGET_ALLOCATOR = "opentelemetry.io/target-allocator";

  /** On an Instrumentation: another value lets a restart go on that has stopped. */
  public static final String CONTINUE_RESTART = "operator.opentelemetry.io/continue-restart";

  /** In front of a resource attribute's name; read on the pod only. */
  public static final String RESOURCE_ATTRIBUTE = "resource.opentelemetry.io/";

  private static final String DEFAULT_IMAGE = INSTRUMENTATION + "default-auto-instrumentation-";

  public static final String DEFAULT_JAVA_IMAGE = DEFAULT_IMAGE + "java-image";
  public static final String DEFAULT_NODEJS_IMAGE = DEFAULT_IMAGE + "nodejs-image";
  public static final String DEFAULT_PYTHON_IMAGE = DEFAULT_IMAGE + "python-image";
  public static final String DEFAULT_DOTNET_IMAGE = DEFAULT_IMAGE + "dotnet-image";
  public static final String DEFAULT_GO_IMAGE = DEFAULT_IMAGE + "go-image";
  public static final String DEFAULT_APACHE_HTTPD_IMAGE = DEFAULT_IMAGE + "apache-httpd-image";
  public static final String DEFAULT_NGINX_IMAGE = DEFAULT_IMAGE + "nginx-image";

  /** Every key that has a say in what is injected, when it is on a pod or a namespace. */
  public static final Set<String> KNOWN =
      Set.of(
          INJECT_JAVA,
          INJECT_NODEJS,
          INJECT_PYTHON,
          INJECT_DOTNET,
          INJECT_GO,
          INJECT_APACHE_HTTPD,
          INJECT_NGINX,
          INJECT_SDK,
          CONTAINER_NAMES,
          JAVA_CONTAINER_NAMES,
          NODEJS_CONTAINER_NAMES,
          PYTHON_CONTAINER_NAMES,
          DOTNET_CONTAINER_NAMES,
          GO_CONTAINER_NAMES,
          APACHE_HTTPD_CONTAINER_NAMES,
          SDK_CONTAINER_NAMES,
          NGINX_CONTAINER_NAMES,
          INJECT_NGINX_CONTAINER_NAMES,
          PYTHON_PLATFORM,
          DOTNET_RUNTIME,
          GO_TARGET_EXE,
          INJECT_SIDECAR);

  private UserAnnotations() {}

  /** Whether an annotation of a pod or a namespace has a say in what is injected. */
  public static boolean isOfInjection(String key) {
    return key.startsWith(INSTRUMENTATION) || key.equals(INJECT_SIDECAR);
  }
}
