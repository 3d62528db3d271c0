// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import io.otelop.crds.UserAnnotations;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.naming.EnvNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodEdit.AddEnv;
import io.otelop.pod.PodEdit.JoinEnv;
import io.otelop.reason.Finding;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.InstrumentationSettings;
import java.util.List;
import java.util.Optional;

/** The distribution for Python, found by the interpreter's path. Rules: instrumentation.md 3.4. */
final class Python implements Language {

  private static final String NAME = "python";
  private static final String DIRECTORY = PodParts.directory(NAME);
  private static final String START = "/opentelemetry/instrumentation/auto_instrumentation";
  private static final String OTLP = "otlp";

  private static final List<EnvEntry> DEFAULTS =
      List.of(
          EnvEntry.of(EnvNames.EXPORTER_PROTOCOL, "http/protobuf"),
          EnvEntry.of(EnvNames.TRACES_EXPORTER, OTLP),
          EnvEntry.of(EnvNames.METRICS_EXPORTER, OTLP),
          EnvEntry.of(EnvNames.LOGS_EXPORTER, OTLP));

  private static final LanguageKeys KEYS =
      LanguageKeys.of(NAME, UserAnnotations.INJECT_PYTHON, UserAnnotations.PYTHON_CONTAINER_NAMES);

  private static final AgentProfile AGENT =
      AgentProfile.of(
          NAME,
          InstrumentationSettings.PYTHON,
          ImageSettings.PYTHON,
          UserAnnotations.DEFAULT_PYTHON_IMAGE);

  @Override
  public LanguageKeys keys() {
    return KEYS;
  }

  @Override
  public Optional<AgentProfile> agent() {
    return Optional.of(AGENT);
  }

  @Override
  public Contribution contribute(Target target) {
    var platform = target.facts().merged(UserAnnotations.PYTHON_PLATFORM);
    return switch (platform) {
      case "", "glibc" -> make(target, "/autoinstrumentation");
      case "musl" -> make(target, "/autoinstrumentation-musl");
      default ->
          new Contribution.Refused(
              Finding.of(
                  InstrumentationReason.UnsupportedPlatform,
                  UserAnnotations.PYTHON_PLATFORM,
                  platform,
                  "is not a platform that the agent for Python comes for"));
    };
  }

  private static Contribution make(Target target, String folder) {
    var container = target.container().name();
    var variable = EnvNames.PYTHONPATH;
    var copy = List.of("cp", "-r", folder + "/.", DIRECTORY);
    var files = AgentFiles.of(target, NAME, folder, copy, DIRECTORY);
    var home = files.home();
    var start = home + START;
    return new Contribution.Made(
        container,
        files.parts(),
        List.of(
            new JoinEnv(container, variable, start + ":" + home, start + ":", ":" + home, home)),
        List.of(new AddEnv(container, DEFAULTS)),
        files.remarks());
  }
}
