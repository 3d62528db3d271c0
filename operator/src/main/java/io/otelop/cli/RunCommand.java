// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.otelop.collector.CollectorFacts;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.Settings;
import io.otelop.settings.SettingsResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code run}: reads the settings, builds the operator and runs it until it is told to stop. */
final class RunCommand implements Command {

  private static final List<String> PROXY_VARIABLES =
      List.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy");

  private final Map<String, String> environment;
  private final PrintStream err;

  RunCommand(Map<String, String> environment, PrintStream err) {
    this.environment = environment;
    this.err = err;
  }

  @Override
  public int run(List<String> arguments) {
    return switch (Settings.parse(arguments, environment, RunCommand::read)) {
      case SettingsResult.Accepted(var settings, var findings) -> {
        findings.forEach(finding -> err.println(finding.sentence()));
        yield run(settings);
      }
      case SettingsResult.Refused(var findings) -> {
        findings.forEach(finding -> err.println(finding.sentence()));
        yield USAGE;
      }
    };
  }

  private int run(Settings settings) {
    try (var operator = OperatorProcess.start(settings, collectorFacts(settings, proxy()))) {
      return operator.await();
    } catch (IOException e) {
      err.println("The operator cannot start: " + e.getMessage());
      return FAILED;
    }
  }

  /** What the settings say about every collector. */
  static CollectorFacts collectorFacts(Settings settings, List<EnvVar> proxy) {
    var image = settings.get(ImageSettings.COLLECTOR);
    return new CollectorFacts(
        image,
        image.substring(image.lastIndexOf(':') + 1),
        proxy,
        noneOf(settings.get(ClusterSettings.LABELS_FILTER)),
        noneOf(settings.get(ClusterSettings.ANNOTATIONS_FILTER)),
        true);
  }

  private static Predicate<String> noneOf(List<String> expressions) {
    var patterns = expressions.stream().map(Pattern::compile).toList();
    return key -> patterns.stream().noneMatch(pattern -> pattern.matcher(key).find());
  }

  private List<EnvVar> proxy() {
    return PROXY_VARIABLES.stream()
        .flatMap(
            name ->
                Stream.ofNullable(environment.get(name))
                    .map(value -> new EnvVarBuilder().withName(name).withValue(value).build()))
        .toList();
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
