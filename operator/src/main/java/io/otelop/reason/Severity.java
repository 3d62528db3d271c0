// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

/** How much a finding matters to the person who reads it. */
public enum Severity {
  /** Nothing is wrong: this is why nothing, or something unexpected, happened. */
  INFO,
  /** It works, but not in the way that was asked for. */
  WARNING,
  /** What was asked for did not happen. */
  ERROR
}
