// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import io.otelop.reason.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line, taken apart: {@code --flag=value}, {@code --flag value} and, for a switch, {@code
 * --flag} alone. What is unknown is a finding and otherwise ignored, with the value that follows
 * it.
 *
 * @param given by flag, what was given: a text, or for a flag that repeats a list of them
 * @param findings what nobody knows
 */
record CommandLine(Map<String, Object> given, List<Finding> findings) {

  static CommandLine parse(List<String> arguments) {
    var given = new LinkedHashMap<String, Object>();
    var findings = new ArrayList<Finding>();
    var position = 0;
    while (position < arguments.size()) {
      var argument = arguments.get(position++);
      if (!argument.startsWith("-") || argument.equals("--")) {
        findings.add(unknown(argument, "is not a flag"));
        continue;
      }
      var equals = argument.indexOf('=');
      var flag = argument.substring(0, equals < 0 ? argument.length() : equals);
      var setting = find(flag);
      var isAlone = setting.isPresent() && setting.get().format().isSwitch();
      var follows =
          position < arguments.size() && (setting.isPresent() || !isFlag(arguments, position));
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (isAlone || !follows) {
        value = isAlone ? "true" : "";
      } else {
        value = arguments.get(position++);
      }
      if (setting.isEmpty()) {
        findings.add(unknown(flag, "is not a flag of this program"));
      } else {
        put(given, setting.get(), value);
      }
    }
    return new CommandLine(given, findings);
  }

  private static void put(Map<String, Object> given, Setting<?> setting, String value) {
    if (!setting.format().isList()) {
      given.put(setting.flag(), value);
      return;
    }
    var all = new ArrayList<Object>();
    if (given.get(setting.flag()) instanceof List<?> before) {
      all.addAll(before);
    }
    all.add(value);
    given.put(setting.flag(), all);
  }

  private static boolean isFlag(List<String> arguments, int position) {
    return arguments.get(position).startsWith("-");
  }

  private static Optional<Setting<?>> find(String flag) {
    var name = flag.replaceFirst("^--?", "");
    return Settings.ALL.stream()
        .filter(setting -> !name.isEmpty() && setting.flag().equals(name))
        .findFirst();
  }

  private static Finding unknown(String argument, String problem) {
    return Finding.of(SettingReason.SettingUnknown, argument, "", problem);
  }
}
