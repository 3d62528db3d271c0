// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import java.util.Optional;

/** What can be put into a container: the agent of a language, or the SDK's environment alone. */
public interface Language {

  /** How people ask for it. */
  LanguageKeys keys();

  /** Its agent; empty where it has none. */
  Optional<AgentProfile> agent();

  /** What happens to one container; pure. */
  Contribution contribute(Target target);

  /** Whether the agent is a container of its own and watches one program. */
  default boolean isBeside() {
    return false;
  }

  /** Whether its files are copied into the pod whatever the Instrumentation says. */
  default boolean isAlwaysCopied() {
    return false;
  }

  /** What people call it. */
  default String name() {
    return keys().name();
  }
}
