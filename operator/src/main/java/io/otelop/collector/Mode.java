// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector;

import java.util.Locale;

/** How a collector runs. */
public enum Mode {
  DEPLOYMENT,
  DAEMONSET,
  STATEFULSET,
  SIDECAR;

  /** The mode's name in {@code spec.mode}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Mode of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
