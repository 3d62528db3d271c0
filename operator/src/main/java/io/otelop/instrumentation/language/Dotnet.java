// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import io.otelop.crds.UserAnnotations;
import io.otelop.instrumentation.InstrumentationReason;
import io.otelop.naming.EnvNames;
import io.otelop.pod.EnvEntry;
import io.otelop.pod.PodEdit;
import io.otelop.pod.PodEdit.AddEnv;
import io.otelop.pod.PodEdit.JoinEnv;
import io.otelop.reason.Finding;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.InstrumentationSettings;
import java.util.List;
import java.util.Optional;

/** The agent for .NET, a profiler and a start-up hook. Rules: instrumentation.md 3.5. */
final class Dotnet implements Language {

  private static final String NAME = "dotnet";
  private static final String DIRECTORY = PodParts.directory(NAME);
  private static final List<String> COPY = List.of("cp", "-r", "/autoinstrumentation/.", DIRECTORY);
  private static final String PROFILER = "{918728DD-259F-4A6A-AC2B-B85E1B658318}";
  private static final String LIBRARY = "/OpenTelemetry.AutoInstrumentation.Native.so";
  private static final String HOOK =
      DIRECTORY + "/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll";

  private static final LanguageKeys KEYS =
      LanguageKeys.of(NAME, UserAnnotations.INJECT_DOTNET, UserAnnotations.DOTNET_CONTAINER_NAMES);

  private static final AgentProfile AGENT =
      AgentProfile.of(
              NAME,
              InstrumentationSettings.DOTNET,
              ImageSettings.DOTNET,
              UserAnnotations.DEFAULT_DOTNET_IMAGE)
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
  public boolean isAlwaysCopied() {
    return true;
  }

  @Override
  public Contribution contribute(Target target) {
    return ownAgent(target).orElseGet(() -> forRuntime(target));
  }

  private static Optional<Contribution> ownAgent(Target target) {
    var home = EnvNames.DOTNET_AUTO_HOME;
    return target
        .ownOrAgentEnv(home)
        .map(
            entry ->
                new Contribution.Refused(
                    Finding.of(
                        InstrumentationReason.OwnAgent,
                        target.container().env(home).isPresent()
                            ? target.path(home)
                            : "spec.dotnet.env[" + home + "]",
                        entry.value(),
                        "says that the container has an agent of its own")));
  }

  private static Contribution forRuntime(Target target) {
    var runtime = target.facts().merged(UserAnnotations.DOTNET_RUNTIME);
    return switch (runtime) {
      case "", "linux-x64" -> make(target, "/linux");
      case "linux-musl-x64" -> make(target, "/linux-musl");
      default ->
          new Contribution.Refused(
              Finding.of(
                  InstrumentationReason.UnsupportedRuntime,
                  UserAnnotations.DOTNET_RUNTIME,
                  runtime,
                  "is not a runtime that the agent for .NET comes for"));
    };
  }

  private static Contribution make(Target target, String platform) {
    var container = target.container().name();
    return new Contribution.Made(
        container,
        PodParts.copiedAgent(target, NAME, COPY, DIRECTORY),
        List.of(),
        List.of(
            new AddEnv(
                container,
                List.of(
                    EnvEntry.of(EnvNames.CORECLR_ENABLE_PROFILING, "1"),
                    EnvEntry.of(EnvNames.CORECLR_PROFILER, PROFILER),
                    EnvEntry.of(EnvNames.CORECLR_PROFILER_PATH, DIRECTORY + platform + LIBRARY))),
            joined(container, EnvNames.DOTNET_STARTUP_HOOKS, HOOK),
            joined(container, EnvNames.DOTNET_ADDITIONAL_DEPS, DIRECTORY + "/AdditionalDeps"),
            new AddEnv(container, List.of(EnvEntry.of(EnvNames.DOTNET_AUTO_HOME, DIRECTORY))),
            joined(container, EnvNames.DOTNET_SHARED_STORE, DIRECTORY + "/store")),
        List.of());
  }

  private static PodEdit joined(String container, String variable, String value) {
    return new JoinEnv(container, variable, value, "", ":" + value);
  }
}
