// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that flags, environment and config file say, read once at start and complete: what
 * nobody said has its default. Names and precedence: targetallocator-opamp-ops.md D1.
 */
public final class Settings {

  /** The one setting that says where others are. */
  public static final Setting<String> CONFIG_FILE =
      Setting.of("config-file", Format.text(), "", "YAML file with settings").env("").key("");

  /** Every setting, group by group, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      Stream.<List<? extends Setting<?>>>of(
              List.of(CONFIG_FILE),
              ClusterSettings.ALL,
              WebhookSettings.ALL,
              InstrumentationSettings.ALL,
              ImageSettings.ALL,
              TelemetrySettings.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  private final Map<String, Object> values;

  Settings(Map<String, Object> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /** Every setting at its default. */
  public static Settings defaults() {
    var values = new LinkedHashMap<String, Object>();
    ALL.forEach(setting -> values.put(setting.name(), setting.fallback()));
    return new Settings(values);
  }

  /**
   * Reads the settings of one run.
   *
   * @param arguments the command line without program and command
   * @param environment the process's environment
   * @param files the content of a file; empty where there is none that can be read
   */
  public static SettingsResult parse(
      List<String> arguments,
      Map<String, String> environment,
      Function<String, Optional<String>> files) {
    return new SettingsReader(environment, files).read(CommandLine.parse(arguments));
  }

  /** What is set, or the setting's default. */
  @SuppressWarnings("unchecked") // a value gets here only through the format of its own setting
  public <T> T get(Setting<T> setting) {
    return (T) Objects.requireNonNull(values.get(setting.name()), setting.name());
  }

  /** The same settings with one of them changed. */
  public <T> Settings with(Setting<T> setting, T value) {
    var changed = new Settings(values);
    changed.values.put(setting.name(), value);
    return changed;
  }

  /** A text for people that names every setting and everywhere it can be set. */
  public static String usage() {
    return ALL.stream()
        .filter(setting -> !setting.flag().isEmpty())
        .map(Settings::usage)
        .collect(Collectors.joining("\n"));
  }

  private static String usage(Setting<?> setting) {
    var format = setting.format();
    var text = new StringBuilder("  --").append(setting.flag());
    text.append(format.isSwitch() ? "[=true|false]" : "=VALUE").append("\n      ");
    text.append(setting.help()).append(setting.isUsed() ? "" : " (accepted, no effect yet)");
    text.append(". Allowed: ").append(format.allowed()).append(". Default: ");
    text.append(shown(setting.fallback()));
    if (!setting.env().isEmpty()) {
      text.append(". Environment: ").append(setting.env());
    }
    if (!setting.key().isEmpty()) {
      text.append(". File: ").append(setting.key());
    }
    return text.toString();
  }

  private static String shown(Object value) {
    var text = value instanceof List<?> list ? list.toString() : value.toString();
    return text.isEmpty() || text.equals("[]") || text.equals("{}") ? "none" : text;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
