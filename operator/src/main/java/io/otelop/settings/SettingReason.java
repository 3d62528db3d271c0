// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.info;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** What can be wrong with the way the operator was started. */
public enum SettingReason implements Reason {
  SettingNotAllowed(error("give a value that is allowed")),
  SettingsFileUnreadable(error("give the path of a readable YAML file")),
  SettingUnknown(warning("remove it or correct its name")),
  SettingWithoutEffect(info()),
  SettingNotConfirmed(warning("say it twice, or leave it at its default"));

  private final Meaning meaning;

  SettingReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
