// SPDX-License-Identifier: Apache-2.0
package io.otelop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl-otel}, as a person runs it, beside the operator that the chart has installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolsTest {

  private static final String KEY = "instrumentation.opentelemetry.io/inject-java: ";

  private final Lab lab = Lab.of(ToolsTest.class);

  /** What a command line came to. */
  private record Told(int code, String text) {}

  @BeforeAll
  void order() {
    lab.apply(collector("gateway", 1));
    lab.awaitCollector("gateway");
    lab.apply(
        """
        apiVersion: opentelemetry.io/v1alpha1
        kind: Instrumentation
        metadata: {name: default}
        spec: {exporter: {endpoint: "http://gateway-collector:4318"}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: password}
        stringData: {word: hunter2}
        """);
    Lab.eventually(
        () -> {
          assertThat(otel("explain", "instrumentation", "default").text())
              .contains("Ready is True");
        });
    lab.awaitInjection("instrumentation.opentelemetry.io/inject-java", "default");
    lab.application("shop", Lab.image("zipkin"), KEY + "default", "", 9411);
    lab.application("asking", Lab.image("zipkin"), KEY + "defualt", "", 9411);
    lab.awaitReady("shop", "asking");
  }

  @AfterAll
  void close() {
    lab.close();
  }

  @Test
  void checkFindsNothingWrong() {
    // It looks at the whole cluster, where the test before this one may have restarted the
    // operator.
    Lab.eventually(
        () -> {
          var told = otel("check");
          assertThat(told.text())
              .contains(
                  "ok     operator " + Chart.NAMESPACE + "/" + Chart.RELEASE + ": 1 of 1 ready")
              .contains("ok     CRD opentelemetrycollectors.opentelemetry.io: serves ")
              .containsPattern("ok     webhook [^:]*: is trusted until ")
              .contains("ok     injection in namespace " + lab.namespace())
              .doesNotContain("WRONG");
          assertThat(told.code()).isZero();
        });
  }

  @Test
  void statusKnowsAllOfThem() {
    Lab.eventually(
        () ->
            assertThat(otel("status").text())
                .containsPattern(lab.namespace() + "/gateway +deployment +1/1 +True +PodsReady")
                .containsPattern(lab.namespace() + "/default +1 instrumented")
                .containsPattern("Deployment " + lab.namespace() + "/shop +java +1 +instrumented")
                .containsPattern(
                    "Deployment " + lab.namespace() + "/asking +java +1 +failed +UnknownInstr"));
  }

  @Test
  void explainTellsOfPodsThatRunAndOfThoseThatGotNothing() {
    assertThat(otel("explain", "deployment", "shop").text())
        .contains("java in container shop: injected by instrumentation " + lab.namespace())
        .containsPattern("shop-[^:]*: java instrumented")
        .doesNotContain("What to do");
    assertThat(otel("explain", "pod", lab.pod("asking").getMetadata().getName()).text())
        .contains("Deployment " + lab.namespace() + "/asking")
        .contains(
            "UnknownInstrumentation: instrumentation.opentelemetry.io/inject-java: \"defualt\"")
        .contains("patch deployment asking --type merge");
  }

  @Test
  void explainTellsHowACollectorAndAnInstrumentationAre() {
    assertThat(otel("explain", "collector", "gateway").text())
        .containsPattern("Config wanted: (gateway-collector-[0-9a-f]{8})\nConfig running: \\1\n")
        .contains("Ready is True, PodsReady: 1 of 1 pods ready")
        .contains("Deployment gateway-collector: 1 of 1 ready")
        .contains("gateway-collector:4318 TCP otlp-http")
        .doesNotContain("What to do");
    Lab.eventually(
        () ->
            assertThat(otel("explain", "instrumentation", "default").text())
                .contains("java: 1 instrumented")
                .contains("those of Deployment " + Chart.NAMESPACE + "/" + Chart.RELEASE)
                .contains("of the spec as it is now")
                .contains("PodsCounted is True")
                .contains("policy: Never"));
  }

  @Test
  void planIsWhatHappens(@TempDir Path folder) throws IOException {
    var wanted = collector("planned", 1);
    var file = write(folder, wanted);
    var place = " " + lab.namespace() + "/";

    var before = otel("plan", "-f", file);
    lab.apply(wanted);
    lab.awaitCollector("planned");
    var same = otel("plan", "-f", file);
    var changed = otel("plan", "-f", write(folder, collector("planned", 2)));

    assertThat(before.code()).as(before.text()).isZero();
    assertThat(before.text())
        .contains("+ create   OpenTelemetryCollector" + place + "planned\n")
        .contains("+ create   Deployment" + place + "planned-collector\n");
    for (var line : before.text().lines().filter(it -> it.startsWith("+ create")).toList()) {
      var words = line.split(" +", -1);
      var name = words[3].substring(words[3].indexOf('/') + 1);
      assertThat(kubectl("get", words[2], name, "-o", "name").code()).as(line).isZero();
    }
    assertThat(same.text()).isEqualTo("Nothing would change.\n");
    assertThat(changed.text())
        .contains("~ change   OpenTelemetryCollector" + place + "planned\n")
        .contains("~ change   Deployment" + place + "planned-collector\n")
        .contains("/spec/replicas\n");
  }

  @Test
  void validateNamesWhatIsWrong(@TempDir Path folder) throws IOException {
    var right = otelop("validate", "-f", write(folder, collector("right", 1)));
    var wrong =
        otelop(
            "validate",
            "-f",
            write(
                folder, collector("wrong", 1).replace("exporters: [debug]", "exporters: [debgu]")));

    assertThat(right.code()).as(right.text()).isZero();
    assertThat(wrong.code()).isNotZero();
    assertThat(wrong.text())
        .contains("is not defined in spec.config.exporters")
        .contains("did you mean \"debug\"?");
  }

  @Test
  void gatherWritesAnArchiveWithoutSecrets(@TempDir Path folder) throws IOException {
    var file = folder.resolve("gathered.zip");

    var told = otel("gather", "--file", file.toString());

    assertThat(told.code()).as(told.text()).isZero();
    var files = files(file);
    assertThat(files)
        .containsKeys(
            "namespaces/"
                + lab.namespace()
                + "/opentelemetry.io/opentelemetrycollectors/gateway.yaml",
            "namespaces/" + lab.namespace() + "/apps/deployments/gateway-collector.yaml",
            "check.yaml",
            "status.yaml");
    assertThat(files.keySet())
        .as("the operator's own log")
        .anyMatch(name -> name.contains(Chart.NAMESPACE) && name.endsWith(".log"));
    assertThat(files.values()).allSatisfy(text -> assertThat(text).doesNotContain("hunter2"));
  }

  private static Map<String, String> files(Path archive) throws IOException {
    var files = new TreeMap<String, String>();
    try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static String write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("files.yaml"), text).toString();
  }

  /** With the tests' namespace. */
  private Told otel(String... words) {
    return run("../kubectl-otel", words);
  }

  private Told kubectl(String... words) {
    return run("kubectl", words);
  }

  private Told run(String program, String... words) {
    return run(
        Stream.concat(
            Stream.concat(Stream.of(program), Stream.of(words)), Stream.of("-n", lab.namespace())));
  }

  /** Without a cluster. */
  private static Told otelop(String... words) {
    return run(Stream.concat(Stream.of("../kubectl-otel"), Stream.of(words)));
  }

  private static Told run(Stream<String> command) {
    try {
      var process =
          new ProcessBuilder(command.toList())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Told(process.waitFor(), text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  private static String collector(String name, int replicas) {
    return """
    apiVersion: opentelemetry.io/v1beta1
    kind: OpenTelemetryCollector
    metadata: {name: %s}
    spec:
      replicas: %d
      config:
        receivers: {otlp: {protocols: {http: {}}}}
        exporters: {debug: {}}
        service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
    """
        .formatted(name, replicas);
  }
}
