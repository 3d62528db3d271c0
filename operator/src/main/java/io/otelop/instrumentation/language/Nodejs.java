// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import io.otelop.crds.UserAnnotations;
import io.otelop.naming.EnvNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodEdit.AddEnv;
import io.otelop.pod.PodEdit.JoinEnv;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.InstrumentationSettings;
import java.util.List;
import java.util.Optional;

/** The agent for Node.js, loaded by an option of the runtime. Rules: instrumentation.md 3.3. */
final class Nodejs implements Language {

  private static final String NAME = "nodejs";
  private static final String DIRECTORY = PodParts.directory(NAME);
  private static final List<String> COPY = List.of("cp", "-r", "/autoinstrumentation/.", DIRECTORY);
  private static final String FOLDER = "/autoinstrumentation";

  private static final List<EnvEntry> DEFAULTS =
      List.of(EnvEntry.of(EnvNames.METRICS_EXPORTER, "otlp"));

  private static final LanguageKeys KEYS =
      LanguageKeys.of(NAME, UserAnnotations.INJECT_NODEJS, UserAnnotations.NODEJS_CONTAINER_NAMES);

  private static final AgentProfile AGENT =
      AgentProfile.of(
              NAME,
              InstrumentationSettings.NODEJS,
              ImageSettings.NODEJS,
              UserAnnotations.DEFAULT_NODEJS_IMAGE)
          .requesting("50m", "128Mi");

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
    var container = target.container().name();
    var variable = EnvNames.NODE_OPTIONS;
    var files = AgentFiles.of(target, NAME, FOLDER, COPY, DIRECTORY);
    var option = " --require " + files.home() + "/autoinstrumentation.js";
    return new Contribution.Made(
        container,
        files.parts(),
        List.of(),
        List.of(
            new JoinEnv(container, variable, option, "", option), new AddEnv(container, DEFAULTS)),
        files.remarks());
  }
}
