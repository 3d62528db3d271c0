// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.Locale;

/**
 * One thing that can be set, and every place where it can be. Names: targetallocator-opamp-ops.md
 * D1.
 *
 * @param <T> what it is once it is read
 * @param flag name on the command line without its dashes; empty where it has none
 * @param env name of the environment variable; empty where it has none
 * @param key path in the config file with dots between its parts; empty where it has none
 * @param fallback the value where nobody says anything
 * @param format how its text is read
 * @param help one sentence for the person who reads {@code --help}
 * @param isUsed false where it is accepted for compatibility and changes nothing yet
 */
public record Setting<T>(
    String flag,
    String env,
    String key,
    T fallback,
    Format<T> format,
    String help,
    boolean isUsed) {

  /** A setting whose environment variable and file key follow from its flag. */
  static <T> Setting<T> of(String flag, Format<T> format, T fallback, String help) {
    var env = flag.replace('-', '_').toUpperCase(Locale.ROOT);
    return new Setting<>(flag, env, flag, fallback, format, help, true);
  }

  /** The same setting under another name in the environment; empty for none. */
  Setting<T> env(String name) {
    return new Setting<>(flag, name, key, fallback, format, help, isUsed);
  }

  /** The same setting under another key of the config file; empty for none. */
  Setting<T> key(String path) {
    return new Setting<>(flag, env, path, fallback, format, help, isUsed);
  }

  /** The same setting, not to be had on the command line. */
  Setting<T> withoutFlag() {
    return new Setting<>("", env, key, fallback, format, help, isUsed);
  }

  /** The same setting, read and kept although nothing uses it yet. */
  Setting<T> unused() {
    return new Setting<>(flag, env, key, fallback, format, help, false);
  }

  /** What it is called where only one name fits. */
  public String name() {
    return flag.isEmpty() ? key.isEmpty() ? env : key : flag;
  }
}
