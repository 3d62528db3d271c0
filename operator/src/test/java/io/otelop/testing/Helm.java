// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chart as Helm itself renders it, for a release of the usual name and namespace. */
public final class Helm {

  public static final String RELEASE = "opentelemetry-operator";
  public static final String NAMESPACE = "opentelemetry-operator-system";

  private Helm() {}

  /** What came of it: objects, or the words of a refusal. */
  public record Rendered(List<JsonNode> objects, String refusal) {

    /** The one object of this kind and name. */
    public JsonNode one(String kind, String name) {
      return all(kind)
          .filter(it -> it.at("/metadata/name").asText().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + kind + " " + name + "; " + refusal));
    }

    /** All objects of a kind. */
    public Stream<JsonNode> all(String kind) {
      return objects.stream().filter(it -> it.path("kind").asText().equals(kind));
    }

    /** The arguments of the operator. */
    public List<String> arguments() {
      return one("Deployment", RELEASE)
          .at("/spec/template/spec/containers/0/args")
          .valueStream()
          .map(JsonNode::asText)
          .toList();
    }
  }

  /**
   * Renders it with these values, given as a YAML text, and more options of {@code helm template}.
   */
  public static Rendered template(String values, String... options) {
    try {
      var file = Files.createTempFile("values", ".yaml");
      var rendered = Files.createTempFile("rendered", ".yaml");
      Files.writeString(file, values);
      var command =
          new ArrayList<>(
              List.of(
                  program().toString(),
                  "template",
                  RELEASE,
                  Checkout.path("helm/opentelemetry-operator").toString(),
                  "--namespace=" + NAMESPACE,
                  "--kube-version=1.34.0",
                  "--values=" + file));
      command.addAll(List.of(options));
      var process = new ProcessBuilder(command).redirectOutput(rendered.toFile()).start();
      var refusal = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      var isGood = process.waitFor() == 0;
      var objects = isGood ? Yaml.documents(rendered) : List.<JsonNode>of();
      Files.delete(file);
      Files.delete(rendered);
      return new Rendered(objects, isGood ? "" : refusal);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  private static Path program() throws IOException, InterruptedException {
    var build =
        new ProcessBuilder(Checkout.path("e2e/cluster/build").toString(), "helm")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var folder = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (build.waitFor() != 0) {
      throw new IllegalStateException("e2e/cluster/build helm failed");
    }
    return Path.of(folder, "helm");
  }
}
