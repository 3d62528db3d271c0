// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** What can be wrong with a collector's config. */
public enum ConfigReason implements Reason {
  UndefinedComponent(Severity.ERROR, "define the component or remove it from the list"),
  UnknownProtocol(Severity.ERROR, "use one of the protocols that the receiver knows"),
  PipelineIncomplete(Severity.ERROR, "give the pipeline at least one receiver and one exporter"),
  PipelineTypeUnknown(Severity.ERROR, "begin the pipeline's name with traces, metrics or logs"),
  UnreadableConfig(Severity.ERROR, "correct the text, or write the config as v1beta1"),
  EmptyConfig(
      Severity.WARNING, "add a receiver, an exporter and a pipeline; the collector cannot start"),
  ConfigTooLarge(Severity.ERROR, "split the collector into several"),
  NoPipelines(Severity.ERROR, "add a pipeline under service.pipelines"),
  InvalidId(
      Severity.ERROR,
      "write a type of letters, digits and underscores, and after a slash a name where it needs"
          + " one"),
  AmbiguousId(Severity.ERROR, "give the connector another name"),
  DuplicateReference(Severity.ERROR, "name it once"),
  ConnectorOneSided(
      Severity.ERROR, "use the connector as an exporter of one pipeline and a receiver of another"),
  WrongType(Severity.ERROR, "give a value of the right type"),
  UnknownSection(Severity.WARNING, "remove it; the collector refuses what it does not know"),
  NullValue(Severity.WARNING, "write {} for what has no settings"),
  UnknownComponentType(
      Severity.WARNING, "check that the collector's image contains this component");

  private final Severity severity;
  private final String remedy;

  ConfigReason(Severity severity, String remedy) {
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
