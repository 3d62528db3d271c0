// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import java.util.List;

/**
 * How people ask for a language.
 *
 * @param name as annotations have it, such as {@code apache-httpd}
 * @param inject the annotation that asks for it
 * @param containers the annotations that name its containers; the first that is given counts
 */
public record LanguageKeys(String name, String inject, List<String> containers) {

  /** Copies the list. */
  public LanguageKeys {
    containers = List.copyOf(containers);
  }

  static LanguageKeys of(String name, String inject, String... containers) {
    return new LanguageKeys(name, inject, List.of(containers));
  }
}
