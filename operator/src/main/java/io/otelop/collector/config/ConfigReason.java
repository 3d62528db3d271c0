// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.config;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** What can be wrong with a collector's config. */
public enum ConfigReason implements Reason {
  UndefinedComponent(
      error(
          "define the component, with {} where it has no settings because kubectl drops keys"
              + " without a value, or remove it from the list")),
  UnknownProtocol(error("use one of the protocols that the receiver knows")),
  PipelineIncomplete(error("give the pipeline at least one receiver and one exporter")),
  PipelineTypeUnknown(error("begin the pipeline's name with traces, metrics or logs")),
  UnreadableConfig(error("correct the text, or write the config as v1beta1")),
  EmptyConfig(warning("add a receiver, an exporter and a pipeline; the collector cannot start")),
  ConfigTooLarge(error("split the collector into several")),
  NoPipelines(error("add a pipeline under service.pipelines")),
  InvalidId(
      error(
          "write a type of letters, digits and underscores, and after a slash a name where it needs"
              + " one")),
  AmbiguousId(error("give the connector another name")),
  DuplicateReference(error("name it once")),
  ConnectorOneSided(
      error("use the connector as an exporter of one pipeline and a receiver of another")),
  WrongType(error("give a value of the right type")),
  UnknownSection(warning("remove it; the collector refuses what it does not know")),
  NullValue(warning("write {} for what has no settings")),
  UnknownComponentType(warning("check that the collector's image contains this component"));

  private final Meaning meaning;

  ConfigReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
