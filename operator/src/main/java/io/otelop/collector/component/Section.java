// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

/** A section of the collector's config that holds components by id. */
public enum Section {
  RECEIVERS("receivers", "receiver"),
  PROCESSORS("processors", "processor"),
  EXPORTERS("exporters", "exporter"),
  CONNECTORS("connectors", "connector"),
  EXTENSIONS("extensions", "extension");

  private final String key;
  private final String noun;

  Section(String key, String noun) {
    this.key = key;
    this.noun = noun;
  }

  /** The section's key in the config. */
  public String key() {
    return key;
  }

  /** What one member of the section is called. */
  public String noun() {
    return noun;
  }

  /** One member of the section, with its article. */
  public String one() {
    return (noun.startsWith("e") ? "an " : "a ") + noun;
  }
}
