// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

/**
 * One attribute of {@code OTEL_RESOURCE_ATTRIBUTES} and when it is added. Rules: instrumentation.md
 * 4.2, 4.3.
 *
 * @param value as it is written, so escaped where it has to be
 */
public record ResourceAttribute(String key, String value, Rule rule) {

  /** When an attribute is added to those that the container has. */
  public enum Rule {
    /** Unless the container has the key. */
    IF_ABSENT,
    /** Unless the key occurs anywhere in the container's text. */
    IF_NOT_MENTIONED,
    /** Even if the container has the key with another value: the later entry wins. */
    ALWAYS
  }

  String entry() {
    return key + "=" + value;
  }
}
