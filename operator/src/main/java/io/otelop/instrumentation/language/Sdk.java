// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import io.otelop.crds.UserAnnotations;
import java.util.List;
import java.util.Optional;

/** The environment of an SDK that the application brings itself. Rules: instrumentation.md 3.9. */
final class Sdk implements Language {

  private static final LanguageKeys KEYS =
      LanguageKeys.of("sdk", UserAnnotations.INJECT_SDK, UserAnnotations.SDK_CONTAINER_NAMES);

  @Override
  public LanguageKeys keys() {
    return KEYS;
  }

  @Override
  public Optional<AgentProfile> agent() {
    return Optional.empty();
  }

  @Override
  public Contribution contribute(Target target) {
    return new Contribution.Made(
        target.container().name(), List.of(), List.of(), List.of(), List.of());
  }
}
