// SPDX-License-Identifier: Apache-2.0
package io.otelop.settings;

import io.otelop.reason.Finding;
import java.util.List;

/** What came of reading the settings. */
public sealed interface SettingsResult {

  /** Every setting has a value; what is odd about them is still worth a line in the log. */
  record Accepted(Settings settings, List<Finding> findings) implements SettingsResult {

    /** Copies the findings. */
    public Accepted {
      findings = List.copyOf(findings);
    }
  }

  /** At least one value is not allowed: all that is wrong, in the order of the settings. */
  record Refused(List<Finding> findings) implements SettingsResult {

    /** Copies the findings. */
    public Refused {
      findings = List.copyOf(findings);
    }
  }
}
