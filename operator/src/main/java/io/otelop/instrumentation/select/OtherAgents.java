// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Agents of others that a container brings, or that somebody else puts into its pod. Two agents
 * change the same code at the same time, which at best doubles the cost. Values are never told, as
 * some are secret. Pure.
 */
public final class OtherAgents {

  /** Variables, arguments and the like that load an agent hold its file's or module's name. */
  private record Product(
      String name, List<String> loaded, List<String> variables, List<String> inPod) {}

  private static final List<Product> PRODUCTS =
      List.of(
          new Product(
              "Datadog",
              List.of(
                  "dd-java-agent",
                  "dd-trace",
                  "ddtrace",
                  "datadog",
                  "846f5f1c-f9ae-4b07-969e-05c26bc060d8"),
              List.of("DD_TRACE_", "DD_AGENT_HOST", "DD_DOTNET_TRACER_HOME"),
              List.of("datadog-", "admission.datadoghq.com/")),
          new Product(
              "New Relic",
              List.of("newrelic", "36032161-ffc0-4b61-b559-f6c5d41bae5a"),
              List.of("NEW_RELIC_", "NEWRELIC_"),
              List.of("newrelic-", "nri-", "instrumentation.newrelic.com/")),
          new Product(
              "Dynatrace",
              List.of("oneagent", "@dynatrace/", "b7038f67-52fc-4da2-ab02-969b3c1eda03"),
              List.of("DT_TENANT", "DT_CONNECTION_", "DT_DEPLOYMENT_METADATA"),
              List.of("oneagent", "dynatrace", "dynakube.dynatrace.com/")),
          new Product(
              "Elastic APM",
              List.of("elastic-apm", "elasticapm", "fa65fe15-f085-4681-9b20-95e04f6c03cc"),
              List.of("ELASTIC_APM_"),
              List.of(
                  "elastic-apm", "elastic-java-agent", "elastic-nodejs-agent", "co.elastic.apm/")),
          new Product(
              "Splunk",
              List.of("splunk-otel", "@splunk/otel", "splunk-py-trace", "libsplunk"),
              List.of("SPLUNK_ACCESS_TOKEN", "SPLUNK_REALM", "SPLUNK_PROFILER_"),
              List.of("splunk-otel")),
          new Product(
              "AppDynamics",
              List.of("appdynamics"),
              List.of("APPDYNAMICS_"),
              List.of("appd-agent", "appdynamics")),
          new Product(
              "Application Insights",
              List.of("applicationinsights"),
              List.of("APPLICATIONINSIGHTS_"),
              List.of()),
          new Product(
              "SkyWalking", List.of("skywalking"), List.of("SW_AGENT_"), List.of("skywalking")),
          new Product("Instana", List.of("instana"), List.of("INSTANA_"), List.of("instana-")),
          new Product(
              "OpenTelemetry",
              List.of(
                  "opentelemetry-javaagent",
                  "aws-opentelemetry-agent",
                  "@opentelemetry/",
                  "opentelemetry-instrument",
                  "opentelemetry/instrumentation/auto_instrumentation",
                  "opentelemetry.autoinstrumentation"),
              List.of(),
              List.of()));

  /** Variables in which programs are told what to load. */
  private static final List<String> LOADERS =
      List.of(
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "JAVA_OPTS",
          "JAVA_OPTIONS",
          "CATALINA_OPTS",
          "NODE_OPTIONS",
          "PYTHONPATH",
          "LD_PRELOAD",
          "CORECLR_PROFILER",
          "CORECLR_PROFILER_PATH",
          "DOTNET_STARTUP_HOOKS");

  private static final Pattern JAVA_AGENT = Pattern.compile("-javaagent:(\\S+)");

  /** Agents for Java that trace nothing. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "jmx_prometheus|jmx-exporter|aspectjweaver|jacoco|spring-instrument|jolokia|pyroscope|byteman|lombok");

  /** What a person can do whose container is left alone. */
  public static final String REMEDY_WHERE_SKIPPED =
      "remove it, or let spec.otherAgents of the Instrumentation be Warn";

  private OtherAgents() {}

  /**
   * The first sign of one; empty where there is none. Asked of each container of each pod, and
   * nearly always in vain, so it makes nothing that it does not need.
   */
  public static Optional<Finding> in(PodFacts facts, PodContainer container) {
    var loaders = loaders(container);
    return loaded(loaders)
        .or(() -> variables(container))
        .or(() -> inPod(facts))
        .or(() -> javaAgent(loaders));
  }

  private static Optional<Finding> loaded(List<Loader> loaders) {
    for (var loader : loaders) {
      for (var product : PRODUCTS) {
        for (var sign : product.loaded()) {
          if (loader.text().contains(sign)) {
            return Optional.of(finding(loader.path(), product.name()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> variables(PodContainer container) {
    for (var entry : container.tree().path("env")) {
      var name = entry.path("name").asText("");
      for (var product : PRODUCTS) {
        if (startsWithAny(name, product.variables())) {
          return Optional.of(finding(path(container, name), product.name()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> inPod(PodFacts facts) {
    for (var list : List.of("initContainers", "volumes")) {
      for (var part : facts.pod().path("spec").path(list)) {
        var name = part.path("name").asText("");
        for (var product : PRODUCTS) {
          if (startsWithAny(name, product.inPod())) {
            return Optional.of(finding("spec." + list + "[" + name + "]", product.name()));
          }
        }
      }
    }
    for (var annotation : facts.annotations()) {
      var key = annotation.getKey();
      for (var product : PRODUCTS) {
        if (startsWithAny(key, product.inPod())) {
          return Optional.of(finding("metadata.annotations[" + key + "]", product.name()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> javaAgent(List<Loader> loaders) {
    for (var loader : loaders) {
      var agent = JAVA_AGENT.matcher(loader.text());
      while (agent.find()) {
        if (!HARMLESS.matcher(agent.group(1)).find()) {
          return Optional.of(finding(loader.path(), "another maker"));
        }
      }
    }
    return Optional.empty();
  }

  /** A text that says what is loaded, in lower case, and where it stands. */
  private record Loader(String path, String text) {}

  private static List<Loader> loaders(PodContainer container) {
    var loaders = new ArrayList<Loader>();
    for (var entry : container.tree().path("env")) {
      var name = entry.path("name").asText("");
      if (LOADERS.contains(name)) {
        loaders.add(new Loader(path(container, name), lower(entry.path("value").asText(""))));
      }
    }
    for (var list : List.of("command", "args")) {
      for (var word : container.tree().path(list)) {
        loaders.add(new Loader(container.path() + "." + list, lower(word.asText(""))));
      }
    }
    return loaders;
  }

  private static boolean startsWithAny(String text, List<String> beginnings) {
    for (var beginning : beginnings) {
      if (text.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  private static String path(PodContainer container, String variable) {
    return container.path() + ".env[" + variable + "]";
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Finding finding(String path, String product) {
    return Finding.of(
        InstrumentationReason.OtherAgent, path, "", "shows an agent of " + product + " already");
  }
}
