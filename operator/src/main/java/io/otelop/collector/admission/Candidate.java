// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.admission;

import io.otelop.collector.CollectorFacts;
import io.otelop.collector.Mode;
import io.otelop.collector.config.CollectorConfig;
import io.otelop.crds.collector.OpenTelemetryCollectorSpec;

/**
 * What is to be checked.
 *
 * @param spec as the user wrote it
 * @param mode that it runs in
 * @param config parsed, as the user wrote it
 * @param facts of the operator and the cluster
 */
public record Candidate(
    OpenTelemetryCollectorSpec spec, Mode mode, CollectorConfig config, CollectorFacts facts) {}
