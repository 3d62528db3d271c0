// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

/**
 * The id of a component in a collector's config: {@code type} or {@code type/name}.
 *
 * @param text the whole id as the user wrote it
 */
public record ComponentId(String text) {

  /** The part before the first slash: which component it is. */
  public String type() {
    var slash = text.indexOf('/');
    return (slash < 0 ? text : text.substring(0, slash)).strip();
  }

  @Override
  public String toString() {
    return text;
  }
}
