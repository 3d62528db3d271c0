// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import java.util.List;

/**
 * The Secrets and ConfigMaps that an exporter's TLS names, looked for in the namespaces of the pods
 * that would mount them.
 *
 * @param present as {@code Secret shop/client-cert}
 * @param absent likewise
 * @param unknown those that may not be read
 */
public record References(List<String> present, List<String> absent, List<String> unknown) {

  /** None are named. */
  public static final References NONE = new References(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public References {
    present = List.copyOf(present);
    absent = List.copyOf(absent);
    unknown = List.copyOf(unknown);
  }
}
