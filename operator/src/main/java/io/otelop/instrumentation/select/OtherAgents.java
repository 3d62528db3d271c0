// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.select;

import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.pod.PodContainer;
import io.otelop.pod.PodFacts;
import io.otelop.reason.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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

  /** The first sign of one; empty where there is none. */
  public static Optional<Finding> in(PodFacts facts, PodContainer container) {
    return Stream.concat(
            Stream.concat(loaded(container), variables(container)),
            Stream.concat(inPod(facts), javaAgent(container)))
        .findFirst();
  }

  private static Stream<Finding> loaded(PodContainer container) {
    return loaders(container)
        .flatMap(
            loader ->
                PRODUCTS.stream()
                    .filter(product -> product.loaded().stream().anyMatch(loader.text()::contains))
                    .map(product -> finding(loader.path(), product.name())));
  }

  private static Stream<Finding> variables(PodContainer container) {
    return container.env().stream()
        .flatMap(
            entry ->
                PRODUCTS.stream()
                    .filter(
                        product -> product.variables().stream().anyMatch(entry.name()::startsWith))
                    .map(product -> finding(path(container, entry.name()), product.name())));
  }

  private static Stream<Finding> inPod(PodFacts facts) {
    var spec = facts.pod().path("spec");
    var parts =
        Stream.of("initContainers", "volumes")
            .flatMap(
                list ->
                    StreamSupport.stream(spec.path(list).spliterator(), false)
                        .map(part -> part.path("name").asText(""))
                        .map(name -> new Loader("spec." + list + "[" + name + "]", name)));
    var annotations =
        StreamSupport.stream(facts.annotations().spliterator(), false)
            .map(Map.Entry::getKey)
            .map(key -> new Loader("metadata.annotations[" + key + "]", key));
    return Stream.concat(parts, annotations)
        .flatMap(
            part ->
                PRODUCTS.stream()
                    .filter(product -> product.inPod().stream().anyMatch(part.text()::startsWith))
                    .map(product -> finding(part.path(), product.name())));
  }

  private static Stream<Finding> javaAgent(PodContainer container) {
    return loaders(container)
        .flatMap(
            loader ->
                JAVA_AGENT
                    .matcher(loader.text())
                    .results()
                    .filter(found -> !HARMLESS.matcher(found.group(1)).find())
                    .map(_ -> finding(loader.path(), "another maker")));
  }

  /** A text that says what is loaded, in lower case, and where it stands. */
  private record Loader(String path, String text) {}

  private static Stream<Loader> loaders(PodContainer container) {
    var variables =
        container.env().stream()
            .filter(entry -> LOADERS.contains(entry.name()))
            .map(entry -> new Loader(path(container, entry.name()), lower(entry.value())));
    var words =
        Stream.of("command", "args")
            .flatMap(
                list ->
                    StreamSupport.stream(container.tree().path(list).spliterator(), false)
                        .map(
                            word ->
                                new Loader(container.path() + "." + list, lower(word.asText("")))));
    return Stream.concat(variables, words);
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
