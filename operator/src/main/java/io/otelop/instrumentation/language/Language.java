// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import java.util.List;
import java.util.Optional;

/** What can be put into a container: the agent of a language, or the SDK's environment alone. */
public interface Language {

  /** What people call it in annotations, such as {@code apache-httpd}. */
  String name();

  /** The annotation that asks for it. */
  String injectAnnotation();

  /** The annotations that name its containers; the first that is given counts. */
  List<String> containerAnnotations();

  /** Its agent; empty where it has none. */
  Optional<AgentProfile> agent();

  /** What happens to one container; pure. */
  Contribution contribute(Target target);

  /** Whether the agent is a container of its own and watches one program. */
  default boolean isBeside() {
    return false;
  }
}
