// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** What can be wrong with the way the operator was started. */
public enum SettingReason implements Reason {
  SettingNotAllowed(Severity.ERROR, "give a value that is allowed"),
  SettingsFileUnreadable(Severity.ERROR, "give the path of a readable YAML file"),
  SettingUnknown(Severity.WARNING, "remove it or correct its name"),
  SettingWithoutEffect(Severity.INFO, ""),
  SettingNotConfirmed(Severity.WARNING, "say it twice, or leave it at its default");

  private final Severity severity;
  private final String remedy;

  SettingReason(Severity severity, String remedy) {
    this.severity = severity;
    this.remedy = remedy;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
