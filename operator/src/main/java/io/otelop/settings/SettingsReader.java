// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds for each setting the place that has the last word: flag, environment, file, default. */
final class SettingsReader {

  /** Where a pod finds the namespace that it runs in. */
  private static final String OWN_NAMESPACE =
      "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

  private final Map<String, String> environment;
  private final Function<String, Optional<String>> files;
  private final List<Finding> errors = new ArrayList<>();
  private final List<Finding> remarks = new ArrayList<>();

  SettingsReader(Map<String, String> environment, Function<String, Optional<String>> files) {
    this.environment = environment;
    this.files = files;
  }

  SettingsResult read(CommandLine commandLine) {
    remarks.addAll(commandLine.findings());
    var file = configFile(commandLine);
    var values = new LinkedHashMap<String, Object>();
    for (var setting : Settings.ALL) {
      values.put(
          setting.name(),
          setting.equals(ClusterSettings.FEATURE_GATES)
              ? gates(commandLine, file)
              : value(setting, commandLine, file));
    }
    if ("".equals(values.get(ClusterSettings.NAMESPACE.name()))) {
      files
          .apply(OWN_NAMESPACE)
          .ifPresent(name -> values.put(ClusterSettings.NAMESPACE.name(), name.strip()));
    }
    var registry = values.getOrDefault(ImageSettings.REGISTRY.name(), "").toString();
    if (!registry.isEmpty()) {
      for (var image : ImageSettings.IMAGES) {
        values.computeIfPresent(
            image.name(), (_, given) -> ImageSettings.inRegistry(registry, given.toString()));
      }
    }
    remarkOnHeldBackPods(values);
    if (errors.isEmpty()) {
      return new SettingsResult.Accepted(new Settings(values), remarks);
    }
    return new SettingsResult.Refused(Stream.concat(errors.stream(), remarks.stream()).toList());
  }

  /** Nobody loses by one word what the operator promises: that it holds back no pod. */
  private void remarkOnHeldBackPods(Map<String, Object> values) {
    var policy = WebhookSettings.PODS_FAILURE_POLICY;
    var confirmation = WebhookSettings.MAY_HOLD_BACK_PODS;
    if ("Fail".equals(values.get(policy.name()))
        && !Boolean.TRUE.equals(values.get(confirmation.name()))) {
      values.put(policy.name(), policy.fallback());
      remarks.add(
          Finding.of(
                  SettingReason.SettingNotConfirmed,
                  policy.name(),
                  "Fail",
                  "would keep pods from being made while no replica answers, so it stays Ignore")
              .withRemedy("set " + confirmation.name() + " as well if that is what you want"));
    }
  }

  private ConfigFile configFile(CommandLine commandLine) {
    var path = commandLine.given().get(Settings.CONFIG_FILE.flag());
    if (path == null) {
      return ConfigFile.EMPTY;
    }
    var field = "--" + Settings.CONFIG_FILE.flag();
    var content = files.apply(path.toString());
    if (content.isEmpty()) {
      errors.add(unreadable(field, path.toString(), "cannot be read"));
      return ConfigFile.EMPTY;
    }
    var file = ConfigFile.parse(content.get());
    file.problem().ifPresent(problem -> errors.add(unreadable(field, path.toString(), problem)));
    file.unknown().stream()
        .map(
            key ->
                Finding.of(SettingReason.SettingUnknown, key, "", "is no key of the config file"))
        .forEach(remarks::add);
    return file;
  }

  /**
   * Gates of the environment or of the file are set after those of the flag and win over it, one by
   * one (targetallocator-opamp-ops.md E4, additional notes): unlike every other setting.
   */
  private List<String> gates(CommandLine commandLine, ConfigFile file) {
    var setting = ClusterSettings.FEATURE_GATES;
    var byName = new LinkedHashMap<String, String>();
    var silent = new CommandLine(Map.of(), List.of());
    var first =
        commandLine.given().containsKey(setting.flag())
            ? value(setting, commandLine, ConfigFile.EMPTY)
            : List.<String>of();
    Stream.concat(first.stream(), value(setting, silent, file).stream())
        .forEach(gate -> byName.put(gate.replaceFirst("^[-+]", ""), gate));
    return List.copyOf(byName.values());
  }

  private <T> T value(Setting<T> setting, CommandLine commandLine, ConfigFile file) {
    var flag = commandLine.given().get(setting.flag());
    if (flag != null) {
      return value(setting, "--" + setting.flag(), flag);
    }
    var variable = environment.getOrDefault(setting.env(), "");
    if (!variable.isEmpty() && !setting.env().isEmpty()) {
      var parts = setting.format().isList() ? List.of(variable.split(",", -1)) : variable;
      return value(setting, "environment variable " + setting.env(), parts);
    }
    @Nullable Object inFile = setting.key().isEmpty() ? null : file.at(setting.key());
    if (inFile != null) {
      return value(setting, "config file, " + setting.key(), inFile);
    }
    return setting.fallback();
  }

  private <T> T value(Setting<T> setting, String place, Object raw) {
    var value = setting.format().read().apply(raw);
    if (value.isEmpty()) {
      errors.add(
          Finding.of(SettingReason.SettingNotAllowed, place, raw.toString(), "is not allowed")
              .withRemedy("give " + setting.format().allowed()));
    } else if (!setting.isUsed() && !value.get().equals(setting.fallback())) {
      remarks.add(
          Finding.of(
              SettingReason.SettingWithoutEffect,
              place,
              raw.toString(),
              "is accepted and has no effect yet"));
    }
    return value.orElse(setting.fallback());
  }

  private static Finding unreadable(String field, String path, String problem) {
    return Finding.of(SettingReason.SettingsFileUnreadable, field, path, problem);
  }
}
